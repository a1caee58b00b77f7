package injection

import (
	"embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed *.txt
var files embed.FS // the rules as data; each file says in its first line what it holds

// rules are all that the files say.
type rules struct {
	bits     map[string]uint64 // of the parts that a word may play
	words    map[string]uint64 // parts by word
	forms    []form
	phrases  []string
	foreign  [][]string // pieces that have to stand together
	topics   []string
	patterns []*regexp.Regexp
}

// form is words that play certain parts in a certain order, within so many words. unless are things said that make it
// an ordinary sentence.
type form struct {
	parts  []uint64
	within int
	unless []string
}

// known are the rules, read when they are first needed: most commands never look for an attempt.
var known = sync.OnceValue(func() *rules {
	r := &rules{
		bits: map[string]uint64{}, words: map[string]uint64{}, phrases: listed("phrases.txt"), topics: listed("topics.txt"),
	}
	for _, l := range listed("words.txt") {
		parts, words, _ := strings.Cut(l, ":")
		for w := range strings.FieldsSeq(words) {
			r.words[w] |= r.anyOf(strings.Fields(parts))
		}
	}
	for _, l := range listed("forms.txt") {
		l, unless, _ := strings.Cut(l, " unless ")
		order, within, _ := strings.Cut(l, " within ")
		f := form{unless: strings.Split(unless, ", ")}
		f.within, _ = strconv.Atoi(within)
		for alternatives := range strings.FieldsSeq(order) {
			f.parts = append(f.parts, r.anyOf(strings.Split(alternatives, "|")))
		}
		r.forms = append(r.forms, f)
	}
	for _, l := range listed("foreign.txt") {
		r.foreign = append(r.foreign, strings.Split(l, " + "))
	}
	for _, l := range listed("patterns.txt") {
		r.patterns = append(r.patterns, regexp.MustCompile(l))
	}
	return r
})

func listed(file string) []string {
	b, _ := files.ReadFile(file) // embedded
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "# ") })
}

// anyOf is the bits of some parts. There are fewer than 64 of them.
func (r *rules) anyOf(parts []string) (bits uint64) {
	for _, p := range parts {
		if r.bits[p] == 0 {
			r.bits[p] = 1 << len(r.bits)
		}
		bits |= r.bits[p]
	}
	return bits
}

func (r *rules) anyPlays(words []string, part string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return r.words[w]&r.bits[part] != 0 })
}

// steers says whether a sentence without disguise is what the rules describe; text is its words.
func (r *rules) steers(plain, text string, words []string) bool {
	says := func(run string) bool { return strings.Contains(text, " "+run+" ") }
	lacks := func(piece string) bool { return !strings.Contains(text, piece) }
	return slices.ContainsFunc(r.patterns, func(p *regexp.Regexp) bool { return p.MatchString(plain) }) ||
		slices.ContainsFunc(r.phrases, says) ||
		slices.ContainsFunc(r.foreign, func(pieces []string) bool { return !slices.ContainsFunc(pieces, lacks) }) ||
		slices.ContainsFunc(r.topics, func(t string) bool { // which count beside a word that pushes
			return says(t) && r.anyPlays(strings.Fields(strings.Replace(text, t, "", 1)), "push")
		}) ||
		slices.ContainsFunc(r.forms, func(f form) bool {
			return f.in(r, words) && !slices.ContainsFunc(f.unless, says)
		})
}

// in looks for the form, from every word on.
func (f form) in(r *rules, words []string) bool {
	for i := range words {
		next := 0
		for j := i; j < min(len(words), i+f.within) && r.words[words[i]]&f.parts[0] != 0; j++ {
			if r.words[words[j]]&f.parts[next] != 0 {
				next++
			}
			if next == len(f.parts) {
				return true
			}
		}
	}
	return false
}
