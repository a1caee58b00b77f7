package offline

import (
	"slices"
	"strings"
)

// The cues that have a form of their own, beyond the phrases of the lexicon.
const (
	cueQuantity    = "quantity"
	cueAction      = "action"
	cueList        = "list"
	cueCondition   = "condition"
	cueSequence    = "sequence"
	cueDismissal   = "dismissal"
	cueNegator     = "negators" // phrases of several words that negate; never asked for by a pack
	cueSpare       = "nonnegation"
	cueContrast    = "contrast"
	cueDecision    = "decision"
	cueJargon      = "jargon"
	cueCause       = "cause"
	cueAlternative = "alternative"
	cueFailure     = "failure"
	cueOutcome     = "outcome"
	cueScorn       = "scorn"
	cueHedge       = "hedge"
	cueDenied      = "denied"   // what goes on in the sentence is not meant
	cueDisowned    = "disowned" // nothing of the message is
	cueColumns     = "columns"
)

// formCues always exist, whatever the lexicon has.
var formCues = []string{cueQuantity, cueAction, cueList, cueCondition, cueSequence, cueDismissal, cueContrast, cueDecision, cueJargon, cueCause, cueAlternative, cueFailure, cueOutcome, cueHedge, cueColumns}

// matchForms finds the cues that show in the form of the text: numbers with units, first-person past actions, list items.
func (d *document) matchForms() {
	quantity, action, sequence := d.c.byCue[cueQuantity], d.c.byCue[cueAction], d.c.byCue[cueSequence]
	var q, a, s, c []hit
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.struck {
			continue
		}
		if w := d.quantityAt(i); w > 0 && len(q) < maxHits {
			q = append(q, hit{token: i, lo: i, hi: i + w - 1, width: w, weight: worthCue})
		}
		if d.actionAt(i) && len(a) < maxHits {
			a = append(a, hit{token: i, lo: i, hi: i + 1, width: 2, weight: worthCue})
		}
		if end := d.columnsAt(i); end > 0 {
			c = append(c, hit{token: i, lo: i, hi: end, width: 2, weight: worthPhrase})
		}
		if t.bullet && len(s) < maxHits {
			s = append(s, hit{token: i, lo: i, hi: i, width: 1, weight: worthCue})
		}
	}
	d.cueHits[quantity] = mergeHits(d.cueHits[quantity], q)
	d.cueHits[action] = mergeHits(d.cueHits[action], a)
	d.cueHits[sequence] = mergeHits(d.cueHits[sequence], s)
	d.cueHits[d.c.byCue[cueColumns]] = c
}

// A table is written as code writes it: its name, and in brackets right behind it at least three columns of few words each.
const (
	fewColumns  = 3
	mostColumns = 24
	columnWords = 4
)

// columnsAt gives the last token of the table whose name stands at token i, or 0.
func (d *document) columnsAt(i int) int {
	if next := i + 1; next >= len(d.tokens) || d.tokens[next].gap < gapComma || d.tokens[next].start != d.tokens[i].end+1 || d.behind(i) != "(" {
		return 0 // hardly ever is the text itself looked at
	}
	columns, words := 1, 0
	for j := i + 1; j < len(d.tokens) && columns <= mostColumns; j++ {
		words++
		switch mark := d.behind(j); {
		case d.tokens[j].struck || words > columnWords:
			return 0
		case strings.Contains(mark, ")"):
			if columns < fewColumns {
				return 0
			}
			return j
		case strings.Contains(mark, ","):
			columns++
			words = 0
		}
	}
	return 0
}

// behind is what stands between a token and the next one.
func (d *document) behind(i int) string {
	text := d.sources[d.messageOf[i]].Text
	end := len(text)
	if i+1 < len(d.tokens) && d.messageOf[i+1] == d.messageOf[i] {
		end = d.tokens[i+1].start
	}
	if d.tokens[i].end >= end {
		return ""
	}
	return slice(text, d.tokens[i].end, end)
}

// spareColumns takes the columns of tables out of the bare lists: they say what is stored. The rest of such a sentence was taken for a list because of them.
func (d *document) spareColumns() {
	list := d.c.byCue[cueList]
	for _, h := range d.cueHits[d.c.byCue[cueColumns]] {
		si := d.clauses[d.clauseOf[h.token]].sentence
		for k := d.sentences[si].clauses.from; k < d.sentences[si].clauses.to; k++ {
			d.clauses[k].names = false
		}
		d.sentences[si].says = true
		d.cueHits[list] = slices.DeleteFunc(d.cueHits[list], func(l hit) bool { return d.clauses[d.clauseOf[l.token]].sentence == si })
	}
}

// quantityAt gives the width of a number with its unit at token i, or 0.
func (d *document) quantityAt(i int) int {
	t := &d.tokens[i]
	if t.entry.class&isNumber == 0 {
		return 0
	}
	if unitSuffix(t.word) {
		return 1
	}
	for k := i + 1; k < min(i+4, len(d.tokens)); k++ {
		n := &d.tokens[k]
		if n.gap >= gapSentence || n.struck {
			return 0
		}
		if n.entry.class&isUnit != 0 && n.entry.class&isNumber == 0 || n.word == "%" {
			return k - i + 1
		}
		if n.gap >= gapComma {
			return 0
		}
	}
	return 0
}

// unitSuffix says whether a token is a number with its unit attached: 24h, 50k, 200ms, 2x.
func unitSuffix(w string) bool {
	i := 0
	for i < len(w) && (w[i] >= '0' && w[i] <= '9' || w[i] == '.') {
		i++
	}
	if i == 0 {
		return false
	}
	switch w[i:] {
	case "h", "s", "m", "k", "d", "x", "ms", "us", "ns", "min", "mins", "hr", "hrs", "sec", "gb", "mb", "kb", "tb", "rps", "qps", "tps", "bn":
		return true
	}
	return false
}

// actionAt says whether a first-person past action begins at token i: "I rolled back", "we then found".
func (d *document) actionAt(i int) bool {
	t := &d.tokens[i]
	if t.word != "i" && t.word != "we" {
		return false
	}
	for k := i + 1; k < min(i+3, len(d.tokens)); k++ {
		n := &d.tokens[k]
		if n.gap >= gapComma || n.struck {
			return false
		}
		if past(n.word) {
			return true
		}
		if !adverb(n.word) {
			return false
		}
	}
	return false
}

func past(w string) bool {
	if len(w) > 4 && w[len(w)-2:] == "ed" && w != "need" {
		return true
	}
	switch w {
	case "found", "wrote", "built", "ran", "took", "saw", "made", "cut", "put", "set", "went", "got", "did", "led", "sent", "kept", "chose", "began", "brought", "told", "shut", "split",
		"drove", "held", "gave", "knew", "lost", "paid", "froze", "spent", "left":
		return true
	}
	return false
}
