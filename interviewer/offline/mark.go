package offline

import "mockinterview/rubric"

// mark turns a finding into a mark with quotes and a reason.
func (d *document) mark(s signal, f finding) rubric.Mark {
	m := rubric.Mark{Signal: s.of.ID, Kind: s.of.Kind, Verdict: f.verdict, Quotes: []rubric.Quote{}, Sought: s.of.Text}
	if f.verdict != rubric.Absent {
		m.Quotes = d.quotes(f)
		if len(m.Quotes) == 0 {
			m.Verdict = rubric.Absent
		}
		m.Prompted = len(m.Quotes) > 0
		for _, q := range m.Quotes {
			m.Prompted = m.Prompted && q.Prompted
		}
	}
	if m.Verdict == rubric.Absent && f.nearest >= 0 && s.of.Kind == rubric.Strong && (f.off || d.comesNear(s, f)) {
		if q, ok := d.quote(d.clauses[f.nearest].span); ok {
			m.Nearest = &q
		}
	}
	m.Reason = d.reason(s, f, m.Verdict)
	return m
}

// quotes are the clauses that carry the evidence, joined where they stand together.
func (d *document) quotes(f finding) []rubric.Quote {
	lo, hi := len(d.clauses), -1
	for _, h := range f.hits {
		lo, hi = min(lo, d.clauseOf[h.lo]), max(hi, d.clauseOf[h.hi])
	}
	if d.clauses[lo].sentence == d.clauses[hi].sentence {
		if q, ok := d.quote(d.completed(lo, hi)); ok && d.completed(lo, hi).len() <= longQuote {
			return []rubric.Quote{q}
		}
	}
	var out []rubric.Quote
	last := -1
	for k := lo; k <= hi; k++ {
		for _, h := range f.hits {
			if d.clauseOf[h.lo] == k && last < k {
				s := d.completed(k, d.clauseOf[h.hi])
				last = d.clauseOf[s.to-1]
				if q, ok := d.quote(s); ok {
					out = append(out, q)
				}
			}
		}
	}
	if len(out) == 0 { // a word between brackets says too little by itself; with the rest of its term it does not
		if q, ok := d.quote(spanOf(f.hits)); ok {
			out = append(out, q)
		}
	}
	return out
}

// spanOf is from the first word of some touches to the last, if these stand in no more words than a quote has.
func spanOf(hits []hit) span {
	if len(hits) == 0 {
		return span{}
	}
	s := span{hits[0].lo, hits[0].hi + 1}
	for _, h := range hits {
		s = span{min(s.from, h.lo), max(s.to, h.hi+1)}
	}
	if s.len() > longQuote {
		return span{}
	}
	return s
}

// longQuote is the most words that one quote takes; completeWords how many it takes in to be a thought.
const (
	longQuote     = 40
	completeWords = 14
)

// completed are the words of some clauses of a sentence, with what they need to be a thought: what a label announces, what follows from a condition, and
// what a bare end of a sentence ends.
func (d *document) completed(lo, hi int) span {
	s := d.sentences[d.clauses[lo].sentence]
	words := span{d.clauses[lo].from, d.clauses[hi].to}
	for hi+1 < s.clauses.to && d.clauses[hi+1].to-words.from <= longQuote && (d.open(lo, hi) || words.len() < 3) && d.clauses[hi+1].len() <= completeWords {
		hi++
		words.to = d.clauses[hi].to
	}
	for lo > s.clauses.from && words.to-d.clauses[lo-1].from <= longQuote && words.len() < 4 && d.clauses[lo-1].len() <= completeWords {
		lo--
		words.from = d.clauses[lo].from
	}
	return words
}

// open says whether clauses lo to hi announce something and do not say it: a label with its colon, or a condition.
func (d *document) open(lo, hi int) bool {
	c := d.clauses[hi]
	if c.len() <= 3 && d.colon(c) {
		return true
	}
	return lo == hi && c.from < c.to && d.tokens[c.from].entry.class&isCondition != 0 && c.condition
}

// quote is a slice of the candidate's own message. It is refused where evidence.Checker would refuse it: too short, or another's words throughout.
func (d *document) quote(s span) (rubric.Quote, bool) {
	for s.from < s.to && d.tokens[s.from].word == "%" {
		s.from++
	}
	for s.to > s.from && d.tokens[s.to-1].word == "%" {
		s.to--
	}
	if s.len() == 0 || (s.len() == 1 && len(d.tokens[s.from].word) < 4) {
		return rubric.Quote{}, false
	}
	own := false
	for k := s.from; k < s.to; k++ {
		own = own || !d.tokens[k].echo
	}
	if !own {
		return rubric.Quote{}, false
	}
	src := d.sources[d.messageOf[s.from]]
	from, to := d.tokens[s.from].start, d.tokens[s.to-1].end
	return rubric.Quote{Text: slice(src.Text, from, to), Message: src.Message, Start: from, End: to, Prompted: src.Prompted}, true
}
