// Package data holds the role packs: the built-in ones under roles/, the user's own beside them, and what graders
// share: the sentence encoder, what steering looks like, and labelled answers.
//
// A pack is YAML in the format of docs/pack-format.md. Parse reads and checks one, and says every fault with its line.
// A Library is the built-in packs together with those of a folder; a user's pack takes the place of a built-in one with
// the same id.
package data

import (
	_ "embed" // steering.txt
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

//go:embed steering.txt
var steering string

// ErrNotFound says that no pack has the id.
var ErrNotFound = errors.New("no such role")

// MaxPack is the largest pack that is read, in bytes.
const MaxPack = 4 << 20

// Library finds packs by id. User is the folder of the user's own packs; it need not exist.
type Library struct {
	User string
}

// IDs lists the packs that can be run, sorted.
func (l Library) IDs() []string {
	var out []string
	heads, _ := builtinHeads() // what is embedded can always be read
	for _, h := range heads {
		out = append(out, h.ID)
	}
	own, _ := os.ReadDir(l.User)
	for _, e := range own {
		if id, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && validID(id) && !e.IsDir() &&
			!slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Own says whether the id is one of the user's packs.
func (l Library) Own(id string) bool {
	if l.User == "" || !validID(id) {
		return false
	}
	_, err := os.Stat(l.path(id))
	return err == nil
}

// path is where the user's pack of this id lives.
func (l Library) path(id string) string { return filepath.Join(l.User, id+".yaml") }

// Pack reads a pack by id: the user's own if there is one, else the built-in.
func (l Library) Pack(id string) (interviewer.Pack, error) {
	if !validID(id) {
		return interviewer.Pack{}, fmt.Errorf("%w: %q", ErrNotFound, id)
	}
	if l.User != "" {
		if _, err := os.Stat(l.path(id)); err == nil {
			return l.own(id)
		}
	}
	return builtin(id)
}

// Head sums a role up without reading the whole of a built-in pack.
func (l Library) Head(id string) (Head, error) {
	if !l.Own(id) {
		heads, err := builtinHeads()
		if err != nil {
			return Head{}, err
		}
		if i := slices.IndexFunc(heads, func(h Head) bool { return h.ID == id }); i >= 0 {
			return heads[i], nil
		}
	}
	p, err := l.Pack(id)
	return HeadOf(p), err
}

// own reads the user's pack of an id, which has to be the pack's own: stored sessions and grades go by the id in the
// file.
func (l Library) own(id string) (interviewer.Pack, error) {
	b, err := readPack(l.path(id))
	if err != nil {
		return interviewer.Pack{}, err
	}
	p, err := Parse(id+".yaml", b)
	if err == nil && p.ID != id {
		var at map[string]int
		var tree yaml.Node
		if yaml.Load(b, &tree) == nil {
			at = lines(&tree)
		}
		err = Faults{
			File:   id + ".yaml",
			Faults: []Fault{{Line: at["id"], Text: fmt.Sprintf("id is %q, but the file is named for %q", p.ID, id)}},
		}
	}
	return p, err
}

// Add checks a pack file and copies it, byte for byte, to the user's packs. What is checked is what is copied, and the
// pack that it replaces, if any, stays until the copy is whole.
func (l Library) Add(file string) (interviewer.Pack, error) {
	b, err := readPack(file)
	if err != nil {
		return interviewer.Pack{}, err
	}
	p, err := Parse(filepath.Base(file), b)
	if err != nil {
		return p, err
	}
	if err := os.MkdirAll(l.User, 0o700); err != nil {
		return p, fmt.Errorf("make the folder for packs: %w", err)
	}
	return p, report.WriteFile(l.path(p.ID), b, 0o600)
}

// ReadFile reads and checks a pack from disk.
func ReadFile(file string) (interviewer.Pack, error) {
	b, err := readPack(file)
	if err != nil {
		return interviewer.Pack{}, err
	}
	return Parse(filepath.Base(file), b)
}

// readPack reads a plain file of at most MaxPack bytes.
func readPack(file string) ([]byte, error) {
	b, err := interviewer.ReadFile(file, MaxPack)
	if err != nil {
		return nil, fmt.Errorf("open pack: %w", err)
	}
	return b, nil
}

// Parse reads a pack and checks it. Name is used in errors only. The error is a Faults when the file can be read but is
// not right.
func Parse(name string, b []byte) (interviewer.Pack, error) {
	var p interviewer.Pack
	if err := yaml.Load(b, &p, yaml.WithKnownFields()); err != nil {
		return p, syntaxFaults(name, err)
	}
	tidy(&p)
	var over *Fault
	if p.Extends != "" {
		over = extend(&p)
	}
	if over == nil && len(lint(p, nil)) == 0 {
		return p, nil
	}
	// Lines cost a second reading, which only a faulty pack has to pay for.
	var tree yaml.Node
	if err := yaml.Load(b, &tree); err != nil {
		return p, syntaxFaults(name, err)
	}
	at := lines(&tree)
	if over != nil { // then whatever it should inherit seems to be missing
		over.Line = at["extends"]
		return p, Faults{File: name, Faults: []Fault{*over}}
	}
	return p, Faults{File: name, Faults: lint(p, at)}
}

// tidy takes the final newline off block texts and fills what a pack may leave out.
func tidy(p *interviewer.Pack) {
	trim := func(s *string) { *s = strings.TrimSpace(*s) }
	trim(&p.Summary)
	for i := range p.Questions {
		q := &p.Questions[i]
		for _, s := range []*string{&q.Text, &q.Easier, &q.Answers.Strong, &q.Answers.Mixed, &q.Answers.Weak} {
			*s = unwrap(*s)
		}
		if q.Minutes == 0 {
			q.Minutes = 8
		}
		if len(q.Levels) == 0 {
			q.Levels = rubric.Seniorities()
		}
		for j := range q.Signals {
			q.Signals[j].Weight = max(q.Signals[j].Weight, 1)
		}
	}
	for i := range p.Rubric {
		for j := range p.Rubric[i].Signals {
			p.Rubric[i].Signals[j].Weight = max(p.Rubric[i].Signals[j].Weight, 1)
		}
	}
}

// unwrap joins the lines of a paragraph, which an author broke for the editor's width. Lines that are indented, or
// begin a list, stay.
func unwrap(s string) string {
	var out []string
	for line := range strings.Lines(strings.TrimSpace(s)) {
		line = strings.TrimRight(line, " \t\r\n")
		k := len(out)
		if k == 0 || line == "" || out[k-1] == "" || standsAlone(line) || strings.HasPrefix(out[k-1], " ") {
			out = append(out, line)
			continue
		}
		out[k-1] += " " + line
	}
	return strings.Join(out, "\n")
}

// standsAlone says whether a line begins something of its own: an indented block or an item of a list.
func standsAlone(line string) bool {
	digits := strings.TrimLeft(line, "0123456789")
	numbered := len(digits) < len(line) && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") "))
	return strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "- ") ||
		strings.HasPrefix(line, "* ") ||
		numbered
}

// Steering lists the phrases by which a sentence speaks to the grader.
func Steering() []string {
	return slices.DeleteFunc(strings.Split(steering, "\n"), func(l string) bool { return l == "" || l[0] == '#' })
}
