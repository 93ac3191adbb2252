package flight

import (
	"cmp"
	"context"
	"maps"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql/schema_ref"
	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
)

// Bits of those infos that are sets: see SqlInfo in FlightSql.proto.
const (
	groupByAny          = 1<<pb.SqlSupportedGroupBy_SQL_GROUP_BY_UNRELATED | 1<<pb.SqlSupportedGroupBy_SQL_GROUP_BY_BEYOND_SELECT
	grammarAll          = 1<<pb.SupportedSqlGrammar_SQL_MINIMUM_GRAMMAR | 1<<pb.SupportedSqlGrammar_SQL_CORE_GRAMMAR | 1<<pb.SupportedSqlGrammar_SQL_EXTENDED_GRAMMAR
	ansiAll             = 1<<pb.SupportedAnsi92SqlGrammarLevel_ANSI92_ENTRY_SQL | 1<<pb.SupportedAnsi92SqlGrammarLevel_ANSI92_INTERMEDIATE_SQL | 1<<pb.SupportedAnsi92SqlGrammarLevel_ANSI92_FULL_SQL
	outerJoinsAll       = 1<<pb.SqlOuterJoinsSupportLevel_SQL_LIMITED_OUTER_JOINS | 1<<pb.SqlOuterJoinsSupportLevel_SQL_FULL_OUTER_JOINS
	subqueriesAll       = 1<<pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_COMPARISONS | 1<<pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_EXISTS | 1<<pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_INS | 1<<pb.SqlSupportedSubqueries_SQL_SUBQUERIES_IN_QUANTIFIEDS
	unionsAll           = 1<<pb.SqlSupportedUnions_SQL_UNION | 1<<pb.SqlSupportedUnions_SQL_UNION_ALL
	resultsForward      = 1 << pb.SqlSupportedResultSetType_SQL_RESULT_SET_TYPE_FORWARD_ONLY
	concurrencyReadOnly = 1 << pb.SqlSupportedResultSetConcurrency_SQL_RESULT_SET_CONCURRENCY_READ_ONLY
	transactionsNone    = 1 << pb.SqlTransactionIsolationLevel_SQL_TRANSACTION_NONE
)

