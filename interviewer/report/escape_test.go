package report

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"mockinterview/interviewer"
)

// rendered is what a browser shows of Markdown: the page, and its text with single spaces.
func rendered(tb testing.TB, md string) (page, text string) {
	tb.Helper()
	var b bytes.Buffer
	gfm := goldmark.WithExtensions(
		extension.Table, extension.Strikethrough, extension.TaskList, extension.Linkify,
	)
	if err := goldmark.New(gfm).Convert([]byte(md), &b); err != nil {
		tb.Fatal(err)
	}
	plain := html.UnescapeString(regexp.MustCompile(`<[^<>]*>`).ReplaceAllString(b.String(), " "))
	return b.String(), interviewer.OneLine(plain)
}

// written is the page that f writes.
func written(tb testing.TB, f func(*Page)) string {
	tb.Helper()
	p := NewPage(interviewer.Visible)
	f(p)
	var b strings.Builder
	if err := p.To(&b); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// bare is a text without its white space, which Markdown does not keep and tags stand in for.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// Every piece of Markdown that text could contain comes out as that very text, however it is written down.
func FuzzEscapedTextSurvivesMarkdown(f *testing.F) {
	for _, s := range []string{
		"# a", "1. b", "- c", "a|b", "<b>", "[x](javascript:1)", "```", "    code", "a\n===\n", "> q", "&lt;",
		"*a*_b_~~c~~",
		"![i](u)", "\\", "+ p", "\t x", "a\n# b", "a\n\n# b\n\n- c", "a\n    b", "a\n\n\tb", "a\n---", "a|b\n-|-\nc|d",
		"a\n:-:", "x\n 1) y", "a  \nb\\\nc", " # a", "[a]: b", "[a]:\nb", "\n\n- x", "0 #", "0 ##", "C#", "a\r\n# b",
		"\x1b[31m# a", "\u200b# a", "a\u202eb", "\u2028# a", "1\ufe0f\u20e3 *\ufe0f",
		"https://example.org/a_b*c", "see www.example.org/~x", "(http://a.b)", "HTTPS://A.B", "ftp://a.b/c", "me@a.b",
		"a.b-c_d+e@f-g.hi.", "mailto:me@a.b", "@Transactional", "www.www.a.b", "xmpp:a@b.c/d",
	} {
		f.Add(s)
	}
	forms := map[string]func(*Page, string){
		"quote":     func(p *Page, s string) { p.Quote(s) },
		"paragraph": func(p *Page, s string) { p.Paragraph("%s", Escape(s)) },
		"item":      func(p *Page, s string) { p.Items([]string{"**x:** " + Inline(s)}) },
		"cell":      func(p *Page, s string) { p.Table([]string{"a", "b"}, 1, [][]string{{Inline(s), "c"}}) },
		"heading":   func(p *Page, s string) { p.Heading(1, "%s", Inline(s)) },
	}
	tags := []string{
		"<h1", "<h2", "<h3", "<li", "<ul", "<table", "<a ", "<img", "<code", "<em", "<strong", "<del", "<hr", "<pre",
		"<!--", "<script", "<input",
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = interviewer.Visible(strings.ToValidUTF8(text, ""))
		for form, write := range forms {
			md := written(t, func(p *Page) { write(p, text) })
			page, got := rendered(t, md)
			want := bare(text)
			switch form {
			case "item":
				want, page = "x:"+want, strings.NewReplacer("<ul>\n<li><strong>x", "").Replace(page)
			case "cell":
				want, page = "ab"+want+"c", strings.Replace(page, "<table>", "", 1)
			case "heading":
				page = strings.Replace(page, "<h1", "", 1)
			}
			if bare(got) != want {
				t.Fatalf("%s: %q came out as %q: %s", form, want, bare(got), md)
			}
			for _, tag := range tags {
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
		spans      []Span
		bold       []string
	}{
		{"a letter after", "We retry.Then", []Span{{0, 9, "[+]"}}, []string{"[+] We retry."}},
		{"a letter before", "ThenWe retry.", []Span{{4, 13, "[+]"}}, []string{"[+] We retry."}},
		{"inside a word", "retries", []Span{{0, 5, "[+]"}}, []string{"[+] retri"}},
		{"side by side", "We stop.We go.", []Span{{0, 8, "[+]"}, {8, 14, "[-]"}},
			[]string{"[+] We stop.", "[-] We go."}},
		{"side by side, no stop", "abcdef", []Span{{0, 3, "[+]"}, {3, 6, "[-]"}}, []string{"[+] abc", "[-] def"}},
		{"stars about", "*We retry.*x", []Span{{1, 10, "[+]"}}, []string{"[+] We retry."}},
		{"over lines", "xWe\nretry!y", []Span{{1, 10, "[+]"}}, []string{"[+] We", "[+] retry!"}},
		{"another script", "再试。然后", []Span{{0, 3, "[+]"}}, []string{"[+] 再试。"}},
		{"for and against", "We retry.", []Span{{0, 9, "[+/-]"}}, []string{"[+/-] We retry."}},
	} {
		md := written(t, func(p *Page) { p.QuoteHighlighted(tt.text, tt.spans) })
		page, text := rendered(t, md)
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

func TestABareAddressIsTextWithoutAnEscapeInIt(t *testing.T) {
	for in, want := range map[string]string{
		"see https://example.org/path": `see https\://example.org/path`,
		"www.example.org":              `www\.example.org`,
		"me@example.org":               "me@\u200aexample.org",
		"@Transactional, a @ b":        "@Transactional, a @ b",
		"12:30 // later":               "12:30 // later",
	} {
		if got := Inline(in); got != want {
			t.Errorf("%q is written as %q, want %q", in, got, want)
		}
	}
}

// What is quoted may be white space alone, or begin or end with it; what follows begins no line then either.
func TestAQuoteOfWhiteSpaceLetsNothingBeginALine(t *testing.T) {
	for _, after := range []string{"# a", "- a", "1. a", "> a", "    a", "===", "a|b\n-|-\nc|d", "```\na"} {
		for _, before := range []string{"", "\n", "x\n", "x\n\n", "x\n\n  "} {
			for _, space := range []string{" ", "   ", "\t", "\n", " \n ", "\u00a0", "y\n ", "y\n\n    "} {
				text := before + space + after
				span := Span{len([]rune(before)), len([]rune(before + space)), "[+]"}
				page, got := rendered(t, written(t, func(p *Page) { p.QuoteHighlighted(text, []Span{span}) }))
				for _, tag := range []string{"<h", "<li", "<table", "<pre", "<code", "<blockquote>\n<blockquote"} {
					if strings.Contains(page, tag) {
						t.Errorf("%q became markup: %s", text, page)
					}
				}
				if bare(strings.ReplaceAll(got, "[+]", "")) != bare(text) {
					t.Errorf("%q came out as %q", text, got)
				}
			}
		}
	}
}
