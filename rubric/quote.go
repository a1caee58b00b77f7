package rubric

import (
	"errors"
	"iter"
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
	foreign [][]string // words of the question and the rubric
	steers  func(string) bool
}

// NewChecker prepares sources for Find. Foreign are texts whose words are not the candidate's own: the question, the rubric, the
// interviewer's follow-ups. Steers recognises a sentence that addresses the grader, such as a Lexicon's Steerer; nil recognises none.
func NewChecker(sources []Source, foreign []string, steers func(string) bool) *Checker {
	c := &Checker{steers: steers}
	for _, s := range sources {
		c.sources = append(c.sources, fold(s))
	}
	for _, f := range foreign {
		c.foreign = append(c.foreign, Words(f))
	}
	return c
}

// Find gives the candidate's own words for a quote, at its first place, or the reason why the quote does not count.
// It stands at word boundaries, so that "art" is not found in "start".
func (c *Checker) Find(quote string) (Quote, error) {
	q := fold(Source{Text: quote})
	needle := strings.TrimSpace(string(q.runes))
	if !substantial(needle) {
		return Quote{}, ErrTooShort
	}
	err := ErrNotVerbatim
	for _, src := range c.sources {
		for start, end := range src.places(needle) {
			switch {
			case c.echoes(needle):
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

// echoWords is the shortest run of another's words that counts as theirs: shorter ones are how anybody talks.
const echoWords = 4

// echoes says whether the needle, whole, is a run of the question's or the rubric's words.
func (c *Checker) echoes(needle string) bool {
	words := Words(needle)
	if len(words) < echoWords {
		return false
	}
	for _, f := range c.foreign {
		if containsRun(f, words) {
			return true
		}
	}
	return false
}

func containsRun(text, run []string) bool {
	for i := 0; i+len(run) <= len(text); i++ {
		same := true
		for j := range run {
			if text[i+j] != run[j] {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// Words are the lower-case words of a text after NFKC: runs of letters, digits and inner apostrophes.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFKC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\'' && r != '’'
	})
}

// Ignorable says whether a character is invisible: controls, zero-width and bidi characters. White space is not.
func Ignorable(r rune) bool {
	return !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || (r >= 0xfe00 && r <= 0xfe0f))
}

// folded is a source in its form for comparing, with the way back to the original.
type folded struct {
	src   Source
	orig  []rune
	runes []rune
	text  string // the runes once more
	from  []int  // index in orig at which the segment of each rune starts
	to    []int  // and ends, exclusive
}

func fold(s Source) folded {
	f := folded{src: s, orig: []rune(s.Text)}
	f.runes, f.from, f.to = make([]rune, 0, len(f.orig)), make([]int, 0, len(f.orig)), make([]int, 0, len(f.orig))
	var it norm.Iter
	it.InitString(norm.NFKC, s.Text)
	at, pos := 0, 0
	for !it.Done() {
		seg := it.Next()
		n := utf8.RuneCountInString(s.Text[pos:it.Pos()])
		pos = it.Pos()
		for _, r := range string(seg) {
			if Ignorable(r) {
				continue
			}
			if unicode.IsSpace(r) {
				if k := len(f.runes); k > 0 && f.runes[k-1] == ' ' {
					f.to[k-1] = at + n
					continue
				}
				r = ' '
			}
			f.runes = append(f.runes, r)
			f.from = append(f.from, at)
			f.to = append(f.to, at+n)
		}
		at += n
	}
	f.text = string(f.runes)
	return f
}

// places gives the places of the needle at word boundaries, in order, as half-open ranges of runes.
func (f folded) places(needle string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		hay, n := f.text, utf8.RuneCountInString(needle)
		for off, at := 0, 0; ; {
			i := strings.Index(hay[off:], needle)
			if i < 0 {
				return
			}
			at += utf8.RuneCountInString(hay[off : off+i])
			off += i
			if f.boundary(at) && f.boundary(at+n) && !yield(at, at+n) {
				return
			}
			_, w := utf8.DecodeRuneInString(hay[off:])
			off, at = off+w, at+1
		}
	}
}

// boundary says whether a word may start or end before rune i. Scripts without spaces have a boundary everywhere.
func (f folded) boundary(i int) bool {
	if i <= 0 || i >= len(f.runes) {
		return true
	}
	a, b := f.runes[i-1], f.runes[i]
	return !(wordRune(a) && wordRune(b)) || unspaced(a) || unspaced(b)
}

// unspaced says whether a letter is of a script that puts no spaces between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func (f folded) quote(start, end int) Quote {
	s, e := f.from[start], f.to[end-1]
	return Quote{Text: string(f.orig[s:e]), Message: f.src.Message, Start: s, End: e, Prompted: f.src.Prompted}
}

// sentence is the sentence around a place, for judging whom it addresses.
func (f folded) sentence(start, end int) string {
	for start > 0 && !f.sentenceEnds(start-1) {
		start--
	}
	for end < len(f.runes) && !f.sentenceEnds(end-1) {
		end++
	}
	return string(f.runes[start:end])
}

// sentenceEnds says whether rune i closes a sentence; a line break does, too, though it was folded to a space.
func (f folded) sentenceEnds(i int) bool {
	switch f.runes[i] {
	case '!', '?', '。', '！', '？':
		return true
	case '.':
		return i+1 >= len(f.runes) || f.runes[i+1] == ' '
	case ' ':
		return slices.Contains(f.orig[f.from[i]:f.to[i]], '\n')
	}
	return false
}

// substantial wants two words, or one long one, or a few characters of a script without spaces.
func substantial(s string) bool {
	words := Words(s)
	if len(words) >= 2 {
		return true
	}
	return len(words) == 1 && utf8.RuneCountInString(words[0]) >= 4
}

// CheckMarks applies the checker to marks as a grader gave them: quotes that fail are dropped, and a shown or partial mark that is left with none
// becomes absent with the reason. It returns the checked marks and the number of quotes given and kept.
func (c *Checker) CheckMarks(marks []Mark) (checked []Mark, given, kept int) {
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
