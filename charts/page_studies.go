package charts

// StudiesFile is the name of the page that RenderStudies writes.
const StudiesFile = "studies.html"

// RenderStudies writes the page of studies: every number that they printed, beside the same number counted here. It has the
// look and the policy of the page, and loads nothing.
func (p Page) RenderStudies() ([]byte, error) {
	style, err := pageText("style.css", "list.css", "print.css")
	if err != nil {
		return nil, err
	}
	script, err := pageText("mode.js", "tables.js", "studies.js")
	if err != nil {
		return nil, err
	}
	return pageShown{Page: p, IsOfStudies: true}.render("studies-page.html", style, script, "")
}
