package web

import (
	"net/http"
	"strings"
)

// object is a JSON object; its keys are written in order.
type object = map[string]any

// openAPI answers /openapi.json: every address with its parameters and answers, made from the comments
// of the database. It is OpenAPI 3.1.
func (s *site) openAPI(w http.ResponseWriter, r *http.Request) {
	known, err := s.catalogues.of(r.Context(), s.Pool)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	queries, err := workedQueries()
	if err != nil {
		s.problem(w, r, http.StatusInternalServerError, "the server could not answer")
		return
	}
	s.sendValue(w, r, known.generation, openAPIOf(known, queries, s.Version))
}

func openAPIOf(known *catalogue, queries []workedQuery, version string) object {
	extensions := make([]string, len(answerFormats))
	for i, f := range answerFormats {
		extensions[i] = f.extension
	}
	format := parameter("path", "format", "Form of the answer.", object{"type": "string", "enum": extensions})
	paths := object{
		"/sql.{format}": object{
			"get":  operation("sql", "Answer a question in SQL", "A long answer is cut after a limit of rows; the header Breachstats-Cut and the body say so.", answers(nil), format, required(parameter("query", "q", "One select of DuckDB's SQL.", anyText()))),
			"post": withBody(operation("sqlByPost", "Answer a question in SQL, given in the body", "", answers(nil), format)),
		},
		"/breach/{id}.json": object{"get": operation("breach", "Show one breach", "Every version, what changed, and the rules that decided its origin.", jsonAnswer(object{"type": "object"}),
			parameter("path", "id", "breach_id of marts.breaches.", anyText()))},
		"/search.json": object{"get": operation("search", "Find breaches by the words of a name or a description", "", jsonAnswer(object{"type": "object"}),
			required(parameter("query", "q", "Words; words in quotes must be side by side.", anyText())), parameter("query", offset, "Skip this number of breaches.", whole()))},
		"/feeds/breaches.atom": object{"get": operation("breachesFeed", "New, changed and vanished breaches, as Atom", "", feedAnswer())},
		"/feeds/captures.atom": object{"get": operation("capturesFeed", "Captures of the list, as Atom", "", feedAnswer())},
		"/-/schema.json":       object{"get": operation("schema", "List tables and columns with their meaning", "", jsonAnswer(object{"type": "array", "items": object{"type": "object"}}))},
		"/-/status":            object{"get": operation("status", "Report the state of the server", "", jsonAnswer(object{"type": "object"}))},
	}
	for _, one := range queries {
		paths["/queries/"+one.Name+".{format}"] = object{"get": operation("query_"+strings.ReplaceAll(one.Name, "-", "_"), one.Title, one.SQL, answers(nil), format)}
	}
	schemas := object{"problem": object{"type": "object", "required": []string{"error", "fault"}, "properties": object{
		"error": object{"type": "string", "description": "One line that a person can act on."},
		"fault": object{"type": "string", "description": "What caused it: the request, the SQL, a limit or the server."},
		"line":  object{"type": "integer", "description": "Line of the SQL, counted from 1."}}}}
	for _, of := range known.Relations {
		name := of.Schema + "." + of.Name
		paths["/"+of.Schema+"/"+of.Name+".{format}"] = object{"get": relationOperation(of, format)}
		if !of.isMacro() {
			schemas[name] = rowSchema(of)
		}
	}
	return object{
		"openapi":    "3.1.0",
		"info":       object{"title": "US health data breaches", "version": version, "summary": "Read-only questions about the HHS OCR breach list, and its captures.", "license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		"servers":    []object{{"url": "/"}},
		"security":   []object{{}, {"token": []string{}}},
		"paths":      paths,
		"components": object{"schemas": schemas, "securitySchemes": object{"token": object{"type": "http", "scheme": "bearer", "description": "Needed if the server uses tokens."}}},
	}
}

func anyText() object { return object{"type": "string"} }
func whole() object   { return object{"type": "integer", "minimum": 0} }

func parameter(in, name, description string, schema object) object {
	made := object{"in": in, "name": name, "schema": schema}
	if in == "path" {
		made["required"] = true
	}
	if description != "" {
		made["description"] = description
	}
	return made
}

func required(parameter object) object {
	parameter["required"] = true
	return parameter
}

func operation(id, summary, description string, responses object, parameters ...object) object {
	made := object{"operationId": id, "summary": summary, "responses": responses}
	if description != "" {
		made["description"] = description
	}
	if len(parameters) > 0 {
		made["parameters"] = parameters
	}
	return made
}

func withBody(operation object) object {
	operation["requestBody"] = object{"required": true, "content": object{"text/plain": object{"schema": anyText()}}}
	return operation
}

// answers returns the responses of a path in every format. rows is the schema of the JSON; nil allows any.
func answers(rows object) object {
	if rows == nil {
		rows = object{}
	}
	content := object{}
	for _, f := range answerFormats {
		media, _, _ := strings.Cut(f.media, ";")
		content[media] = object{}
		if f.extension == "json" {
			content[media] = object{"schema": rows}
		}
	}
	return withProblems(object{"200": object{"description": "The rows.", "content": content}})
}

func jsonAnswer(schema object) object {
	return withProblems(object{"200": object{"description": "The answer.", "content": object{"application/json": object{"schema": schema}}}})
}

func feedAnswer() object {
	return withProblems(object{"200": object{"description": "The feed.", "content": object{"application/atom+xml": object{}}}})
}

func withProblems(responses object) object {
	responses["default"] = object{"description": "Why there is no answer.", "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/problem"}}}}
	return responses
}

