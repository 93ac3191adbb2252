package fetch

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// field is a name and a value that a form sends.
type field struct{ name, value string }

// fields are what a form sends, in the order of the page. A name may occur twice.
type fields []field

// set sets the first field of that name, or adds the field if there is none.
func (f *fields) set(name, value string) {
	if i := slices.IndexFunc(*f, func(one field) bool { return one.name == name }); i >= 0 {
		(*f)[i].value = value
		return
	}
	*f = append(*f, field{name, value})
}

// get returns the first value of that name.
func (f fields) get(name string) (string, bool) {
	if i := slices.IndexFunc(f, func(one field) bool { return one.name == name }); i >= 0 {
		return f[i].value, true
	}
	return "", false
}

// with returns a copy in which pairs of name and value are set.
func (f fields) with(pairs ...string) fields {
	changed := slices.Clone(f)
	for i := 0; i+1 < len(pairs); i += 2 {
		changed.set(pairs[i], pairs[i+1])
	}
	return changed
}

// encode returns the body of a post and its content type.
func (f fields) encode(asMultipart bool) (body []byte, contentType string, err error) {
	if !asMultipart {
		var text strings.Builder
		for i, one := range f {
			if i > 0 {
				text.WriteByte('&')
			}
			text.WriteString(url.QueryEscape(one.name) + "=" + url.QueryEscape(one.value))
		}
		return []byte(text.String()), "application/x-www-form-urlencoded; charset=UTF-8", nil
	}
	var parts bytes.Buffer
	w := multipart.NewWriter(&parts)
	for _, one := range f {
		if err := w.WriteField(one.name, one.value); err != nil {
			return nil, "", err
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return parts.Bytes(), w.FormDataContentType(), nil
}

// form is the form that contains the list, ready to be sent.
type form struct {
	// id is its id or name; JavaServer Faces requires id=id among the fields.
	id     string
	action *url.URL
	// fields are those that a browser would send if nothing was typed or pressed.
	fields fields
	// state is the name of the field with the state of the page; empty if there is none.
	state string
	// prefix is javax.faces or jakarta.faces, from the name of the state.
	prefix string
}

var prefixes = []string{"javax.faces", "jakarta.faces"}

// findForm finds the form of the list: the portal's ocrForm, or else the form that an exporter of CSV sends or is part
// of, or else the first form with a state of the page.
func findForm(page *goquery.Document) *goquery.Selection {
	forms := page.Find("form")
	for _, isIt := range []func(one *goquery.Selection) bool{
		func(one *goquery.Selection) bool { return formID(one) == "ocrForm" },
		func(one *goquery.Selection) bool { _, isThere := findCSV(exporters(one)); return isThere },
		func(one *goquery.Selection) bool { return stateInput(one).Length() > 0 },
	} {
		found := forms.FilterFunction(func(_ int, one *goquery.Selection) bool { return isIt(one) })
		if found.Length() > 0 {
			return found.First()
		}
	}
	return nil
}

// formID returns the id of a form, or its name; JavaServer Faces requires it among the fields.
func formID(one *goquery.Selection) string { return one.AttrOr("id", one.AttrOr("name", "")) }

// stateInput finds the input with the state of the page.
func stateInput(within *goquery.Selection) *goquery.Selection {
	var names []string
	for _, prefix := range prefixes {
		names = append(names, "input[name$='"+prefix+".ViewState']")
	}
	return within.Find(strings.Join(names, ", ")).First()
}

// readForm reads the fields of the list's form, and where it is sent.
func readForm(page *goquery.Document, at *url.URL) (form, bool) {
	element := findForm(page)
	if element == nil {
		return form{}, false
	}
	f := form{id: formID(element)}
	action, err := at.Parse(strings.TrimSpace(element.AttrOr("action", "")))
	if err != nil {
		return form{}, false
	}
	action.Fragment = ""
	f.action = action
	f.fields = readFields(element)
	if f.id != "" {
		f.fields.set(f.id, f.id)
	}
	state := stateInput(element)
	name, value := state.AttrOr("name", ""), state.AttrOr("value", "")
	if value == "" {
		return f, true
	}
	f.fields.set(name, value)
	f.state, f.prefix = name, prefixes[0]
	if strings.HasSuffix(name, prefixes[1]+".ViewState") {
		f.prefix = prefixes[1]
	}
	return f, true
}

// readFields returns the fields below an element that a browser would send.
func readFields(within *goquery.Selection) fields {
	var all fields
	within.Find("input, select").Each(func(_ int, one *goquery.Selection) {
		all = append(all, valuesOf(one)...)
	})
	return all
}

// valuesOf returns what one control would send: nothing if it is disabled, not ticked, or a button that was not
// pressed.
func valuesOf(control *goquery.Selection) fields {
	name := control.AttrOr("name", "")
	if _, isDisabled := control.Attr("disabled"); isDisabled || name == "" {
		return nil
	}
	if goquery.NodeName(control) == "select" {
		return chosen(control, name)
	}
	switch strings.ToLower(control.AttrOr("type", "text")) {
	case "submit", "button", "image", "reset", "file":
		return nil
	case "checkbox", "radio":
		if _, isChecked := control.Attr("checked"); !isChecked {
			return nil
		}
		return fields{{name, control.AttrOr("value", "on")}}
	}
	return fields{{name, control.AttrOr("value", "")}}
}

// chosen returns the selected option of a list, or the first.
func chosen(list *goquery.Selection, name string) fields {
	option := list.Find("option[selected]").Last()
	if option.Length() == 0 {
		option = list.Find("option").First()
	}
	if option.Length() == 0 {
		return nil
	}
	return fields{{name, option.AttrOr("value", strings.TrimSpace(option.Text()))}}
}
