package rubric

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Why a quote does not count.
var (
	ErrNotVerbatim = errors.New("not the candidate's words")
	ErrTooShort    = errors.New("too short to show anything")
	ErrEcho        = errors.New("the question's or the rubric's words, not the candidate's")
	ErrAddressed   = errors.New("from text that addresses the grader")
)

// Source is one message of the candidate, in which a quote may be found.
type Source struct {
	Message  int // n within the turn
	Text     string
	Prompted bool // typed after a follow-up or a hint
}

// Checker finds quotes in what a candidate typed. Both sides are compared after Unicode NFKC, with runs of white space as one space and
// with control and zero-width characters left out; the Quote that comes back is always the untouched original.
type Checker struct {
	sources []folded
	foreign []*Foreign
	steers  func(string) bool
}

// NewChecker prepares sources for Find. Foreign are texts whose words are not the candidate's own: the question, the rubric, the
// interviewer's follow-ups. Steers recognises a sentence that addresses the grader, such as a Lexicon's Steerer; nil recognises none.
func NewChecker(sources []Source, foreign []string, steers func(string) bool) *Checker {
	return CheckerBeside(sources, steers, ReadForeign(foreign))
}

// CheckerBeside is NewChecker with foreign texts that were read before.
func CheckerBeside(sources []Source, steers func(string) bool, foreign ...*Foreign) *Checker {
	c := &Checker{steers: steers, foreign: foreign, sources: make([]folded, 0, len(sources))}
	for _, s := range sources {
		f := fold(s)
		f.cut()
		c.sources = append(c.sources, f)
	}
	return c
}

// Find gives the candidate's own words for a quote, at its first place, or the reason why the quote does not count.
// It stands at word boundaries, so that "art" is not found in "start".
func (c *Checker) Find(quote string) (Quote, error) {
	needle := strings.TrimSpace(fold(Source{Text: quote}).text)
	var room [48]string
	words := appendWords(room[:0], needle)
	if !substantial(words) {
		return Quote{}, ErrTooShort
	}
	echo := c.echoes(words)
	err := ErrNotVerbatim
	for i := range c.sources {
		src := &c.sources[i]
		for start, end := range src.places(needle) {
			switch {
			case echo:
				err = ErrEcho
			case c.steers != nil && c.steers(src.sentence(start, end)):
				err = ErrAddressed // but the same words may stand elsewhere, honestly
			default:
				return src.quote(start, end), nil
			}
		}
	}
	return Quote{}, err
}

// echoes says whether the words of a quote, all of them, are a run of the question's or the rubric's words.
func (c *Checker) echoes(words []string) bool {
	if len(words) < echoWords {
		return false
	}
	for _, f := range c.foreign {
		if f.holds(words) {
			return true
		}
	}
	return false
}

// Words are the lower-case words of a text after NFKC: runs of letters, digits and inner apostrophes.
func Words(text string) []string { return appendWords(nil, text) }

func appendWords(out []string, text string) []string {
	if plain(text) {
		return plainWords(out, strings.ToLower(text))
	}
	return append(out, strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\'' && r != '’'
	})...)
}

// plain says whether a text is ASCII without invisible characters. Then every byte is a character, and NFKC changes none: most answers, read quickly.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && (c < '\t' || c > '\r') || c >= 0x7f {
			return false
		}
	}
	return true
}

// plainWords appends the words of a plain text in lower case, as Words has them.
func plainWords(out []string, text string) []string {
	if out == nil {
		out = make([]string, 0, len(text)/5+1)
	}
	from := -1
	for i := range len(text) {
		c := text[i]
		if in := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '\''; in == (from >= 0) {
			continue
		}
		if from >= 0 {
			out, from = append(out, text[from:i]), -1
		} else {
			from = i
		}
	}
	if from >= 0 {
		out = append(out, text[from:])
	}
	return out
}

// Ignorable says whether a character is invisible: controls, zero-width and bidi characters. White space is not.
func Ignorable(r rune) bool {
	return !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || (r >= 0xfe00 && r <= 0xfe0f))
}

// substantial wants two words, or one long one, or a few characters of a script without spaces.
func substantial(words []string) bool {
	if len(words) >= 2 {
		return true
	}
	return len(words) == 1 && utf8.RuneCountInString(words[0]) >= 4
}

// CheckMarks applies the checker to marks as a grader gave them: quotes that fail are dropped, and a shown or partial mark that is left with none
// becomes absent with the reason. It returns the checked marks and the number of quotes given and kept.
func (c *Checker) CheckMarks(marks []Mark) (checked []Mark, given, kept int) {
	checked = slices.Grow(checked, len(marks))
	for _, m := range marks {
		if m.Verdict == Absent {
			m.Quotes = []Quote{}
			checked = append(checked, m)
			continue
		}
		var quotes []Quote
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
			prompted = prompted && found.Prompted
			quotes = append(quotes, found)
		}
		if len(quotes) == 0 {
			m.Verdict, m.Quotes, m.Prompted = Absent, []Quote{}, false
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
