package offline

import (
	"regexp"
	"strings"
)

// shortWord is a content word of a short answer, a question or a reference.
type shortWord struct {
	word, stem      string
	groups, against []int32 // what it may mean, and the opposites of that
	clause          int
	number          bool
	denied          bool // within a negation
	asked           bool // a word of the question
	aside           bool // in brackets or in an example
	verdict         bool // the yes or no with which a text begins
}

// shortText is a text as its content words.
type shortText struct {
	words    []shortWord
	initials []byte // the first letter of every word, whatever it says
	at       []int  // for every such word: how many content words stand before it
}

// shortLexicon reads short answers.
type shortLexicon struct {
	vocab *vocabulary
	same  *thesaurus
}

// shortWords prepares the lexicon for short answers, once.
func (g *Grader) shortWords() *shortLexicon {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.short == nil {
		g.short = &shortLexicon{vocab: newVocabulary(Lexicon{Stopwords: g.lex.Stopwords}), same: newThesaurus()}
	}
	return g.short
}

var (
	// markNote is how many points a part of a reference is worth: (0.25p).
	markNote = regexp.MustCompile(`(?i)\(\s*\d+([.,]\d+)?\s*(p|pts?|points?)?\s*\)`)
	// shortened are abbreviations whose stops end no sentence.
	shortened = strings.NewReplacer("e.g.", " for example ", "E.g.", " for example ", "i.e.", ", ", "I.e.", ", ", "etc.", " ", "vs.", " ")
)

// readLimit bounds the content words of a short answer; what is longer is read to there.
const readLimit = 600

// read takes the content words of a text, in order, with what negates them.
func (s *shortLexicon) read(text string) shortText {
	text = shortened.Replace(text)
	r := shortReading{lex: s, text: []rune(text), toks: tokenise(text), denyUntil: -1}
	for r.pos < len(r.toks) && len(r.out.words) < readLimit {
		r.step()
	}
	return r.out
}

// shortReading is the state of reading one text.
type shortReading struct {
	lex       *shortLexicon
	text      []rune
	toks      []token
	pos       int
	out       shortText
	clause    int
	denyUntil int // tokens up to this one are within a negation
	scanned   int // code points of which the brackets are counted
	depth     int // of brackets
	example   bool
}

// denyReach is how many words a negation reaches within its clause.
const denyReach = 4

// placing are prepositions that say something of their own: the stone is below the water.
const placing = " before after over under above between "

// step reads one token, or two that stand for one word.
func (r *shortReading) step() {
	i := r.pos
	t := r.toks[i]
	k := r.lex.vocab.classes[t.word]
	r.pos++
	if t.word == "" { // nothing but marks that do not show
		return
	}
	r.brackets(t.start)
	r.out.initials = append(r.out.initials, t.word[0])
	r.out.at = append(r.out.at, len(r.out.words))
	if t.gap >= gapComma || t.bullet || k&isBreak != 0 && k&isNegator == 0 {
		r.clause++
		r.denyUntil = -1
		r.example = r.example && t.gap < gapSentence && !t.bullet
	}
	if next := r.next(i, "example"); t.word == "for" && next || t.word == "such" && r.next(i, "as") {
		r.example = true
		return
	}
	if k&isNegator != 0 && !r.verdict(i) {
		if !r.next(i, "only") && !r.next(i, "just") {
			r.denyUntil = i + denyReach
		}
		if r.next(i, "longer") { // no longer
			r.skip()
		}
		return
	}
	st := ""
	if i+1 < len(r.toks) && r.toks[i+1].gap <= gapHyphen {
		st = r.lex.same.phrases[t.word+" "+r.toks[i+1].word]
	}
	switch {
	case st != "":
		r.skip()
	case k&(isStop|isAux|isDeterminer|isPronoun|isRelation) != 0 && k&(isNumber|isBad|isQualify) == 0 && !r.verdict(i) && !r.label(i) && !strings.Contains(placing, " "+t.word+" "):
		return
	default:
		st = r.lex.same.stem(t.word)
	}
	r.out.words = append(r.out.words, shortWord{
		word: t.word, stem: st, groups: r.lex.same.groups[st], against: r.lex.same.against[st], clause: r.clause,
		number: '0' <= t.word[0] && t.word[0] <= '9', denied: i <= r.denyUntil, aside: r.depth > 0 || r.example, verdict: r.verdict(i),
	})
}

