package llm

import (
	"fmt"
	"slices"
	"strings"

	"mockinterview/rubric/text"
)

// cutError says that a reply does not repeat all of the check words of its prompt.
type cutError struct{ lost []string }

func (e cutError) Error() string {
	if len(e.lost) == len(checkPlaces()) {
		return "its reply repeats none of the three check words, so it did not read the whole prompt, or is too small to"
	}
	return fmt.Sprintf("its reply does not repeat the check word at the %s of the prompt",
		strings.Join(e.lost, " and the "))
}

// repair asks for the words once more. It does not say them.
func (cutError) repair() string {
	return `it does not begin with the three check words, as "check"`
}

// checkPlaces are where the check words of a prompt stand, in their order.
func checkPlaces() []string { return []string{"start", "middle", "end"} }

// longestCheck is how much of a reply is looked through for check words where its marks are not found.
const longestCheck = 400

// marksField is where the marks of a reply begin.
var marksField = pattern(`["']marks["']`)

// checkRepeated holds what a reply says before its marks against the check words of its prompt.
func checkRepeated(reply string, check []string) error {
	head := strings.ToLower(withoutThinking(reply))
	if at := marksField().FindStringIndex(head); at != nil {
		head = head[:at[0]]
	} else {
		head = head[:min(len(head), longestCheck)]
	}
	said := text.Folded(head)
	var lost []string
	for i, w := range check {
		if !slices.Contains(said, w) {
			lost = append(lost, checkPlaces()[i])
		}
	}
	if len(lost) > 0 {
		return cutError{lost}
	}
	return nil
}
