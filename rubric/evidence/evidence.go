// Package evidence checks that what a grader quotes are the candidate's own words, and finds the words nearest to what
// is missing.
//
// A quote counts only where it stands in a message of the candidate, says something, is not copied from the question or
// the rubric, and does not speak to the grader. A mark that loses all its quotes loses its verdict.
package evidence

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// Why a quote does not count.
var (
	ErrNotVerbatim = errors.New("not the candidate's words")
	ErrTooShort    = errors.New("too short to show anything")
	ErrEcho        = errors.New("the question's or the rubric's words, not the candidate's")
	ErrAddressed   = errors.New("from text that addresses the grader")
)

// Checker finds quotes in what a candidate typed. Both sides are compared after Unicode NFKC, in lower case, with the
// signs of a typewriter for those of typography, runs of white space as one space, and control and zero-width
// characters left out; the quote that comes back is always the untouched original.
type Checker struct {
	sources []folded
	foreign *text.Runs
	steers  func(string) bool
}

// NewChecker prepares sources for Find. Foreign are texts whose words are not the candidate's own: the question, the
// rubric, the interviewer's follow-ups. Steers recognises a sentence that addresses the grader; nil recognises none.
func NewChecker(sources []rubric.Source, foreign []string, steers func(string) bool) *Checker {
	c := &Checker{steers: steers, foreign: text.NewRuns(foreign...), sources: make([]folded, 0, len(sources))}
	for _, s := range sources {
		c.sources = append(c.sources, fold(s))
	}
	return c
}

// Find gives the candidate's own words for a quote, at its first place, or the reason why the quote does not count.
// It stands at word boundaries, so that "art" is not found in "start". A quote with an ellipsis gives its two parts,
// which stand in one message in that order. One whose words differ a little gives what the candidate said instead.
func (c *Checker) Find(quote string) ([]rubric.Quote, error) {
	found, err := c.findWhole(quote)
	if err == nil {
		return []rubric.Quote{found}, nil
	}
	if !errors.Is(err, ErrNotVerbatim) {
		return nil, err
	}
	if found, err = c.findWhole(strings.Trim(comparable(quote), " \"'.,;:")); err == nil {
		return []rubric.Quote{found}, nil // a model likes to end a quote with a full stop
	}
	if parts := strings.Split(comparable(quote), ellipsis); len(parts) == 2 {
		return c.findParts(trimGap(parts[0]), trimGap(parts[1]))
	}
	if found, err = c.findAligned(quote); err != nil {
		return nil, err
	}
	return []rubric.Quote{found}, nil
}

// comparable is a quote in the form in which it is looked for.
func comparable(quote string) string {
	return strings.TrimSpace(fold(rubric.Source{Text: quote}).text)
}

// findWhole finds a quote letter by letter.
func (c *Checker) findWhole(quote string) (rubric.Quote, error) {
	needle := comparable(quote)
	words := text.Folded(needle)
	if !substantial(needle, words) {
		return rubric.Quote{}, ErrTooShort
	}
	echo := text.Own(words, c.foreign) == 0
	err := ErrNotVerbatim
	for i := range c.sources {
		src := &c.sources[i]
		for start, end := range src.places(needle) {
			switch {
			case echo:
				err = ErrEcho
			case c.steered(src, start, end):
				err = ErrAddressed // but the same words may stand elsewhere, honestly
			default:
				return src.quote(start, end), nil
			}
		}
	}
	return rubric.Quote{}, err
}

func (c *Checker) steered(src *folded, start, end int) bool {
	return c.steers != nil && c.steers(src.around(start, end))
}

// ellipsis is how a gap is written, after NFKC.
const ellipsis = "..."

// trimGap takes off what else is written round a gap: brackets and a fourth dot.
func trimGap(part string) string { return strings.Trim(part, " []().,") }

// findParts finds both parts of a quote with a gap, the second after the first in the same message.
func (c *Checker) findParts(first, second string) ([]rubric.Quote, error) {
	words := [2][]string{text.Folded(first), text.Folded(second)}
	if !substantial(first, words[0]) || !substantial(second, words[1]) {
		return nil, ErrTooShort
	}
	if text.Own(slices.Concat(words[0], words[1]), c.foreign) == 0 {
		return nil, ErrEcho
	}
	err := ErrNotVerbatim
	for i := range c.sources {
		src := &c.sources[i]
		for start, end := range src.places(first) {
			for from, to := range src.places(second) {
				switch {
				case from < end:
				case c.steered(src, start, end), c.steered(src, from, to):
					err = ErrAddressed
				default:
					return []rubric.Quote{src.quote(start, end), src.quote(from, to)}, nil
				}
			}
		}
	}
	return nil, err
}

// substantial wants two words, or one long one, or a few characters of a script without spaces.
func substantial(quote string, words []string) bool {
	letters := 0
	for _, w := range words {
		letters += utf8.RuneCountInString(w)
	}
	return letters >= 4 || len(words) >= 2 && strings.Contains(quote, " ")
}

// CheckMarks applies the checker to marks as a grader gave them: quotes that fail are dropped, and a shown or partial
// mark that is left with none becomes absent with the reason. It returns the checked marks and the number of quotes
// given and kept.
func (c *Checker) CheckMarks(marks []rubric.Mark) (checked []rubric.Mark, given, kept int) {
	checked = slices.Grow(checked, len(marks))
	for _, m := range marks {
		if m.Verdict == rubric.Absent {
			m.Quotes = []rubric.Quote{}
			checked = append(checked, m)
			continue
		}
		var quotes []rubric.Quote
		var last error
		prompted := true
		for _, q := range m.Quotes {
			given++
			found, err := c.Find(q.Text)
			if err != nil {
				last = err
				continue
			}
			kept++
			for _, f := range found {
				prompted = prompted && f.Prompted
			}
			quotes = append(quotes, found...)
		}
		if len(quotes) == 0 {
			m.Verdict, m.Quotes, m.Prompted, m.Votes = rubric.Absent, []rubric.Quote{}, false, nil
			m.Reason = "No quote holds."
			if last != nil {
				m.Reason = "The quote does not hold: " + last.Error() + "."
			}
		} else {
			m.Quotes, m.Prompted = quotes, prompted
		}
		checked = append(checked, m)
	}
	return checked, given, kept
}
