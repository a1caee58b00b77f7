// Package offline grades and probes without a network.
//
// It reads an answer clause by clause and looks for the concepts of each signal: stemmed, with small typing errors forgiven, through the
// synonyms of the lexicon, outside what the candidate turns down. How much one touch counts depends on the answer as a whole: its reasons, figures and
// turns against its names, doubts and dismissals. It is a checker of coverage: it cannot judge whether a claim is true, and says so.
// Every mark quotes the candidate by slice. The same answer gets the same marks, byte for byte, on every machine.
package offline

import (
	"context"
	"fmt"
	"sync"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/injection"
)

// Limits is what every screen and export has to say of this grader.
const Limits = interviewer.OfflineLimits

// Grader grades and probes offline. It is safe for concurrent use.
type Grader struct {
	lex    Lexicon
	filter *injection.Filter

	mu    sync.Mutex
	base  *compiled // the lexicon, made when first needed
	cache map[cacheKey][]*compiled
	short *shortLexicon // for Similarity, made when first needed

	released sync.Pool // of documents
}

var (
	_ interviewer.Grader = (*Grader)(nil)
	_ interviewer.Prober = (*Grader)(nil)
)

// New makes a grader that knows the words of a lexicon. It does hardly any work before the first answer.
func New(lex Lexicon) *Grader {
	return &Grader{lex: lex, filter: injection.New(lex.Cues["steering"]), cache: map[cacheKey][]*compiled{}}
}

// Addresses says whether a sentence speaks to the grader. Its filter is shared, so that nobody has to ask twice about a sentence.
func (g *Grader) Addresses(sentence string) bool { return g.filter.Addresses(sentence) }

// Info names the grader.
func (g *Grader) Info() interviewer.GraderInfo {
	return interviewer.GraderInfo{Kind: interviewer.Offline}
}

// Grade marks one answer. It returns an error only when the context has ended or there is nothing to grade.
func (g *Grader) Grade(ctx context.Context, a interviewer.Assessment) (interviewer.Judgement, error) {
	if err := ctx.Err(); err != nil {
		return interviewer.Judgement{}, fmt.Errorf("%w: %w", interviewer.ErrPending, err)
	}
	c := g.compiled(a.Pack, a.Turn.Question)
	d := c.read(a.Turn.CandidateMessages(), a.Turn.InterviewerOwnTexts(), g.filter.Addresses)
	defer d.release()
	j := interviewer.Judgement{Provenance: interviewer.Provenance{Grader: interviewer.Offline}, Notes: d.notes()}
	found := d.findings()
	if gate := d.gate(found); gate != "" {
		j.Gate = gate
		return j, nil
	}
	if !d.soup {
		d.settle(found)
	}
	j.Findings = make([]interviewer.Finding, 0, len(c.competencies))
	for i, k := range c.competencies {
		f := interviewer.Finding{Competency: k.of.ID, Marks: make([]rubric.Mark, 0, len(k.signals))}
		for n, s := range k.signals {
			f.Marks = append(f.Marks, d.mark(s, found[i][n]))
		}
		j.Findings = append(j.Findings, f)
	}
	return j, nil
}

// findings looks for every signal, by competency: the matter first, then how it is told.
func (d *document) findings() [][]finding {
	if d.soup {
		return d.pour()
	}
	out := make([][]finding, len(d.c.competencies))
	for i, k := range d.c.competencies {
		if k.of.Always {
			continue
		}
		out[i] = make([]finding, 0, len(k.signals))
		for _, s := range k.signals {
			out[i] = append(out[i], d.look(s))
		}
		d.share(k.signals, out[i])
		d.refuse(k, out[i])
		d.name(k, out[i])
	}
	if d.dismissive() && d.critical(out) {
		doubt(d.c.competencies, out)
	}
	d.tellByForm(out)
	credited := d.credited(out)
	for i, k := range d.c.competencies {
		if k.of.Always {
			out[i] = d.telling(k, credited)
			d.share(k.signals, out[i])
		}
		d.contradict(k, out[i])
		d.guess(k, out[i])
	}
	return out
}