// infos are the answers to SqlInfo that are the same for every server. A size that is not among them is 0: no limit is known.
var infos = map[flightsql.SqlInfo]any{
	flightsql.SqlInfoFlightSqlServerName:                                 "breachstats",
	flightsql.SqlInfoFlightSqlServerArrowVersion:                         arrow.PkgVersion,
	flightsql.SqlInfoFlightSqlServerReadOnly:                             true,
	flightsql.SqlInfoFlightSqlServerSql:                                  true,
	flightsql.SqlInfoFlightSqlServerSubstrait:                            false,
	flightsql.SqlInfoFlightSqlServerSubstraitMinVersion:                  "",
	flightsql.SqlInfoFlightSqlServerSubstraitMaxVersion:                  "",
	flightsql.SqlInfoFlightSqlServerTransaction:                          int32(flightsql.SqlTransactionNone),
	flightsql.SqlInfoFlightSqlServerCancel:                               true,
	flightsql.SqlInfoFlightSqlServerBulkIngestion:                        false,
	flightsql.SqlInfoFlightSqlServerIngestTransactionsSupported:          false,
	flightsql.SqlInfoFlightSqlServerTransactionTimeout:                   int32(0),
	flightsql.SqlInfoDDLCatalog:                                          false,
	flightsql.SqlInfoDDLSchema:                                           false,
	flightsql.SqlInfoDDLTable:                                            false,
	flightsql.SqlInfoIdentifierCase:                                      int64(flightsql.SqlCaseSensitivityCaseInsensitive),
	flightsql.SqlInfoIdentifierQuoteChar:                                 `"`,
	flightsql.SqlInfoQuotedIdentifierCase:                                int64(flightsql.SqlCaseSensitivityCaseInsensitive),
	flightsql.SqlInfoAllTablesAreASelectable:                             true,
	flightsql.SqlInfoNullOrdering:                                        int64(flightsql.SqlNullOrderingSortAtEnd),
	flightsql.SqlInfoKeywords:                                            []string{"ANTI", "ASOF", "DESCRIBE", "PIVOT", "POSITIONAL", "QUALIFY", "SEMI", "SUMMARIZE", "UNPIVOT"},
	flightsql.SqlInfoNumericFunctions:                                    []string{"abs", "ceil", "exp", "floor", "greatest", "least", "ln", "log10", "mod", "pow", "round", "sign", "sqrt"},
	flightsql.SqlInfoStringFunctions:                                     []string{"concat", "contains", "left", "length", "lower", "replace", "right", "substring", "trim", "upper"},
	flightsql.SqlInfoSystemFunctions:                                     []string{"coalesce", "ifnull", "nullif"},
	flightsql.SqlInfoDateTimeFunctions:                                   []string{"age", "date_diff", "date_part", "date_trunc", "dayofweek", "month", "quarter", "strftime", "year"},
	flightsql.SqlInfoSearchStringEscape:                                  `\`,
	flightsql.SqlInfoExtraNameChars:                                      "",
	flightsql.SqlInfoSupportsColumnAliasing:                              true,
	flightsql.SqlInfoNullPlusNullIsNull:                                  true,
	flightsql.SqlInfoSupportsConvert:                                     map[int32][]int32{},
	flightsql.SqlInfoSupportsTableCorrelationNames:                       true,
	flightsql.SqlInfoSupportsDifferentTableCorrelationNames:              false,
	flightsql.SqlInfoSupportsExpressionsInOrderBy:                        true,
	flightsql.SqlInfoSupportsOrderByUnrelated:                            true,
	flightsql.SqlInfoSupportedGroupBy:                                    int32(groupByAny),
	flightsql.SqlInfoSupportsLikeEscapeClause:                            true,
	flightsql.SqlInfoSupportsNonNullableColumns:                          true,
	flightsql.SqlInfoSupportedGrammar:                                    int32(grammarAll),
	flightsql.SqlInfoANSI92SupportedLevel:                                int32(ansiAll),
	flightsql.SqlInfoSupportsIntegrityEnhancementFacility:                false,
	flightsql.SqlInfoOuterJoinsSupportLevel:                              int32(outerJoinsAll),
	flightsql.SqlInfoSchemaTerm:                                          "schema",
	flightsql.SqlInfoProcedureTerm:                                       "macro",
	flightsql.SqlInfoCatalogTerm:                                         "database",
	flightsql.SqlInfoCatalogAtStart:                                      true,
	flightsql.SqlInfoSchemasSupportedActions:                             int32(0),
	flightsql.SqlInfoCatalogsSupportedActions:                            int32(0),
	flightsql.SqlInfoSupportedPositionedCommands:                         int32(0),
	flightsql.SqlInfoSelectForUpdateSupported:                            false,
	flightsql.SqlInfoStoredProceduresSupported:                           false,
	flightsql.SqlInfoSupportedSubqueries:                                 int32(subqueriesAll),
	flightsql.SqlInfoCorrelatedSubqueriesSupported:                       true,
	flightsql.SqlInfoSupportedUnions:                                     int32(unionsAll),
	flightsql.SqlInfoMaxRowSizeIncludesBlobs:                             true,
	flightsql.SqlInfoMaxStatements:                                       int64(0),
	flightsql.SqlInfoDefaultTransactionIsolation:                         int64(pb.SqlTransactionIsolationLevel_SQL_TRANSACTION_NONE),
	flightsql.SqlInfoTransactionsSupported:                               false,
	flightsql.SqlInfoSupportedTransactionsIsolationlevels:                int32(transactionsNone),
	flightsql.SqlInfoDataDefinitionCausesTransactionCommit:               false,
	flightsql.SqlInfoDataDefinitionsInTransactionsIgnored:                false,
	flightsql.SqlInfoSupportedResultSetTypes:                             int32(resultsForward),
	flightsql.SqlInfoSupportedConcurrenciesForResultSetUnspecified:       int32(0),
	flightsql.SqlInfoSupportedConcurrenciesForResultSetForwardOnly:       int32(concurrencyReadOnly),
	flightsql.SqlInfoSupportedConcurrenciesForResultSetScrollSensitive:   int32(0),
	flightsql.SqlInfoSupportedConcurrenciesForResultSetScrollInsensitive: int32(0),
	flightsql.SqlInfoBatchUpdatesSupported:                               false,
	flightsql.SqlInfoSavePointsSupported:                                 false,
	flightsql.SqlInfoNamedParametersSupported:                            false,
	flightsql.SqlInfoLocatorsUpdateCopy:                                  false,
	flightsql.SqlInfoStoredFunctionsUsingCallSyntaxSupported:             false,
}

// registerInfo sets what clients ask of a server. Some fail where one is missing, so all are there; of
// sizes, 0 means that there is no limit.
func (s *answers) registerInfo() error {
	all := maps.Clone(infos)
	all[flightsql.SqlInfoFlightSqlServerVersion] = s.o.Version
	all[flightsql.SqlInfoFlightSqlServerStatementTimeout] = int32(s.o.Time.Milliseconds())
	all[flightsql.SqlInfoMaxStatementLen] = s.o.SQL
	for size := flightsql.SqlInfoMaxBinaryLiteralLen; size <= flightsql.SqlInfoMaxUsernameLen; size++ {
		if _, isSet := all[size]; !isSet {
			all[size] = int64(0)
		}
	}
	for info, value := range all {
		if err := s.RegisterSqlInfo(info, value); err != nil {
			return err
		}
	}
	return nil
}

// xdbcType is one of DuckDB's types for clients that speak as ODBC and JDBC do.
type xdbcType struct {
	name  string
	code  pb.XdbcDataType
	size  int32 // digits, characters or bytes; 0 for no limit
	quote string
	// radix is 10 or 2 of a number; 0 for no number. scale is the greatest number of digits behind the
	// point.
	radix, scale int32
	subcode      pb.XdbcDatetimeSubcode // of a day or a time
}

// xdbcTypes are the types that answers have, by code as clients want them.
var xdbcTypes = []xdbcType{
	{name: "BOOLEAN", code: pb.XdbcDataType_XDBC_BIT, size: 1},
	{name: "BIGINT", code: pb.XdbcDataType_XDBC_BIGINT, size: 19, radix: 10},
	{name: "BLOB", code: pb.XdbcDataType_XDBC_VARBINARY, quote: "'"},
	{name: "DECIMAL", code: pb.XdbcDataType_XDBC_DECIMAL, size: 38, radix: 10, scale: 38},
	{name: "INTEGER", code: pb.XdbcDataType_XDBC_INTEGER, size: 10, radix: 10},
	{name: "FLOAT", code: pb.XdbcDataType_XDBC_REAL, size: 24, radix: 2},
	{name: "DOUBLE", code: pb.XdbcDataType_XDBC_DOUBLE, size: 53, radix: 2},
	{name: "VARCHAR", code: pb.XdbcDataType_XDBC_VARCHAR, quote: "'"},
	{name: "DATE", code: pb.XdbcDataType_XDBC_DATE, size: 10, quote: "'", subcode: pb.XdbcDatetimeSubcode_XDBC_SUBCODE_DATE},
	{name: "TIMESTAMP", code: pb.XdbcDataType_XDBC_TIMESTAMP, size: 26, quote: "'", scale: 6, subcode: pb.XdbcDatetimeSubcode_XDBC_SUBCODE_TIMESTAMP},
}

// GetFlightInfoXdbcTypeInfo says where the list of types is.
func (s *answers) GetFlightInfoXdbcTypeInfo(_ context.Context, _ flightsql.GetXdbcTypeInfo, asked *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(schema_ref.XdbcTypeInfo, asked)
}

// DoGetXdbcTypeInfo lists the types, or the one of a code.
func (s *answers) DoGetXdbcTypeInfo(_ context.Context, of flightsql.GetXdbcTypeInfo) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return rows(schema_ref.XdbcTypeInfo, func(into *array.RecordBuilder) {
		for _, kind := range xdbcTypes {
			if code := of.GetDataType(); code == nil || *code == int32(kind.code) {
				kind.append(into)
			}
		}
	})
}

// append adds a row, field by field in the order of the schema.
func (x xdbcType) append(into *array.RecordBuilder) {
	number := func(field int, value int32, isKnown bool) {
		if builder := into.Field(field).(*array.Int32Builder); isKnown {
			builder.Append(value)
		} else {
			builder.AppendNull()
		}
	}
	isQuoted, isNumber := x.quote != "", x.radix != 0
	texts(into, x.name)
	number(1, int32(x.code), true)
	number(2, x.size, x.size != 0)
	for _, field := range []int{3, 4} { // prefix and suffix of a literal
		if isQuoted {
			into.Field(field).(*array.StringBuilder).Append(x.quote)
		} else {
			into.Field(field).AppendNull()
		}
	}
	into.Field(5).AppendNull() // parameters of a create statement: nothing is created here
	number(6, int32(pb.Nullable_NULLABILITY_NULLABLE), true)
	into.Field(7).(*array.BooleanBuilder).Append(x.name == "VARCHAR")
	number(8, int32(pb.Searchable_SEARCHABLE_FULL), true)
	for _, field := range []int{9, 11} { // unsigned, counts up by itself
		if isNumber {
			into.Field(field).(*array.BooleanBuilder).Append(false)
		} else {
			into.Field(field).AppendNull()
		}
	}
	into.Field(10).(*array.BooleanBuilder).Append(false)
	into.Field(12).(*array.StringBuilder).Append(x.name)
	number(13, 0, isNumber || x.scale > 0)
	number(14, x.scale, isNumber || x.scale > 0)
	isTime := x.subcode != 0
	number(15, int32(cmp.Or(map[bool]pb.XdbcDataType{true: pb.XdbcDataType_XDBC_DATETIME}[isTime], x.code)), true)
	number(16, int32(x.subcode), isTime)
	number(17, x.radix, isNumber)
	into.Field(18).AppendNull() // of an interval, which answers do not have
}
