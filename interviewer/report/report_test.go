package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"mockinterview/rubric"
)

func TestAPageIsWrittenAsItStands(t *testing.T) {
	got := written(t, func(p *Page) {
		p.Heading(2, "Head: %s", Inline("a|b"))
		p.Paragraph("Say %s.", Code("x `y`\nz"))
		p.Items([]string{"one", "two"})
		p.Items(nil)
		p.Quote("# one\n\n  two\nthree")
		p.Code("run this  \nand that\n")
		p.Table([]string{"", "N", "%"}, 2, [][]string{{"a", "1", "2"}, {"b", "3", "4"}})
	})
	want := strings.Join([]string{
		`## Head: a\|b`, "", "Say `x 'y' z`.", "", "- one", "- two", "",
		`> \# one`, ">", "> \u00a0\u00a0two  ", "> three", "", "    run this", "    and that", "",
		"|  | N | % |", "|---|--:|--:|", "| a | 1 | 2 |", "| b | 3 | 4 |", "",
	}, "\n")
	if got != want {
		t.Errorf("the page is\n%q, want\n%q", got, want)
	}
}

func TestNothingLeavesAPageAsAControl(t *testing.T) {
	hostile := "\x1b[31mred\x9b\u202e\r"
	got := written(t, func(p *Page) {
		p.Line(hostile) // even where somebody forgot to escape
		p.Code(hostile)
		p.QuoteHighlighted(hostile, []Span{{Start: 0, End: 3, Sign: "[+]"}})
	})
	if strings.ContainsAny(got, "\x1b\u202e\r") || !utf8.ValidString(got) || !strings.Contains(got, "␛") {
		t.Errorf("the page is %q", got)
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"a b": "a b.", "a..": "a.", "a?": "a?", "a!": "a!", "cut…": "cut…", "": "", " two\nlines. ": "two lines.",
		"- x": `\- x.`,
	} {
		if got := Sentence(text); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{Count(0, "question"), "0 questions"},
		{Count(1, "question"), "1 question"},
		{Count(2, "weak answer"), "2 weak answers"},
		{Plural(1, "is", "are"), "is"},
		{Plural(0, "is", "are"), "are"},
		{Capital("émile"), "Émile"},
		{Capital(""), ""},
		{Label(rubric.LevelNotShown), "not shown"},
		{Outcome(rubric.LeaningHire, 2.5), "just above the bar on this rubric (2.5 of 4)"},
		{Outcome(rubric.NoDecision, 0), "no decision yet"},
		{Rank(4), "clearly above the bar on this rubric"},
		{Rank(1), "well below the bar on this rubric"},
		{Rank(0), ""},
		{Sign(rubric.Strong, rubric.Shown), "[+]"},
		{Sign(rubric.Strong, rubric.Partial), "[~]"},
		{Sign(rubric.Strong, rubric.Absent), "[ ]"},
		{Sign(rubric.Strong, ""), "[ ]"},
		{Sign(rubric.Weak, rubric.Partial), "[-]"},
		{Sign(rubric.Weak, rubric.Absent), "[ ]"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

func TestWriteFileReplacesWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "page.md")
	for _, text := range []string{"first, and longer", "second"} {
		if err := WriteFile(file, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(file); err != nil || string(b) != text {
			t.Errorf("the file holds %q, %v; want %q", b, err, text)
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := WriteFile(filepath.Join(dir, "none", "x"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there gives %v", err)
	}
	taken := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(taken, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(taken, []byte("x"), 0o600); err == nil {
		t.Error("a folder was replaced by a file")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v; want the file and the folder alone", left, err)
	}
}
