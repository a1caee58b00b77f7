package data

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mockinterview/interviewer"
)

// small is a right pack of one question, with places to spoil.
const small = `schema: mockinterview.role/v2
id: tester
version: 1
title: Tester
summary: Tests.
focus:
  - {id: care, title: Care, text: With care.}
rubric:
  - id: depth
    name: Depth
    weight: 60
    strong: Deep.
    weak: Shallow.
    signals:
      - {id: names-cause, kind: strong, text: Names the cause., weight: 2, shows: [We cause it here., It is the cause of it.]}
      - {id: names-effect, kind: strong, text: Names the effect., shows: [We effect it here., It is the effect of it.]}
      - {id: waves-away, kind: weak, text: Waves it away., shows: [We never it here., It is the never of it.]}
      - {id: no-cause, kind: weak, text: No cause., absence: true, unless: [names-cause]}
  - id: clarity
    name: Clarity
    weight: 40
    strong: Clear.
    weak: Not.
    strong_needs: [[decides], [orders]]
    signals:
      - {id: decides, kind: strong, text: Decides., shows: [We decide it here., It is the decide of it.]}
      - {id: orders, kind: strong, text: Orders., shows: [We first it here., It is the first of it.]}
      - {id: rambles, kind: weak, text: Rambles., shows: [We anyway it here., It is the anyway of it.]}
questions:
  - id: first-one
    title: The first one
    text: Why does it break?
    kind: debugging
    probes: {depth: chief, clarity: also}
    signals:
      - {id: names-lock, competency: depth, refines: names-cause, kind: strong, text: Names the lock., shows: [We lock it here., It is the lock of it.]}
      - {id: no-lock, competency: depth, kind: weak, text: No lock., absence: true, unless: [names-lock, names-effect]}
    hints:
      - {text: One., gives: [names-lock]}
      - {text: Two.}
      - {text: Three.}
`

func TestLintSaysWhatIsWrongAndWhere(t *testing.T) {
	if _, err := Parse("tester.yaml", []byte(small)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"title of two lines", "title: Tester", "title: \"Tes\\nter\"", "line 4: title is more than one line"},
		{"title with a line separator", "title: Tester", "title: \"Tes\\Lter\"", "title is more than one line"},
		{"no name", "    name: Depth\n", "", `competency "depth" has no name`},
		{"no weight", "    weight: 60", "    weight: 0", `competency "depth": weight is 0, want 1 or more`},
		{
			"name of two lines", "name: Depth", "name: \"De\\npth\"",
			`line 10: competency "depth": its name is more than one line`,
		},
		{
			"text of two lines", "text: Names the cause.", `text: "Names\nthe cause."`,
			`signal "names-cause": its text is more than one line`,
		},
		{
			"text of two lines in a question", "text: Names the lock.", `text: "Names\n\n# the lock."`,
			`signal "names-lock": its text is more than one line`,
		},
		{
			"title of a question", "title: The first one", `title: "The\nfirst"`,
			`question "first-one": its title is more than one line`,
		},
		{"title of a focus", "title: Care", `title: "Ca\nre"`, `focus "care": its title is more than one line`},
		{
			"unknown unless", "unless: [names-cause]", "unless: [names-nothing]",
			`line 18: signal "no-cause": unless names "names-nothing", which is no signal of "depth"`,
		},
		{
			"unless of another competency", "unless: [names-cause]", "unless: [decides]",
			`unless names "decides", which is no signal of "depth"`,
		},
		{
			"needs of another competency", "[[decides], [orders]]", "[[decides], [names-cause]]",
			`competency "clarity": strong_needs names "names-cause", which is none of its signals`,
		},
		{
			"needs a weak signal", "[[decides], [orders]]", "[[decides, rambles]]",
			`competency "clarity": strong_needs names "rambles", which is no strong signal`,
		},
		{
			"needs one twice", "[[decides], [orders]]", "[[decides, decides]]",
			`competency "clarity": strong_needs names "decides" twice in a group`,
		},
		{"needs nothing", "[[decides], [orders]]", "[[]]", `competency "clarity": a group of strong_needs is empty`},
		{
			"unless in a question", "unless: [names-lock, names-effect]", "unless: [names-lock, orders]",
			`signal "no-lock": unless names "orders", which is no signal of "depth"`,
		},
		{
			"refines another kind", "refines: names-cause", "refines: waves-away",
			`signal "names-lock" is strong and refines "waves-away", which is weak`,
		},
		{"too few sentences", "shows: [We decide it here., It is the decide of it.]", "shows: [We decide it here.]",
			`signal "decides" has 1 sentences that show it, want 2 to 5`},
		{"sentences for an absence", "absence: true, unless: [names-cause]", "absence: true, unless: [names-cause], shows: [a b, c d]",
			`signal "no-cause" stands for an absence, so no sentence shows it`},
		{"a sentence of two lines", "shows: [We first it here., It is the first of it.]", `shows: ["a\nb", c]`,
			`signal "orders": an example sentence is more than one line`},
		{"format 1", "role/v2", "role/v1", "this is a pack of format 1"},
		{"refined twice", "{id: no-lock, competency: depth, kind: weak, text: No lock., absence: true, unless: [names-lock, names-effect]}",
			"{id: names-race, competency: depth, refines: names-cause, kind: strong, text: Names the race., shows: [We race it here., It is the race of it.]}",
			`signal "names-race" refines "names-cause", as "names-lock" does already`},
	} {
		spoilt := strings.Replace(small, tt.old, tt.new, 1)
		if spoilt == small {
			t.Fatalf("%s: nothing was replaced", tt.name)
		}
		_, err := Parse("tester.yaml", []byte(spoilt))
		var f Faults
		if !errors.As(err, &f) ||
			!slices.ContainsFunc(f.Faults, func(x Fault) bool { return strings.Contains(x.String(), tt.want) }) {
			t.Errorf("%s: %v %+v, want %q", tt.name, err, f.Faults, tt.want)
		}
	}
}

