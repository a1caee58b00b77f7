package terminal

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"mockinterview/interviewer"
)

// Render lays out Markdown for a terminal: headings, emphasis, code, lists, block quotes, tables aligned and wrapped to
// the width, rules. HTML is shown as it is written. Bold text that begins with [+], [-] or [~] is evidence for, against
// and in part, and is coloured so; the signs stay, so that it can be told apart without colour.
func Render(w io.Writer, markdown string, s Style) error {
	src := []byte(newlines(markdown))
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	r := &renderer{src: src, style: s, bars: "│ "}
	if s.Linear {
		r.bars = "> "
	}
	r.children(md.Parser().Parse(text.NewReader(src)), frame{width: s.Width}, false)
	_, err := io.WriteString(w, r.out.String())
	return err
}

// renderer writes one document.
type renderer struct {
	src   []byte
	style Style
	bars  string // before the lines of a quotation
	out   strings.Builder
}

// frame is where a block stands: what comes before its first line and the others, and how wide it may be; 0 is any
// width.
type frame struct {
	first, rest string
	width       int
}

// narrower is the frame inside a prefix. Nothing is squeezed below ten columns: deep nesting overflows instead.
func (f frame) narrower(first, rest string) frame {
	in := frame{first: f.first + first, rest: f.rest + rest, width: f.width}
	if f.width > 0 {
		in.width = max(f.width-ansi.StringWidth(rest), 10)
	}
	return in
}

// lines writes lines in their frame.
func (r *renderer) lines(f frame, lines []string) {
	prefix := f.first
	for _, l := range lines {
		r.out.WriteString(strings.TrimRight(prefix+l, " ") + "\n")
		prefix = f.rest
	}
}

// children writes blocks, with an empty line between them unless they are packed tightly.
func (r *renderer) children(n ast.Node, f frame, tight bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.PreviousSibling() != nil && !tight {
			r.lines(frame{first: f.rest}, []string{""})
		}
		if c.PreviousSibling() != nil {
			f.first = f.rest
		}
		r.block(c, f)
	}
}

func (r *renderer) block(n ast.Node, f frame) {
	switch n := n.(type) {
	case *ast.Heading:
		r.heading(n, f)
	case *ast.Paragraph, *ast.TextBlock:
		r.lines(f, r.flow(n, appearance{}, f.width))
	case *ast.List:
		r.list(n, f)
	case *ast.Blockquote:
		bar := r.style.dim(r.bars)
		r.children(n, f.narrower(bar, bar), false)
	case *ast.ThematicBreak:
		r.lines(f, []string{r.style.dim(strings.Repeat("-", min(rule(f.width), 100)))})
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		r.verbatim(n, f)
	case *extast.Table:
		r.table(n, f)
	default:
		r.children(n, f, false)
	}
}

func rule(width int) int {
	if width <= 0 {
		return 40
	}
	return width
}

// heading underlines the two upper ranks, which shows them without colour.
func (r *renderer) heading(n *ast.Heading, f frame) {
	lines := r.flow(n, appearance{bold: true}, f.width)
	if n.Level <= 2 {
		longest := 0
		for _, l := range lines {
			longest = max(longest, ansi.StringWidth(l))
		}
		if !r.style.Linear {
			under := "="
			if n.Level == 2 {
				under = "-"
			}
			lines = append(lines, r.style.dim(strings.Repeat(under, longest)))
		}
	}
	r.lines(f, lines)
}

func (r *renderer) list(n *ast.List, f frame) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if item.PreviousSibling() != nil {
			f.first = f.rest
			if !n.IsTight {
				r.lines(frame{first: f.rest}, []string{""})
			}
		}
		mark := "- "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		in := f.narrower(mark, strings.Repeat(" ", len(mark)))
		if item.FirstChild() == nil {
			r.lines(in, []string{""})
		}
		r.children(item, in, n.IsTight)
	}
}

// verbatim keeps the lines of code and HTML, cut only where the screen ends.
func (r *renderer) verbatim(n ast.Node, f frame) {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.src))
	}
	if html, ok := n.(*ast.HTMLBlock); ok && html.HasClosure() {
		b.Write(html.ClosureLine.Value(r.src))
	}
	in := f
	if _, ok := n.(*ast.HTMLBlock); !ok {
		in = f.narrower("    ", "    ")
	}
	body := strings.ReplaceAll(strings.TrimRight(interviewer.Visible(b.String()), "\n"), "\t", "    ")
	if in.width > 0 {
		body = ansi.Hardwrap(body, in.width, true)
	}
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		lines[i] = r.style.accent(l)
	}
	r.lines(in, lines)
}
