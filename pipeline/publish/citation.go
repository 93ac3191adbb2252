package publish

import (
	"fmt"
)

// source names where the list is from, in one sentence.
func (e *Edition) source() string {
	if e.capture.IsSynthetic {
		return "A sample made by `breachstats sample`; no such breach was ever reported."
	}
	return "US Department of Health and Human Services, Office for Civil Rights: breach portal, " + portalPage +
		". Works of the US federal government (17 U.S.C. 105)."
}

// citation is how the publication is cited, in one sentence.
func (e *Edition) citation() string {
	return fmt.Sprintf("%s: %s (%s). Made with breachstats %s, %s", authors, e.dataset(), e.capture.words(), e.options.Version, projectPage)
}