func relationOperation(of relation, format object) object {
	name := of.Schema + "." + of.Name
	parameters := []object{format}
	rows := object{"type": "array", "items": object{"type": "object"}}
	if of.isMacro() {
		for _, one := range of.Parameters {
			parameters = append(parameters, required(parameter("query", one, "", anyText())))
		}
	} else {
		rows = object{"type": "array", "items": object{"$ref": "#/components/schemas/" + name}}
		for _, column := range of.Columns {
			parameters = append(parameters, parameter("query", column.Name, column.Comment, anyText()))
		}
	}
	for _, one := range []struct {
		name, description string
		schema            object
	}{
		{sortUp, "Column to sort by, smallest first.", anyText()}, {sortDown, "Column to sort by, largest first.", anyText()},
		{size, "At most this number of rows; the header Link gives the URL of the rest.", object{"type": "integer", "minimum": 1}}, {offset, "Skip this number of rows.", whole()},
		{columns, "Columns, joined by commas.", anyText()},
	} {
		parameters = append(parameters, parameter("query", one.name, one.description, one.schema))
	}
	description := of.Comment
	if !of.isMacro() {
		description = strings.TrimSpace(description + "\n\nTo compare in another way, add two underscores and an operator to the column: ne, gt, gte, lt, lte, contains, in, isnull.")
	}
	row := of.Row()
	if row == "" {
		row = name
	}
	return operation(of.Schema+"_"+of.Name, row, description, answers(rows), parameters...)
}

func rowSchema(of relation) object {
	properties := object{}
	names := make([]string, len(of.Columns))
	for i, column := range of.Columns {
		schema := schemaOfType(column.Type)
		if column.Comment != "" {
			schema["description"] = column.Comment
		}
		properties[column.Name], names[i] = schema, column.Name
	}
	return object{"type": "object", "description": of.Row(), "properties": properties, "required": names}
}

// schemaOfType returns the JSON schema of a type of DuckDB; every value may be null.
func schemaOfType(kind string) object {
	if element, isList := strings.CutSuffix(kind, "[]"); isList {
		return object{"type": []string{"array", "null"}, "items": schemaOfType(element)}
	}
	switch name, _, _ := strings.Cut(kind, "("); name {
	case "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "HUGEINT":
		return object{"type": []string{"integer", "null"}}
	case "DOUBLE", "FLOAT", "DECIMAL":
		return object{"type": []string{"number", "null"}}
	case "BOOLEAN":
		return object{"type": []string{"boolean", "null"}}
	case "DATE":
		return object{"type": []string{"string", "null"}, "format": "date"}
	case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE":
		return object{"type": []string{"string", "null"}, "format": "date-time"}
	}
	return object{"type": []string{"string", "null"}}
}
