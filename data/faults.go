package data

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Fault is one thing wrong with a pack. Line is 0 where none can be named.
type Fault struct {
	Line int
	Text string
}

// Faults is everything wrong with a pack file.
type Faults struct {
	File   string
	Faults []Fault
}

// Error gives the first fault and the number of the others.
func (f Faults) Error() string {
	if len(f.Faults) == 0 {
		return fmt.Sprintf("open pack %q: not right", f.File)
	}
	s := fmt.Sprintf("open pack %q: %s", f.File, f.Faults[0])
	if n := len(f.Faults) - 1; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

// String is "line N: text".
func (f Fault) String() string {
	if f.Line == 0 {
		return f.Text
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Text)
}

// syntaxFaults turns what the YAML library says into faults.
func syntaxFaults(name string, err error) error {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	out := Faults{File: name}
	switch {
	case errors.As(err, &many):
		for _, e := range many.Errors {
			out.Faults = append(out.Faults, Fault{Line: e.Mark.Line, Text: clean(e.Message)})
		}
	case errors.As(err, &one):
		out.Faults = []Fault{{Line: one.Mark.Line, Text: clean(one.Message)}}
	default:
		out.Faults = []Fault{{Text: clean(err.Error())}}
	}
	return out
}

// clean makes one lower-case line of a library's message, without the names of Go types.
func clean(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.TrimPrefix(s, "yaml: ")
	s = regexp.MustCompile(` in type [\w.]+`).ReplaceAllString(s, "")
	return strings.ReplaceAll(s, "into interviewer.", "into a ")
}

// lines maps a path such as "questions[2].signals[0].id" to its line.
func lines(n *yaml.Node) map[string]int {
	out := map[string]int{}
	var walk func(n *yaml.Node, at string)
	walk = func(n *yaml.Node, at string) {
		if _, ok := out[at]; !ok {
			out[at] = n.Line
		}
		switch n.Kind {
		case yaml.DocumentNode:
			for _, c := range n.Content {
				walk(c, at)
			}
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				if at != "" {
					key = at + "." + key
				}
				out[key] = n.Content[i].Line
				walk(n.Content[i+1], key)
			}
		case yaml.SequenceNode:
			for i, c := range n.Content {
				walk(c, fmt.Sprintf("%s[%d]", at, i))
			}
		}
	}
	walk(n, "")
	return out
}
