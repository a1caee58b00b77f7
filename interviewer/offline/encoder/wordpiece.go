package encoder

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// vocabulary cuts text into the pieces that an encoder knows, as BERT's uncased tokenizer (WordPiece) does. Text that
// spells a special token, say [SEP], is only text.
type vocabulary struct {
	begins, continues   map[string]uint16 // pieces at the beginning of a word, and further on
	longest             int               // bytes of the longest piece
	unknown, start, end uint16
}

// longestWord is what BERT's tokenizer still takes apart, in characters.
const longestWord = 100

// newVocabulary reads the list of pieces, each with a newline behind it. A piece that continues a word begins with
// "##".
func newVocabulary(list string, pieces int) (vocabulary, error) {
	v := vocabulary{begins: make(map[string]uint16, pieces), continues: make(map[string]uint16, pieces/4)}
	for i := range pieces {
		piece, rest, ok := strings.Cut(list, "\n")
		if !ok || piece == "" {
			return v, fmt.Errorf("vocabulary: piece %d is missing", i)
		}
		list = rest
		in := v.begins
		if further, ok := strings.CutPrefix(piece, "##"); ok && further != "" {
			in, piece = v.continues, further
		}
		if _, twice := in[piece]; twice {
			return v, fmt.Errorf("vocabulary: piece %d, %q, is there twice", i, piece)
		}
		in[piece] = uint16(i)
		v.longest = max(v.longest, len(piece))
	}
	if list != "" {
		return v, errors.New("vocabulary: more pieces than its head says")
	}
	for name, id := range map[string]*uint16{"[UNK]": &v.unknown, "[CLS]": &v.start, "[SEP]": &v.end} {
		var ok bool
		if *id, ok = v.begins[name]; !ok {
			return v, fmt.Errorf("vocabulary: no %s", name)
		}
	}
	return v, nil
}

// appendSentence appends the tokens of a sentence, at most MaxTokens.
func (v *vocabulary) appendSentence(tokens []uint16, sentence string) []uint16 {
	return v.appendPart(append(tokens, v.start), sentence, MaxTokens-1)
}

// appendPart appends the tokens of a text and the one that ends it, at most so many.
func (v *vocabulary) appendPart(tokens []uint16, text string, most int) []uint16 {
	full := len(tokens) + most - 1
	for word := range words(text) {
		tokens = v.appendWord(tokens, word)
		if len(tokens) >= full {
			tokens = tokens[:full]
			break
		}
	}
	return append(tokens, v.end)
}

// appendWord appends the pieces of a word: the longest that it begins with, then the longest that goes on, and so
// forth. A word that cannot be spelt that way is one unknown token.
func (v *vocabulary) appendWord(tokens []uint16, word []byte) []uint16 {
	if utf8.RuneCount(word) > longestWord {
		return append(tokens, v.unknown)
	}
	before, pieces := len(tokens), v.begins
	for len(word) > 0 {
		n := min(len(word), v.longest)
		id, ok := pieces[string(word[:n])]
		for !ok && n > 1 {
			n--
			id, ok = pieces[string(word[:n])]
		}
		if !ok {
			return append(tokens[:before], v.unknown)
		}
		tokens = append(tokens, id)
		word, pieces = word[n:], v.continues
	}
	return tokens
}

// words yields the words of a text in lower case and without accents. Each punctuation mark and each Chinese character
// is a word of its own. What is yielded is overwritten by the next.
func words(text string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var word []byte
		flush := func() bool {
			ok := len(word) == 0 || yield(word)
			word = word[:0]
			return ok
		}
		// Beside a byte that is no UTF-8, norm leaves accents where they are.
		for _, r := range norm.NFD.String(strings.ToValidUTF8(text, "")) {
			switch {
			case ignored(r):
			case unicode.IsSpace(r):
				if !flush() {
					return
				}
			case punctuation(r) || chinese(r):
				if !flush() || !yield(utf8.AppendRune(word, r)) {
					return
				}
			default:
				word = utf8.AppendRune(word, unicode.ToLower(r))
			}
		}
		flush()
	}
}

// ignored says whether BERT's tokenizer drops a character: control characters other than white space, and accents.
func ignored(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	case utf8.RuneError:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Mn)
}

// punctuation is every ASCII character that is neither letter, digit, space nor control, and what Unicode calls
// punctuation.
func punctuation(r rune) bool {
	if r < utf8.RuneSelf {
		return '!' <= r && r <= '/' || ':' <= r && r <= '@' || '[' <= r && r <= '`' || '{' <= r && r <= '~'
	}
	return unicode.IsPunct(r)
}

// chinese is what BERT's tokenizer takes for Chinese characters: the blocks of unified and compatibility ideographs.
func chinese(r rune) bool {
	for _, block := range [...][2]rune{
		{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x2A6DF},
		{0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0x2F800, 0x2FA1F},
	} {
		if block[0] <= r && r <= block[1] {
			return true
		}
	}
	return false
}
