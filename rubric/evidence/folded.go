package evidence

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// folded is a source in its form for comparing, with the way back to the original. Places are counted in code points of
// either.
type folded struct {
	src    rubric.Source
	text   string      // the form for comparing
	runes  []rune      // the same; nil where every byte of it is one
	orig   []rune      // nil where every byte of the source is one
	from   []int32     // where the segment of each character starts in the original; nil where it is the same place
	to     []int32     // and ends, exclusive
	pieces []text.Span // of the source
}

func fold(s rubric.Source) folded {
	if plain(s.Text) {
		return foldPlain(s)
	}
	f := folded{src: s, orig: []rune(s.Text), pieces: text.Pieces(s.Text)}
	f.runes, f.from, f.to = make([]rune, 0, len(f.orig)), make([]int32, 0, len(f.orig)), make([]int32, 0, len(f.orig))
	var it norm.Iter
	it.InitString(norm.NFKC, s.Text)
	at, pos := int32(0), 0
	for !it.Done() {
		seg := it.Next()
		n := int32(utf8.RuneCountInString(s.Text[pos:it.Pos()]))
		pos = it.Pos()
		for _, r := range string(seg) {
			if text.Ignorable(r) {
				continue
			}
			if unicode.IsSpace(r) {
				if k := len(f.runes); k > 0 && f.runes[k-1] == ' ' {
					f.to[k-1] = at + n
					continue
				}
				r = ' '
			}
			f.runes = append(f.runes, text.Typewritten(unicode.ToLower(r)))
			f.from = append(f.from, at)
			f.to = append(f.to, at+n)
		}
		at += n
	}
	f.text = string(f.runes)
	return f
}

// foldPlain folds a plain text, in which only white space changes, if anything.
func foldPlain(s rubric.Source) folded {
	if !strings.ContainsAny(s.Text, "\t\n\v\f\r") && !strings.Contains(s.Text, "  ") {
		return folded{src: s, text: strings.ToLower(s.Text), pieces: text.Pieces(s.Text)}
	}
	f := folded{src: s, pieces: text.Pieces(s.Text)}
	f.from, f.to = make([]int32, 0, len(s.Text)), make([]int32, 0, len(s.Text))
	out := make([]byte, 0, len(s.Text))
	for i := range len(s.Text) {
		c := s.Text[i]
		if c <= ' ' {
			if k := len(out); k > 0 && out[k-1] == ' ' {
				f.to[k-1] = int32(i + 1)
				continue
			}
			c = ' '
		}
		out, f.from, f.to = append(out, c), append(f.from, int32(i)), append(f.to, int32(i+1))
	}
	f.text = strings.ToLower(string(out))
	return f
}

// plain says whether a text is ASCII without invisible characters. Then every byte is a character, and NFKC changes
// none: most answers, read quickly.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && (c < '\t' || c > '\r') || c >= 0x7f {
			return false
		}
	}
	return true
}

func (f *folded) len() int {
	if f.runes != nil {
		return len(f.runes)
	}
	return len(f.text)
}

func (f *folded) at(i int) rune {
	if f.runes != nil {
		return f.runes[i]
	}
	return rune(f.text[i])
}

// original is the stretch of the source from which one of the form for comparing was made.
func (f *folded) original(start, end int) (own string, from, to int) {
	if f.from != nil {
		start, end = int(f.from[start]), int(f.to[end-1])
	}
	if f.orig != nil {
		return string(f.orig[start:end]), start, end
	}
	return f.src.Text[start:end], start, end
}

// places gives the places of the needle at word boundaries, in order, as half-open ranges.
func (f *folded) places(needle string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		hay, n := f.text, utf8.RuneCountInString(needle)
		for off, at := 0, 0; ; {
			i := strings.Index(hay[off:], needle)
			if i < 0 {
				return
			}
			if f.runes == nil {
				at += i
			} else {
				at += utf8.RuneCountInString(hay[off : off+i])
			}
			off += i
			if f.boundary(at) && f.boundary(at+n) && !yield(at, at+n) {
				return
			}
			_, w := utf8.DecodeRuneInString(hay[off:])
			off, at = off+w, at+1
		}
	}
}

// boundary says whether a word may start or end before character i. Scripts without spaces have a boundary everywhere.
func (f *folded) boundary(i int) bool {
	if i <= 0 || i >= f.len() {
		return true
	}
	a, b := f.at(i-1), f.at(i)
	return !(wordRune(a) && wordRune(b)) || unspaced(a) || unspaced(b)
}

// unspaced says whether a letter is of a script that puts no spaces between words.
func unspaced(r rune) bool {
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func (f *folded) quote(start, end int) rubric.Quote {
	own, from, to := f.original(start, end)
	return rubric.Quote{Text: own, Message: f.src.Message, Start: from, End: to, Prompted: f.src.Prompted}
}

// slice is a quote of the bytes of the source from one place to another.
func (f *folded) slice(from, to int) rubric.Quote {
	start := utf8.RuneCountInString(f.src.Text[:from])
	return rubric.Quote{
		Text: f.src.Text[from:to], Message: f.src.Message, Start: start,
		End: start + utf8.RuneCountInString(f.src.Text[from:to]), Prompted: f.src.Prompted,
	}
}

// around is the sentence around a stretch, or all that it reaches into, as the candidate typed it and with the marks
// before it: what is judged for whom it addresses.
func (f *folded) around(start, end int) string {
	_, from, to := f.original(start, end)
	return f.aroundBytes(f.byteAt(from), f.byteAt(to))
}

// aroundBytes is around, for a stretch of bytes of the source.
func (f *folded) aroundBytes(from, to int) string {
	first := slices.IndexFunc(f.pieces, func(p text.Span) bool { return p.End > from })
	for _, p := range f.pieces[first:] {
		if p.Start < to {
			to = max(to, p.End)
		}
	}
	return f.src.Text[min(from, f.pieces[first].Start):to]
}

// byteAt is where a code point of the source starts.
func (f *folded) byteAt(n int) int {
	if f.orig == nil {
		return n
	}
	at := 0
	for range n {
		_, w := utf8.DecodeRuneInString(f.src.Text[at:])
		at += w
	}
	return at
}
