package scorecard

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// rendered is what a browser shows of Markdown: the page, and its text with single spaces.
func rendered(tb testing.TB, md string) (page, text string) {
	tb.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Convert([]byte(md), &b); err != nil {
		tb.Fatal(err)
	}
	plain := html.UnescapeString(regexp.MustCompile(`<[^<>]*>`).ReplaceAllString(b.String(), " "))
	return b.String(), interviewer.OneLine(plain)
}

// bare is a text without its white space, which Markdown does not keep and tags stand in for.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// Every piece of Markdown that text could contain comes out as that very text, however it is written down.
func FuzzEscapedTextSurvivesMarkdown(f *testing.F) {
	for _, s := range []string{"# a", "1. b", "- c", "a|b", "<b>", "[x](javascript:1)", "```", "    code", "a\n===\n", "> q", "&lt;", "*a*_b_~~c~~", "![i](u)", "\\", "+ p", "\t x",
		"a\n# b", "a\n\n# b\n\n- c", "a\n    b", "a\n\n\tb", "a\n---", "a|b\n-|-\nc|d", "a\n:-:", "x\n 1) y", "a  \nb\\\nc", " # a", "[a]: b", "[a]:\nb", "\n\n- x", "0 #", "0 ##", "C#"} {
		f.Add(s)
	}
	forms := map[string]func(string) string{
		"quoteBlock": quoteBlock,
		"Escape":     Escape,
		"in a line":  func(s string) string { return "- **x:** " + inline(s) },
		"cell":       func(s string) string { return "| a | b |\n|---|---|\n| " + inline(s) + " | c |" },
		"heading":    func(s string) string { return "# " + inline(s) },
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = interviewer.Visible(strings.ToValidUTF8(text, ""))
		for form, write := range forms {
			page, got := rendered(t, write(text))
			want := bare(text)
			switch form {
			case "in a line":
				want, page = "x:"+want, strings.NewReplacer("<ul>\n<li><strong>x", "").Replace(page)
			case "cell":
				want, page = "ab"+want+"c", strings.Replace(page, "<table>", "", 1)
			case "heading":
				page = strings.Replace(page, "<h1", "", 1)
			}
			if bare(got) != want {
				t.Fatalf("%s: %q came out as %q: %s", form, want, bare(got), write(text))
			}
			for _, tag := range []string{"<h1", "<h2", "<h3", "<li", "<ul", "<table", "<a ", "<img", "<code", "<em", "<strong", "<del", "<hr", "<pre", "<!--", "<script", "<input"} {
				if strings.Contains(page, tag) {
					t.Fatalf("%s: %q became markup: %s", form, text, page)
				}
			}
		}
	})
}

func TestHighlightedQuotesAreBoldWhateverTheyTouch(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		spans      []span
		bold       []string
	}{
		{"a letter after", "We retry.Then", []span{{0, 9, true, false}}, []string{"[+] We retry."}},
		{"a letter before", "ThenWe retry.", []span{{4, 13, true, false}}, []string{"[+] We retry."}},
		{"inside a word", "retries", []span{{0, 5, true, false}}, []string{"[+] retri"}},
		{"side by side", "We stop.We go.", []span{{0, 8, true, false}, {8, 14, false, true}}, []string{"[+] We stop.", "[-] We go."}},
		{"side by side, no stop", "abcdef", []span{{0, 3, true, false}, {3, 6, false, true}}, []string{"[+] abc", "[-] def"}},
		{"stars about", "*We retry.*x", []span{{1, 10, true, false}}, []string{"[+] We retry."}},
		{"over lines", "xWe\nretry!y", []span{{1, 10, true, false}}, []string{"[+] We", "[+] retry!"}},
		{"another script", "再试。然后", []span{{0, 3, true, false}}, []string{"[+] 再试。"}},
		{"for and against", "We retry.", []span{{0, 9, true, true}}, []string{"[+/-] We retry."}},
	} {
		md := highlight(tt.text, tt.spans)
		page, text := rendered(t, quoteLines(md))
		for _, b := range tt.bold {
			if !strings.Contains(page, "<strong>"+b+"</strong>") {
				t.Errorf("%s: %q has no bold %q: %s", tt.name, md, b, page)
			}
		}
		for _, sign := range []string{"[+]", "[-]", "[+/-]"} {
			text = strings.ReplaceAll(text, sign, "")
		}
		if bare(text) != bare(tt.text) {
			t.Errorf("%s: %q came out as %q", tt.name, tt.text, text)
		}
	}
}

func TestAPieceThatCountsBothWaysSaysSo(t *testing.T) {
	mark := func(kind rubric.Kind, start, end int) rubric.Mark {
		return rubric.Mark{Kind: kind, Verdict: rubric.Shown, Quotes: []rubric.Quote{{Message: 2, Start: start, End: end}}}
	}
	turn := interviewer.Turn{Grade: &interviewer.Grade{Competencies: []interviewer.CompetencyGrade{
		{Marks: []rubric.Mark{mark(rubric.Strong, 0, 5), mark(rubric.Weak, 3, 8), mark(rubric.Weak, 10, 12), mark(rubric.Strong, 14, 16)}},
	}}}
	want := []span{{0, 8, true, true}, {10, 12, false, true}, {14, 16, true, false}}
	got := spansOf(turn, 2)
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("spans are %v, want %v", got, want)
	}
}
