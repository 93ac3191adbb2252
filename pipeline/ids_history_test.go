package pipeline

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/breachstats/breachstats/data"
)

// viewedHistory returns four captures of both views of a list that is revised between them. The
// description identifies the case of a report; no id may depend on it. One entity in fifty files
// two reports on a day, of different types.
func viewedHistory(random *rand.Rand) (captures []Export) {
	type filed struct {
		report
		isArchived bool
	}
	var cases []filed
	add := func(r report) {
		r.description = fmt.Sprintf("case %d", len(cases))
		cases = append(cases, filed{r, false})
	}
	for no := range 4 {
		for range 250 {
			word := make([]byte, 8)
			for i := range word {
				word[i] = byte('a' + random.IntN(26))
			}
			r := plain(fmt.Sprintf("%s %d, LLC", word, len(cases))).with(func(r *report) {
				r.individuals = strconv.Itoa(500 + random.IntN(5000))
				r.submitted = fmt.Sprintf("%02d/%02d/20%d", 1+random.IntN(12), 1+random.IntN(28), 18+no)
			})
			add(r)
			if random.IntN(50) == 0 {
				add(r.with(func(r *report) { r.breachType, r.location = "Unauthorized Access/Disclosure", "Paper/Films" }))
			}
		}
		var archive, open []report
		for i := range cases {
			c := &cases[i]
			if !c.isArchived && random.IntN(2) == 0 {
				c.isArchived = true
				if random.IntN(5) == 0 {
					c.individuals = strconv.Itoa(1_000_000 + random.IntN(1_000_000))
				}
				switch random.IntN(200) {
				case 0:
					c.name = strings.TrimSuffix(c.name, ", LLC") + " of the Valley"
				case 1, 2, 3, 4, 5:
					c.name = strings.ToUpper(strings.TrimSuffix(c.name, ", LLC"))
				}
			}
			if c.isArchived {
				archive = append(archive, c.report)
			} else {
				open = append(open, c.report)
			}
		}
		day := fmt.Sprintf("20%d-01-15", 19+no)
		captures = append(captures, textExport(day, data.Archive, exportText(archive...)), textExport(day, data.UnderInvestigation, exportText(open...)))
	}
	return captures
}
