package main

import (
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

// nearest is the known word most like s, or "" when none is alike.
func nearest(s string, known []string) string {
	best, dist := "", 0
	for _, k := range known {
		d := levenshtein.ComputeDistance(strings.ToLower(s), k)
		if strings.HasPrefix(k, strings.ToLower(s)) && s != "" {
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

// plan chooses the questions of an interview and their order: those that suit the level and the focus, the longest
// unasked first. asked maps a question to a number that grows with time. A seed takes the place of the history.
func plan(
	p interviewer.Pack,
	level rubric.Seniority,
	focus string,
	n int,
	asked map[string]int64,
	seed *int64,
) ([]string, error) {
	if focus != "" && !slices.ContainsFunc(p.Focus, func(f interviewer.Focus) bool { return f.ID == focus }) {
		var ids []string
		for _, f := range p.Focus {
			ids = append(ids, f.ID)
		}
		return nil, notFound("its focus areas are "+strings.Join(ids, ", "), "%s has no focus area %q", p.ID, focus)
	}
	var ids []string
	for _, q := range p.Questions {
		if slices.Contains(q.Levels, level) && (focus == "" || slices.Contains(q.Focus, focus)) {
			ids = append(ids, q.ID)
		}
	}
	if len(ids) == 0 {
		return nil, notFound("try another --level or --focus", "%s has no question for that level and focus", p.ID)
	}
	if seed != nil {
		r := rand.New(rand.NewPCG(uint64(*seed), 0x6d6f636b))
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	} else {
		slices.SortStableFunc(ids, func(x, y string) int { return int(asked[x] - asked[y]) })
	}
	return ids[:min(n, len(ids))], nil
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