func TestAUsersPackIsFoundUnderItsOwnName(t *testing.T) {
	lib := Library{User: t.TempDir()}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(lib.User, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("tester.yaml", small)
	write("other.yaml", small)
	write("Bad Name.yaml", small)
	write("x\x1b[2J.yaml", small)
	ids := lib.IDs()
	if !slices.Contains(ids, "tester") || slices.ContainsFunc(ids, func(id string) bool { return !validID(id) }) {
		t.Errorf("ids are %q", ids)
	}
	if _, err := lib.Pack("tester"); err != nil {
		t.Error(err)
	}
	_, err := lib.Pack("other")
	var f Faults
	if !errors.As(err, &f) ||
		!strings.Contains(err.Error(), `line 2: id is "tester", but the file is named for "other"`) {
		t.Errorf("a pack with the id of another gives %v", err)
	}
}

func TestAnEndlessFileIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "big.yaml")
	if err := os.WriteFile(file, []byte(small+strings.Repeat("# more\n", MaxPack/7)), 0o600); err != nil {
		t.Fatal(err)
	}
	files := map[string]error{file: interviewer.ErrTooLarge}
	if _, err := os.Stat("/dev/zero"); err == nil {
		files["/dev/zero"] = interviewer.ErrNotPlain
	}
	for f, want := range files {
		if _, err := ReadFile(f); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", f, err, want)
		}
	}
}

func TestAddKeepsTheOldPackUntilTheNewOneIsWhole(t *testing.T) {
	dir := t.TempDir()
	lib := Library{User: filepath.Join(dir, "packs")}
	file := filepath.Join(dir, "in.yaml")
	for _, text := range []string{small, strings.Replace(small, "version: 1", "version: 2", 1)} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := lib.Add(file); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(lib.path("tester")); err != nil || string(got) != text {
			t.Fatalf("added %d bytes, %v; want those of the file", len(got), err)
		}
	}
	before, err := os.Stat(lib.path("tester"))
	if err != nil || before.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", before.Mode(), err)
	}
	// Whoever reads the old pack goes on reading it: it is replaced, not written over.
	if _, err := lib.Add(file); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(lib.path("tester"))
	if err != nil || os.SameFile(before, after) {
		t.Errorf("the pack was written over in place (%v)", err)
	}
	if err := os.WriteFile(file, []byte("id: tester"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := lib.Add(file); err == nil {
		t.Error("a pack that is not right was added")
	}
	if names, _ := os.ReadDir(lib.User); len(names) != 1 {
		t.Errorf("%d files in the folder of packs, want 1: %v", len(names), names)
	}
}
