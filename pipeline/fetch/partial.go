package fetch

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// partialResponse is JavaServer Faces' answer to a request for a part of a page.
type partialResponse struct {
	XMLName  xml.Name `xml:"partial-response"`
	Redirect *struct {
		URL string `xml:"url,attr"`
	} `xml:"redirect"`
	Error *struct {
		Name    string `xml:"error-name"`
		Message string `xml:"error-message"`
	} `xml:"error"`
	Updates []struct {
		ID   string `xml:"id,attr"`
		HTML string `xml:",chardata"`
	} `xml:"changes>update"`
}

// fragment is the content of a partial response: pieces of the page, and its new state.
type fragment struct {
	html  []byte
	state string
}

// parsePartial reads a partial response that changes the page. The error names any other kind of response.
func parsePartial(body []byte) (fragment, error) {
	var response partialResponse
	decoder := xml.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&response); err != nil {
		return fragment{}, untrusted(nextLater, "want a partial response, got XML that cannot be read: %v", err).because(err)
	}
	switch {
	case response.Error != nil && strings.Contains(response.Error.Name+response.Error.Message, "ViewExpired"):
		return fragment{}, expired("a partial response with the error " + brief(response.Error.Name))
	case response.Error != nil:
		return fragment{}, untrusted(nextLater, "want the other tab, got the portal's error %s: %s",
			brief(response.Error.Name), brief(response.Error.Message))
	case response.Redirect != nil:
		return fragment{}, untrusted(nextLater, "want the other tab, got a redirect to %s", brief(withoutSession(response.Redirect.URL)))
	}
	var got fragment
	var pieces strings.Builder
	for _, update := range response.Updates {
		switch {
		case strings.Contains(update.ID, prefixes[0]+".ViewState"), strings.Contains(update.ID, prefixes[1]+".ViewState"):
			got.state = strings.TrimSpace(update.HTML)
		case strings.Contains(update.ID, ".faces.ClientWindow"):
		default:
			pieces.WriteString(update.HTML + "\n")
		}
	}
	got.html = []byte(pieces.String())
	return got, nil
}
