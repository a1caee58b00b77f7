package offline

import (
	"slices"
	"strings"
	"sync"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// term is one phrase to look for. Each atom is a word, given as the ids that stand for it.
type term struct {
	atoms [][]int32
	exact bool // adjacent and in order, function words and all
	// asked says that every word of the term is the question's: touching it proves little.
	asked   bool
	targets []int32
	// meaning says that the one atom stands for a whole phrase of the lexicon.
	meaning bool
	// ordered says that the words mean something else the other way round: "then call", "before charging".
	ordered bool
	// first is the place of the anchor atom in the phrase as written; index moves it to the front.
	first int
}

// words is how many words a term of one atom stands for.
func (t *term) words() int {
	if t.meaning {
		return 2
	}
	return 1
}

// cue is a form, numbered in the order of its name in compiled.cues.
type cue = int32

// compiled is one question's rubric, ready for matching. It never changes after compile.
type compiled struct {
	pack     interviewer.Pack
	question interviewer.Question

	vocab    *vocabulary
	meanings phrases // targets are ids of meanings
	terms    phrases // targets are groups
	cues     phrases // targets are cues
	cueNames []string
	byCue    map[string]cue
	cueGoals [][]int32 // by cue: the groups that want it

	competencies []competency
	groups       int
	foreign      grams
	asked        map[int32]bool // stems of the question
	topical      map[int32]bool // stems of the question's own strong signals
	released     *sync.Pool     // documents whose memory is free; nil keeps none

	single map[int32][]int32  // meanings by the stem of a phrase of one word
	whole  map[string][]int32 // meanings by the stems of a longer phrase
}

// competency is a competency with its applicable signals.
type competency struct {
	of      rubric.Competency
	probe   rubric.Probe
	signals []signal
	bar     float64 // points that make a full pass at the usual seniority
}

// signal is a signal with the numbers of its groups.
type signal struct {
	of     rubric.Signal
	groups []int32
	// forms tells by group whether it is made of cues alone, so that it says how a thing is said and not what.
	forms []bool
	// naming says that a weak signal is about naming things without more: one of its groups takes a bare list.
	naming bool
}

// compile prepares a question. It takes a few milliseconds, so graders keep the result.
func compile(lex Lexicon, p interviewer.Pack, q interviewer.Question) *compiled {
	return compileLexicon(lex).extend(p, q)
}

// compileLexicon prepares what all questions share: the meanings, the cues and their words. It takes longer than a question.
func compileLexicon(lex Lexicon) *compiled {
	c := &compiled{vocab: newVocabulary(lex), byCue: map[string]cue{}, single: map[int32][]int32{}, whole: map[string][]int32{}}
	c.addMeanings(lex)
	c.compileCues(lex)
	c.fieldWords(lex)
	c.meanings.index(int(c.vocab.next))
	c.cues.index(int(c.vocab.next))
	return c
}

// extend prepares a question beside a lexicon, which stays as it is.
func (c *compiled) extend(p interviewer.Pack, q interviewer.Question) *compiled {
	own := *c
	own.pack, own.question, own.vocab, own.asked, own.topical = p, q, c.vocab.extend(), map[int32]bool{}, map[int32]bool{}
	own.cueGoals = make([][]int32, len(c.cueNames))
	own.learn(p, q)
	for _, w := range words(q.Text) {
		if id := own.vocab.stemOf(stem(w)); id != 0 && own.vocab.classOf(w)&isStop == 0 {
			own.asked[id] = true
		}
	}
	own.compileSignals()
	own.findTopical()
	own.foreign = newGrams(p.Foreign(q))
	own.terms.index(int(own.vocab.next))
	return &own
}

// learn makes the words of the pack real words before any term is compiled into ids.
func (c *compiled) learn(p interviewer.Pack, q interviewer.Question) {
	for _, t := range p.Foreign(q) {
		c.vocab.learn(t)
	}
	for _, t := range []string{q.Answers.Strong, q.Answers.Mixed, q.Answers.Weak} {
		c.vocab.learn(t)
	}
	for _, k := range p.Rubric {
		for _, e := range k.Examples {
			c.vocab.learn(e.Answer)
		}
	}
}

// fieldWords collects the words by which an answer of the field is known: the names of the lexicon's meanings, jargon and technologies.
func (c *compiled) fieldWords(lex Lexicon) {
	for _, l := range [][]string{sortedKeys(lex.Entries), lex.Jargon, lex.Technologies} {
		for _, phrase := range l {
			for _, w := range words(phrase) {
				if cl := c.vocab.classOf(w); !c.empty(cl) && cl&isEnglish == 0 {
					c.vocab.classes[byStem(stem(w))] |= isDomain
				}
			}
		}
	}
}

// meaningOf names a meaning among the stems.
func meaningOf(name string) string { return "\x00" + name }

// addMeanings reads the entries. Phrases of one word become alternatives of that word; longer ones are looked for.
func (c *compiled) addMeanings(lex Lexicon) {
	for _, name := range sortedKeys(lex.Entries) {
		meaning := c.vocab.stem(meaningOf(name))
		for _, phrase := range lex.Entries[name] {
			ws := c.content(phrase)
			switch {
			case len(ws) == 0 || (len(ws) == 1 && c.leansOn(words(phrase))):
			case len(ws) == 1:
				id := c.vocab.stemID(ws[0])
				if !slices.Contains(c.single[id], meaning) {
					c.single[id] = append(c.single[id], meaning)
				}
			default:
				c.meanings.add(term{atoms: c.stemAtoms(ws), targets: []int32{meaning}})
				key := wholeKey(ws)
				c.whole[key] = append(c.whole[key], meaning)
			}
		}
	}
	for _, id := range sortedKeys(c.single) {
		c.meanings.add(term{atoms: [][]int32{{id}}, targets: c.single[id]})
	}
}

// wholeKey names a set of stems.
func wholeKey(ws []string) string {
	stems := make([]string, len(ws))
	for i, w := range ws {
		stems[i] = stem(w)
	}
	slices.Sort(stems)
	return strings.Join(stems, " ")
}

// compileCues reads the cues; their phrases are matched to the letter.
func (c *compiled) compileCues(lex Lexicon) {
	names := sortedKeys(lex.Cues)
	for _, n := range formCues {
		if _, ok := lex.Cues[n]; !ok {
			names = append(names, n)
		}
	}
	for i, name := range names {
		c.byCue[name] = cue(i)
		c.cueNames = append(c.cueNames, name)
		for _, phrase := range lex.Cues[name] {
			c.addCue(cue(i), phrase)
		}
	}
	for _, phrase := range lex.Jargon {
		if len(words(phrase)) > 1 {
			c.addCue(c.byCue[cueJargon], phrase)
		}
	}
	for _, phrase := range lex.Negators {
		if len(words(phrase)) > 1 {
			c.addCue(c.cueID(cueNegator), phrase)
		}
	}
}

func (c *compiled) cueID(name string) cue {
	if id, ok := c.byCue[name]; ok {
		return id
	}
	id := cue(len(c.cueNames))
	c.byCue[name] = id
	c.cueNames = append(c.cueNames, name)
	return id
}

func (c *compiled) addCue(id cue, phrase string) {
	ws := words(phrase)
	if len(ws) == 0 || (len(ws) == 1 && len(ws[0]) < 3 && ws[0] != "if" && ws[0] != "so" && ws[0] != "vs" && ws[0] != "eg") {
		return // "1." and the like: punctuation makes them, see structure
	}
	t := term{exact: true, targets: []int32{id}}
	for _, w := range ws {
		t.atoms = append(t.atoms, []int32{c.vocab.surfaceID(w)})
	}
	c.cues.add(t)
}

// compileSignals numbers the groups of every applicable signal and adds their terms.
func (c *compiled) compileSignals() {
	seen := map[string][]int{} // a term that several groups share is looked for once
	for _, k := range c.pack.Probed(c.question) {
		kc := competency{of: k, probe: c.question.Probes[k.ID]}
		for _, s := range rubric.Applicable(k, c.question.Signals) {
			sc := signal{of: s}
			for _, g := range s.Concepts[:min(len(s.Concepts), maxGroups)] {
				sc.groups = append(sc.groups, int32(c.groups))
				forms := true
				for _, t := range g {
					sc.naming = sc.naming || (s.Kind == rubric.Weak && t == "cue:"+cueList)
					if name, ok := strings.CutPrefix(t, "cue:"); ok {
						if id, ok := c.byCue[name]; ok {
							c.cueGoals[id] = append(c.cueGoals[id], int32(c.groups))
						}
						continue
					}
					forms = false
					c.addTerm(t, int32(c.groups), seen)
				}
				sc.forms = append(sc.forms, forms)
				c.groups++
			}
			kc.signals = append(kc.signals, sc)
		}
		kc.bar = rubric.Bar(rubric.Applicable(k, c.question.Signals), rubric.Senior)
		c.competencies = append(c.competencies, kc)
	}
}

// How many words make a question known, and the shares of a pack's questions, one in so many, up to which a word that their signals share tells one of them: the
// second where the first leaves too few.
const (
	tellingWords = 400
	fewShare     = 5
	manyShare    = 2
)

// findTopical collects the words that the question's own strong signals are made of: those of the field, and others that few questions of the pack share.
func (c *compiled) findTopical() {
	shared := map[string]int{}
	for _, q := range c.pack.Questions {
		seen := map[string]bool{}
		eachWord(q, func(w string) {
			if !seen[w] {
				seen[w] = true
				shared[w]++
			}
		})
	}
	for _, share := range []int{fewShare, manyShare} {
		if len(c.topical) >= tellingWords {
			return
		}
		eachWord(c.question, func(w string) {
			cl := c.vocab.classOf(w) | c.vocab.classOf(byStem(stem(w)))
			if cl&(isEnglish|isEveryday|isNumber|isUnit) != 0 || c.empty(cl) {
				return
			}
			if cl&(isDomain|isTechnology|isJargon) != 0 || share*shared[w] <= max(len(c.pack.Questions), share) {
				c.topical[c.vocab.stemID(w)] = true
			}
		})
	}
}

// eachWord calls f for the words of a question's own strong signals, as they are written.
func eachWord(q interviewer.Question, f func(string)) {
	for _, s := range q.Signals {
		if s.Kind != rubric.Strong {
			continue
		}
		for _, g := range s.Concepts {
			for _, t := range g {
				if strings.HasPrefix(t, "cue:") {
					continue
				}
				for w := range strings.FieldsSeq(t) {
					f(strings.ToLower(w))
				}
			}
		}
	}
}

func (c *compiled) addTerm(text string, group int32, seen map[string][]int) {
	key := strings.Join(words(text), " ")
	at, ok := seen[key]
	if !ok {
		for _, t := range c.compileTerm(text) {
			at = append(at, len(c.terms.terms))
			c.terms.add(t)
		}
		seen[key] = at
	}
	for _, i := range at {
		if t := &c.terms.terms[i]; !slices.Contains(t.targets, group) {
			t.targets = append(t.targets, group)
		}
	}
}

// compileTerm turns a phrase into terms: one of its words, and one of its meaning if the lexicon has the whole phrase. A phrase of which only one
// word carries meaning, such as "in flight", is taken to the letter.
func (c *compiled) compileTerm(text string) []term {
	all := words(text)
	ws := c.content(text)
	if len(all) == 0 {
		return nil
	}
	if len(ws) == 0 || (len(ws) == 1 && c.leansOn(all)) {
		return []term{{exact: true, atoms: c.stemAtoms(all)}}
	}
	t := term{asked: true}
	for _, w := range ws {
		id := c.vocab.stemID(w)
		t.atoms = append(t.atoms, append([]int32{id}, c.single[id]...))
		t.asked = t.asked && c.asked[id]
		t.ordered = t.ordered || len(ws) > 1 && (w == "then" || w == "before" || w == "after" || w == "until")
	}
	out := []term{t}
	if len(ws) == 2 { // one word to some, two to others: time out, timeout
		out = append(out, term{atoms: c.stemAtoms([]string{ws[0] + ws[1]}), asked: t.asked})
	}
	if m := c.whole[wholeKey(ws)]; len(ws) > 1 && len(m) > 0 {
		out = append(out, term{atoms: [][]int32{m}, asked: t.asked, meaning: true})
	}
	return out
}

// leansOn says whether a phrase has a preposition or particle without which its one meaning word would say something else.
func (c *compiled) leansOn(all []string) bool {
	for _, w := range all {
		if c.vocab.classOf(w)&(isRelation|isFirst) != 0 || w == "you" || w == "then" || w == "so" || w == "what" || w == "how" || w == "which" {
			return len(all) > 1
		}
	}
	return false
}

// content are the words of a phrase that carry its meaning.
func (c *compiled) content(phrase string) []string {
	return slices.DeleteFunc(words(phrase), func(w string) bool { return c.empty(c.vocab.classOf(w)) })
}

// empty says whether a word of this class is passed over inside terms. Negators and the words that limit or order are not.
func (c *compiled) empty(k class) bool {
	return k&(isStop|isAux|isDeterminer) != 0 && k&(isNegator|isQualify|isOrdinal|isNumber|isBad) == 0
}

func (c *compiled) stemAtoms(ws []string) [][]int32 {
	out := make([][]int32, 0, len(ws))
	for _, w := range ws {
		out = append(out, []int32{c.vocab.stemID(w)})
	}
	return out
}

func sortedKeys[K interface{ ~string | ~int32 }, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
