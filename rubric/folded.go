package rubric

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a source in its form for comparing, with the way back to the original. Places are counted in code points of either.
type folded struct {
	src   Source
	text  string  // the form for comparing
	runes []rune  // the same; nil where every byte of it is one
	orig  []rune  // nil where every byte of the source is one
	from  []int32 // place in the original at which the segment of each character starts; nil where it is the same place
	to    []int32 // and ends, exclusive
	ends  []int32 // where sentences end, exclusive; see cut
}

func fold(s Source) folded {
	if plain(s.Text) {
		return foldPlain(s)
	}
	f := folded{src: s, orig: []rune(s.Text)}
	f.runes, f.from, f.to = make([]rune, 0, len(f.orig)), make([]int32, 0, len(f.orig)), make([]int32, 0, len(f.orig))
	var it norm.Iter
	it.InitString(norm.NFKC, s.Text)
	at, pos := int32(0), 0
	for !it.Done() {
		seg := it.Next()
		n := int32(utf8.RuneCountInString(s.Text[pos:it.Pos()]))
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

// foldPlain folds a plain text, in which only white space changes, if anything.
func foldPlain(s Source) folded {
	if !strings.ContainsAny(s.Text, "\t\n\v\f\r") && !strings.Contains(s.Text, "  ") {
		return folded{src: s, text: s.Text}
	}
	f := folded{src: s, from: make([]int32, 0, len(s.Text)), to: make([]int32, 0, len(s.Text))}
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
	f.text = string(out)
	return f
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

// slice cuts the form for comparing.
func (f *folded) slice(start, end int) string {
	if f.runes != nil {
		return string(f.runes[start:end])
	}
	return f.text[start:end]
}

// original is the stretch of the source from which one of the form for comparing was made.
func (f *folded) original(start, end int) (text string, from, to int) {
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

func (f *folded) quote(start, end int) Quote {
	text, from, to := f.original(start, end)
	return Quote{Text: text, Message: f.src.Message, Start: from, End: to, Prompted: f.src.Prompted}
}

// cut finds the ends of the sentences.
func (f *folded) cut() {
	n := f.len()
	f.ends = make([]int32, 0, n/64+2)
	for i := range n {
		if c := f.at(i); c > ' ' && c != '.' && c != '!' && c != '?' && c < utf8.RuneSelf {
			continue // nearly all are, and are seen so quickly
		}
		if f.sentenceEnds(i) {
			f.ends = append(f.ends, int32(i+1))
		}
	}
	if k := len(f.ends); n > 0 && (k == 0 || int(f.ends[k-1]) < n) {
		f.ends = append(f.ends, int32(n))
	}
}

// sentence is the sentence around a place, or all that it reaches into, for judging whom it addresses.
func (f *folded) sentence(start, end int) string {
	first, _ := slices.BinarySearch(f.ends, int32(start+1))
	last, _ := slices.BinarySearch(f.ends, int32(end))
	from := 0
	if first > 0 {
		from = int(f.ends[first-1])
	}
	return f.slice(from, int(f.ends[last]))
}

// sentenceEnds says whether character i closes a sentence; a line break does, too, though it was folded to a space.
func (f *folded) sentenceEnds(i int) bool {
	switch f.at(i) {
	case '!', '?', '。', '！', '？':
		return true
	case '.':
		return i+1 >= f.len() || f.at(i+1) == ' '
	case ' ':
		if f.from == nil { // nothing changed, so it was a space before
			return false
		}
		text, _, _ := f.original(i, i+1)
		return strings.Contains(text, "\n")
	}
	return false
}

// trimmed is a stretch without the spaces around it and the commas at its end.
func (f *folded) trimmed(start, end int) (from, to int) {
	for start < end && f.at(start) == ' ' {
		start++
	}
	for end > start && (f.at(end-1) == ' ' || f.at(end-1) == ',') { // a line that ends on a comma goes on
		end--
	}
	return start, end
}