// critical says whether a critical weak signal was shown by what is said, or by refusing what is sought in two competencies.
func (d *document) critical(found [][]finding) bool {
	refused := 0
	for i, fs := range found {
		for j, f := range fs {
			s := d.c.competencies[i].signals[j].of
			switch {
			case f.verdict != rubric.Shown || s.Kind != rubric.Weak || !s.Critical():
			case f.refusal:
				refused++
			default:
				return true
			}
		}
	}
	return refused > 1
}

// doubt makes strong signals partial, for an answer that mostly turns things down: what it seems to say for one it may only mention.
func doubt(competencies []competency, found [][]finding) {
	for i, fs := range found {
		for j := range fs {
			if fs[j].verdict == rubric.Shown && competencies[i].signals[j].of.Kind == rubric.Strong {
				fs[j].verdict, fs[j].doubted = rubric.Partial, true
			}
		}
	}
}

// cacheKey finds a compiled question quickly; same decides.
type cacheKey struct {
	pack     string
	version  int
	question string
}

// compiled gives the question ready for matching, from the cache if the rubric is the same to the letter.
func (g *Grader) compiled(p interviewer.Pack, q interviewer.Question) *compiled {
	key := cacheKey{p.ID, p.Version, q.ID}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.cache[key] {
		if same(c, p, q) {
			return c
		}
	}
	if g.base == nil {
		g.base = compileLexicon(g.lex)
	}
	c := g.base.extend(p, q)
	c.released = &g.released
	g.cache[key] = append(g.cache[key][:min(len(g.cache[key]), 3)], c)
	return c
}

// same compares what matching depends on. It is quick where the values share their strings, as they do within a session.
func same(c *compiled, p interviewer.Pack, q interviewer.Question) bool {
	if c.question.Text != q.Text || len(c.question.Probes) != len(q.Probes) || len(c.pack.Rubric) != len(p.Rubric) || !sameSignals(c.question.Signals, q.Signals) {
		return false
	}
	for i, k := range p.Rubric {
		o := c.pack.Rubric[i]
		if o.ID != k.ID || o.Strong != k.Strong || o.Weak != k.Weak || c.question.Probes[k.ID] != q.Probes[k.ID] || !sameSignals(o.Signals, k.Signals) {
			return false
		}
	}
	return true
}

func sameSignals(a, b []rubric.Signal) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := &a[i], &b[i]
		if x.ID != y.ID || x.Kind != y.Kind || x.Text != y.Text || x.Weight != y.Weight || x.Competency != y.Competency || x.Refines != y.Refines || x.Absence != y.Absence ||
			len(x.Concepts) != len(y.Concepts) {
			return false
		}
		for j := range x.Concepts {
			if len(x.Concepts[j]) != len(y.Concepts[j]) {
				return false
			}
			for k := range x.Concepts[j] {
				if x.Concepts[j][k] != y.Concepts[j][k] {
					return false
				}
			}
		}
	}
	return true
}

// notes says what a reader should know of how the text was read.
func (d *document) notes() []string {
	out := []string{Limits}
	struck := 0
	for _, t := range d.tokens {
		if t.struck {
			struck++
		}
	}
	if struck > 0 {
		out = append(out, "Text that speaks to the grader was left out, and the rest was graded.")
	}
	if d.foreignLanguage() {
		out = append(out, "Most of the answer is not in English. The offline grader reads English only, so it will have missed much.")
	}
	return out
}

// foreignLanguage says whether hardly any word is a function word of English.
func (d *document) foreignLanguage() bool {
	english, known := 0, 0
	for _, t := range d.tokens {
		if t.entry.class&isEnglish != 0 {
			english++
		}
		if t.entry.class&isKnown != 0 {
			known++
		}
	}
	n := len(d.tokens)
	return n >= 8 && 12*english < n && 3*known < n
}
