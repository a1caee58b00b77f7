package data

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// extend lays a pack over the one that it extends, which comes with the program. What a pack says takes the place of
// what it inherits, whole: its title, its summary, its rubric, its lists. Questions are added up: its own come first,
// so that their lines are those of its file, then the inherited ones whose id it does not use itself.
func extend(p *interviewer.Pack) *Fault {
	base, err := builtin(p.Extends)
	switch {
	case errors.Is(err, ErrNotFound):
		return &Fault{Text: fmt.Sprintf("extends %q, and no pack of that name comes with the program", p.Extends)}
	case err != nil:
		return &Fault{Text: err.Error()}
	case p.ID == base.ID:
		return &Fault{Text: fmt.Sprintf("it extends %q, so it needs an id of its own", base.ID)}
	}
	inherit(&p.Title, base.Title)
	inherit(&p.Summary, base.Summary)
	inheritList(&p.Prep, base.Prep)
	inheritList(&p.Focus, base.Focus)
	inheritList(&p.Rubric, base.Rubric)
	inheritList(&p.FAQ, base.FAQ)
	inheritList(&p.Related, base.Related)
	own := len(p.Questions)
	for _, q := range base.Questions {
		if !slices.ContainsFunc(p.Questions[:own], func(o interviewer.Question) bool { return o.ID == q.ID }) {
			p.Questions = append(p.Questions, q)
		}
	}
	return nil
}

// Own is what a pack does not inherit of its questions and of its rubric.
func Own(p interviewer.Pack) interviewer.Pack {
	base, err := builtin(p.Extends)
	if err != nil { // it extends none
		return p
	}
	p.Questions = slices.DeleteFunc(slices.Clone(p.Questions), func(q interviewer.Question) bool {
		inherited, ok := base.Question(q.ID)
		return ok && reflect.DeepEqual(q, inherited)
	})
	p.Rubric = slices.DeleteFunc(slices.Clone(p.Rubric), func(c rubric.Competency) bool {
		return slices.ContainsFunc(base.Rubric, func(b rubric.Competency) bool { return reflect.DeepEqual(b, c) })
	})
	return p
}

func inherit(s *string, from string) {
	if *s == "" {
		*s = from
	}
}

func inheritList[T any](list *[]T, from []T) {
	if len(*list) == 0 {
		*list = from
	}
}
