package charts

// StudiesFile is the name of the page that [Page.RenderStudies] writes.
const StudiesFile = "studies.html"

// RenderStudies writes the page of studies: every number that they print, beside the same number
// counted here. It has the same style and policy as the main page and loads no other file.
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
