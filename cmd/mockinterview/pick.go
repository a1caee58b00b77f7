package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// pack finds a role's pack; an unknown one suggests the nearest.
func (in invocation) pack(role string) (interviewer.Pack, error) {
	lib := in.roleLibrary()
	ids := lib.IDs()
	if !slices.Contains(ids, role) {
		hint := in.program() + " roles new ROLE writes the beginning of one"
		if near := nearest(role, ids); near != "" {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		return interviewer.Pack{}, notFound(
			hint,
			"there is no pack for %q yet. There are: %s. Write your own: %s roles new",
			role,
			strings.Join(ids, ", "),
			in.program(),
		)
	}
	return lib.Pack(role)
}

func question(p interviewer.Pack, id string) (interviewer.Question, error) {
	if q, ok := p.Question(id); ok {
		return q, nil
	}
	var ids []string
	for _, q := range p.Questions {
		ids = append(ids, q.ID)
	}
	hint := "its questions are " + strings.Join(ids, ", ")
	if near := nearest(id, ids); near != "" {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return interviewer.Question{}, notFound(hint, "%s has no question %q", p.ID, id)
}

// nearest is the known word most like s, which may be its beginning or the initials of its parts; or "" when none is
// alike.
func nearest(s string, known []string) string {
	s = strings.ToLower(s)
	best, dist := "", 0
	for _, k := range known {
		d := levenshtein.ComputeDistance(s, k)
		if s != "" && (strings.HasPrefix(k, s) || s == initials(k)) {
			d = 1
		}
		if best == "" || d < dist {
			best, dist = k, d
		}
	}
	if best == "" || dist > max(3, len(best)/2) {
		return ""
	}
	return best
}

// initials are the first letters of the parts of an id: "sre" of "site-reliability-engineer".
func initials(id string) (out string) {
	for part := range strings.SplitSeq(id, "-") {
		if part != "" {
			out += part[:1]
		}
	}
	return out
}

// plan chooses the questions of an interview and their order. Of those that suit the level and the focus the kinds take
// turns; within a turn what was never asked, or longest ago, comes first, then what brings in most competencies. asked
// maps a question to a number that grows with time. Where a document speaks for some questions, these come before all
// others, and within a turn those for which it says most. A seed draws between equals and takes the place of the
// history, so that it always draws the same. A shorter interview is the beginning of a longer one.
func plan(
	p interviewer.Pack,
	level rubric.Seniority,
	focus string,
	n int,
	asked map[string]int64,
	speaks map[string]fit,
	seed *int64,
) ([]string, error) {
	if focus != "" && !slices.ContainsFunc(p.Focus, func(f interviewer.Focus) bool { return f.ID == focus }) {
		var ids []string
		for _, f := range p.Focus {
			ids = append(ids, f.ID)
		}
		return nil, notFound("its focus areas are "+strings.Join(ids, ", "), "%s has no focus area %q", p.ID, focus)
	}
	left := suiting(p, level, focus)
	if len(left) == 0 {
		return nil, notFound("try another --level or --focus", "%s has no question for that level and focus", p.ID)
	}
	if seed != nil {
		r := rand.New(rand.NewPCG(uint64(*seed), 0x6d6f636b))
		r.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
		asked = nil
	}
	var ids []string
	so := newSpread()
	for len(ids) < n && len(left) > 0 {
		next := slices.MinFunc(left, func(a, b interviewer.Question) int {
			return cmp.Or(
				cmp.Compare(fill(speaks, a), fill(speaks, b)),
				cmp.Compare(so.kinds[a.Kind], so.kinds[b.Kind]),
				cmp.Compare(asked[a.ID], asked[b.ID]),
				cmp.Compare(speaks[b.ID].score, speaks[a.ID].score),
				cmp.Compare(len(so.brings(p, b)), len(so.brings(p, a))),
				cmp.Compare(so.load(p, a), so.load(p, b)),
			)
		})
		so.add(p, next)
		ids = append(ids, next.ID)
		left = slices.DeleteFunc(left, func(q interviewer.Question) bool { return q.ID == next.ID })
	}
	return ids, nil
}

// fill is 1 for a question that no words of a document speak for, where they do for others, and 0 otherwise.
func fill(speaks map[string]fit, q interviewer.Question) int {
	if _, ok := speaks[q.ID]; ok || len(speaks) == 0 {
		return 0
	}
	return 1
}

// suiting are the questions for a level, and of a focus if one is named.
func suiting(p interviewer.Pack, level rubric.Seniority, focus string) []interviewer.Question {
	return slices.DeleteFunc(slices.Clone(p.Questions), func(q interviewer.Question) bool {
		return !slices.Contains(q.Levels, level) || focus != "" && !slices.Contains(q.Focus, focus)
	})
}

// spread counts what the questions so far were: how many of each kind, and how many chiefly about each competency.
type spread struct {
	kinds  map[interviewer.QuestionKind]int
	chiefs map[string]int
}

func newSpread() spread {
	return spread{kinds: map[interviewer.QuestionKind]int{}, chiefs: map[string]int{}}
}

func (s spread) add(p interviewer.Pack, q interviewer.Question) {
	s.kinds[q.Kind]++
	for _, c := range p.Chiefs(q) {
		s.chiefs[c.ID]++
	}
}

// brings are the competencies that a question is chiefly about and none was before it.
func (s spread) brings(p interviewer.Pack, q interviewer.Question) []rubric.Competency {
	return slices.DeleteFunc(p.Chiefs(q), func(c rubric.Competency) bool { return s.chiefs[c.ID] > 0 })
}

// load is how often, on average, the competencies that a question is chiefly about were the chief matter before.
func (s spread) load(p interviewer.Pack, q interviewer.Question) float64 {
	sum, chiefs := 0, p.Chiefs(q)
	for _, c := range chiefs {
		sum += s.chiefs[c.ID]
	}
	return float64(sum) / float64(max(1, len(chiefs)))
}

// newID draws the id of a session: eight characters that nobody mistakes for one another.
func (a *app) newID() string {
	const alphabet = "23456789abcdefghjkmnpqrstvwxyz"
	r := rand.New(rand.NewPCG(uint64(a.seed()), rand.Uint64()))
	b := make([]byte, 8)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}
