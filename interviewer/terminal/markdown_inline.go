package terminal

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/fatih/color"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"mockinterview/interviewer"
)

// appearance is how a character looks.
type appearance struct {
	bold, italic, code, link, struck bool
	tone                             tone
}

// tone is what a piece of evidence says.
type tone int

const (
	neutral tone = iota
	speaksFor
	speaksAgainst
	speaksPartly
)

func (l appearance) attributes() []color.Attribute {
	var out []color.Attribute
	add := func(on bool, a color.Attribute) {
		if on {
			out = append(out, a)
		}
	}
	add(l.bold, color.Bold)
	add(l.italic, color.Italic)
	add(l.code, color.FgCyan)
	add(l.link, color.Underline)
	add(l.struck, color.CrossedOut)
	add(l.tone == speaksFor, color.FgGreen)
	add(l.tone == speaksAgainst, color.FgRed)
	add(l.tone == speaksPartly, color.FgYellow)
	return out
}

// styledText is text with the appearance of each of its characters.
type styledText struct {
	text        []rune
	appearances []appearance
}

// add appends text made safe. Lines may only be broken on purpose.
func (t *styledText) add(s string, l appearance) {
	for _, r := range interviewer.Visible(strings.ReplaceAll(s, "\t", "    ")) {
		t.text = append(t.text, r)
		t.appearances = append(t.appearances, l)
	}
}

// flow is the inline content of a block as coloured lines of at most width columns.
func (r *renderer) flow(n ast.Node, l appearance, width int) []string {
	var p styledText
	r.inlines(n, l, &p)
	return p.lines(r.style, width)
}

func (r *renderer) inlines(n ast.Node, l appearance, p *styledText) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.inline(c, l, p)
	}
}

func (r *renderer) inline(n ast.Node, l appearance, p *styledText) {
	switch n := n.(type) {
	case *ast.Text:
		p.add(unescaped(n.Value(r.src)), l)
		switch {
		case n.HardLineBreak(), n.SoftLineBreak() && r.style.Width == 0:
			p.add("\n", l)
		case n.SoftLineBreak():
			p.add(" ", l)
		}
	case *ast.String:
		p.add(unescaped(n.Value), l)
	case *ast.CodeSpan:
		r.codeSpan(n, l, p)
	case *ast.Emphasis:
		if n.Level >= 2 {
			l.bold, l.tone = true, r.evidence(n, l.tone)
		} else {
			l.italic = true
		}
		r.inlines(n, l, p)
	case *extast.Strikethrough:
		l.struck = true
		r.inlines(n, l, p)
	case *ast.Link:
		r.link(n, l, p)
	case *ast.AutoLink:
		l.link = true
		p.add(string(n.Label(r.src)), l)
	case *ast.Image:
		p.add("[image: ", l)
		r.inlines(n, l, p)
		p.add("]", l)
	case *ast.RawHTML:
		r.html(n, l, p)
	default:
		r.inlines(n, l, p)
	}
}

// unescaped is what a piece of Markdown text stands for. Character references can stand for controls, so it is made
// safe only afterwards.
func unescaped(b []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(b))))
}

// unbroken is a space at which no line is broken. It is written as a plain one, so that a command can be copied.
const unbroken = "\u00a0"

// codeSpan keeps the backticks where colour cannot tell. It is not broken where it fits on a line: it may be a command.
func (r *renderer) codeSpan(n *ast.CodeSpan, l appearance, p *styledText) {
	l.code = true
	quote := "`"
	if r.style.Color {
		quote = ""
	}
	p.add(quote, l)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			p.add(strings.NewReplacer("\n", unbroken, " ", unbroken).Replace(string(t.Value(r.src))), l)
		}
	}
	p.add(quote, l)
}

func (r *renderer) link(n *ast.Link, l appearance, p *styledText) {
	inner := l
	inner.link = true
	before := len(p.text)
	r.inlines(n, inner, p)
	if to := string(n.Destination); to != string(p.text[before:]) && !strings.HasPrefix(to, "#") {
		p.add(" ("+to+")", l)
	}
}

func (r *renderer) html(n *ast.RawHTML, l appearance, p *styledText) {
	var b strings.Builder
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		b.Write(s.Value(r.src))
	}
	switch strings.ToLower(strings.ReplaceAll(b.String(), " ", "")) {
	case "<br>", "<br/>":
		p.add("\n", l)
	default:
		p.add(b.String(), l)
	}
}

// evidence recognises the sign that bold text begins with.
func (r *renderer) evidence(n *ast.Emphasis, tone tone) tone {
	var p styledText
	r.inlines(n, appearance{}, &p)
	if len(p.text) < 3 {
		return tone
	}
	switch string(p.text[:3]) {
	case "[+]":
		return speaksFor
	case "[-]", "[−]":
		return speaksAgainst
	case "[~]":
		return speaksPartly
	}
	return tone
}

// lines breaks a passage at the width and paints each line by itself, so that no colour runs over a line end.
func (t *styledText) lines(s Style, width int) []string {
	plain := string(t.text)
	broken := wrap(plain, width)
	var out []string
	at := 0
	for _, line := range strings.Split(broken, "\n") {
		var b strings.Builder
		start, l := 0, appearance{}
		runes := []rune(line)
		flush := func(end int) {
			if end > start {
				b.WriteString(s.colored(string(runes[start:end]), l.attributes()...))
				start = end
			}
		}
		for i, r := range runes {
			for at < len(t.text) && t.text[at] != r && unicode.IsSpace(t.text[at]) {
				at++ // breaking a line drops the space around the break
			}
			if at < len(t.appearances) && t.appearances[at] != l {
				flush(i)
				l = t.appearances[at]
			}
			at++
		}
		flush(len(runes))
		out = append(out, strings.ReplaceAll(b.String(), unbroken, " "))
	}
	return out
}

// longestWord is how many columns the longest word of a passage takes.
func (t *styledText) longestWord() int {
	longest := 0
	for _, w := range strings.FieldsFunc(string(t.text), func(r rune) bool { return r == ' ' || r == '\n' }) {
		longest = max(longest, ansi.StringWidth(w))
	}
	return longest
}

// width is the widest line of a passage that is not broken.
func (t *styledText) width() int {
	widest := 0
	for _, l := range strings.Split(string(t.text), "\n") {
		widest = max(widest, ansi.StringWidth(l))
	}
	return widest
}
