// Package docs holds the pages of the documentation that the program itself shows.
package docs

import _ "embed"

// SQL is docs/sql.md: questions in SQL, each under a heading with the query that answers it.
//
//go:embed sql.md
var SQL string
