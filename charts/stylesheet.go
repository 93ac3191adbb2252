package charts

// Stylesheet returns the CSS of the published page with its two fonts, for other pages that should
// look like it. The fonts have ASCII and the signs that charts use; viewers take other characters
// from their own fonts. A content security policy must allow font-src data:.
func Stylesheet() (string, error) {
	style, err := pageFolder.ReadFile("page/style.css")
	if err != nil {
		return "", err
	}
	fonts, err := PageFonts("")
	if err != nil {
		return "", err
	}
	return fonts.CSS() + "\n" + string(style), nil
}
