package charts

// Stylesheet is the style of the published page with its two fonts, in CSS, for other pages that are
// to look like it. The fonts hold the characters of ASCII and the signs that charts write; a viewer
// takes others from its own. A content security policy must allow font-src data:.
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