// next says whether the token after i is a word.
func (r *shortReading) next(i int, word string) bool {
	return i+1 < len(r.toks) && r.toks[i+1].word == word && r.toks[i+1].gap <= gapHyphen
}

// skip passes over a token that the one before has dealt with.
func (r *shortReading) skip() {
	r.out.initials = append(r.out.initials, r.toks[r.pos].word[0]) // it is one of ours, so not empty
	r.out.at = append(r.out.at, len(r.out.words))
	r.pos++
}

// verdict says whether a token is the yes or the no with which an answer begins.
func (r *shortReading) verdict(i int) bool {
	if i > 0 {
		return false
	}
	if r.toks[0].word == "yes" {
		return true
	}
	if r.toks[0].word != "no" {
		return false
	}
	if len(r.toks) == 1 || r.toks[1].gap >= gapComma {
		return true
	}
	return r.lex.vocab.classes[r.toks[1].word]&(isBreak|isPronoun|isDeterminer) != 0
}

// label says whether the article "a" is rather the name of something, or the preposition "on" a state: bulb A is on. Then no noun follows.
func (r *shortReading) label(i int) bool {
	if w := r.toks[i].word; w != "a" && w != "on" {
		return false
	}
	if i+1 == len(r.toks) || r.toks[i+1].gap >= gapComma || r.toks[i+1].word == "and" || r.toks[i+1].word == "or" {
		return true
	}
	return r.lex.vocab.classes[r.toks[i+1].word]&(isAux|isRelation|isBreak|isNegator) != 0
}

// brackets counts the brackets before a position.
func (r *shortReading) brackets(at int) {
	for ; r.scanned < at; r.scanned++ {
		switch r.text[r.scanned] {
		case '(', '[':
			r.depth++
		case ')', ']':
			r.depth = max(r.depth-1, 0)
		}
	}
}

// nothingSaid is what stands where no answer was given, as folded words.
var nothingSaid = regexp.MustCompile(`^(there (is|was) )?((no|empty|blank|missing|without|without an) (submission|response|answer|reply|attempt|solution|text)( was)?( given| provided| submitted)?|` +
	`(it was )?not (answered|attempted|submitted|provided|given|sure)|unanswered|(sorry )?(i )?(really )?(dont|do not|didnt|did not|cant|cannot) (really )?(know|remember|recall|understand)( it| this| that| the answer| the question)?( sorry)?|` +
	`(sorry )?((i|we) (have|had) )?no (idea|clue)( sorry)?|idk|dunno|n a|na)$`)

// noAnswer says whether a text only says that there is no answer.
func noAnswer(text string) bool {
	return len(text) < 80 && nothingSaid.MatchString(strings.Join(words(text), " "))
}

// spellOut adds to the words of an answer what its abbreviations stand for, and the abbreviations whose words it spells out, as far as the reference has
// the other form: LIFO, and last in, first out.
func (s *shortLexicon) spellOut(a, ref shortText) []shortWord {
	var out []shortWord
	for i, w := range a.words {
		out = append(out, w)
		at := abbreviates(s, &w, ref.initials)
		if at < 0 {
			continue
		}
		for _, full := range ref.words[ref.at[at]:ref.until(at+len(w.word))] {
			full.clause, full.denied, full.aside = a.words[i].clause, w.denied, w.aside
			out = append(out, full)
		}
	}
	for _, w := range ref.words {
		if at := abbreviates(s, &w, a.initials); at >= 0 {
			w.denied, w.clause = false, 0
			if k := a.at[at]; k < len(a.words) {
				w.clause, w.denied = a.words[k].clause, a.words[k].denied
			}
			out = append(out, w)
		}
	}
	return out
}

// until is how many content words stand before a word, which may be one past the last.
func (t shortText) until(i int) int {
	if i < len(t.at) {
		return t.at[i]
	}
	return len(t.words)
}

// abbreviates gives where a word's letters are the initials of successive words, or -1.
func abbreviates(s *shortLexicon, w *shortWord, initials []byte) int {
	if len(w.word) < 3 || len(w.word) > 6 || !lower(w.word) || s.vocab.known[w.word] || s.vocab.known[w.stem] || len(w.groups) > 0 {
		return -1
	}
	return strings.Index(string(initials), w.word)
}
