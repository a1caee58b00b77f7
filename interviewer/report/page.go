// Package report writes the parts that every page of the program shares: Markdown, the escape that keeps foreign text
// text, counts and outcomes in words, and files that are whole or not there.
//
// A Page collects Markdown. What its methods take as a format or a cell is Markdown already; text that somebody else
// wrote goes through Inline, Code, Sentence or Escape first. Control characters are made visible when the page is
// written, by the function that NewPage was given, so that no page can let one through.
package report

import (
	"fmt"
	"io"
	"strings"
)

// Page is a Markdown document under way.
type Page struct {
	text    strings.Builder
	visible func(string) string
}

// NewPage begins a page. visible makes control characters visible; package interviewer has it, which report does not
// import.
func NewPage(visible func(string) string) *Page { return &Page{visible: visible} }

// To writes the page, with one line feed at its end.
func (p *Page) To(w io.Writer) error {
	_, err := io.WriteString(w, p.visible(strings.TrimRight(p.text.String(), "\n"))+"\n")
	return err
}

// Line writes a line: a list item, say, whose list goes on.
func (p *Page) Line(format string, args ...any) { fmt.Fprintf(&p.text, format+"\n", args...) }

// Gap writes the empty line that ends a list.
func (p *Page) Gap() { p.text.WriteByte('\n') }

// Paragraph writes a line and the empty line after it.
func (p *Page) Paragraph(format string, args ...any) {
	p.Line(format, args...)
	p.Gap()
}

// Heading writes a heading of a level from 1 to 6.
func (p *Page) Heading(level int, format string, args ...any) {
	p.Paragraph("%s %s", strings.Repeat("#", level), fmt.Sprintf(format, args...))
}

// Items writes a list and the empty line after it, or nothing where there are no items.
func (p *Page) Items(items []string) {
	for _, item := range items {
		p.Line("- %s", item)
	}
	if len(items) > 0 {
		p.Gap()
	}
}

// Quote writes plain text as a block quote, line for line.
func (p *Page) Quote(text string) { p.Paragraph("%s", quoted(Escape(text))) }

// QuoteHighlighted is Quote with some pieces of the text in bold.
func (p *Page) QuoteHighlighted(text string, spans []Span) {
	p.Paragraph("%s", quoted(highlight(text, spans)))
}

// Code writes lines as a code block. It is an indented one: no text can end it, as it could end a fence.
func (p *Page) Code(text string) {
	for line := range strings.Lines(text) {
		p.Line("    %s", strings.TrimRight(line, " \n"))
	}
	p.Gap()
}

// Table writes a table of cells that are Markdown already, and the empty line after it. The last columns, as many as
// figures says, are flush right.
func (p *Page) Table(head []string, figures int, rows [][]string) {
	p.Line("| %s |", strings.Join(head, " | "))
	p.Line("|%s%s", strings.Repeat("---|", len(head)-figures), strings.Repeat("--:|", figures))
	for _, row := range rows {
		p.Line("| %s |", strings.Join(row, " | "))
	}
	p.Gap()
}

// quoted puts the marks of a block quote before escaped lines. Two spaces at a line's end keep the line break.
func quoted(escaped string) string {
	lines := strings.Split(escaped, "\n")
	for i, l := range lines {
		switch {
		case strings.TrimSpace(l) == "":
			lines[i] = ">"
		case i == len(lines)-1 || strings.TrimSpace(lines[i+1]) == "":
			lines[i] = "> " + l
		default:
			lines[i] = "> " + l + "  "
		}
	}
	return strings.Join(lines, "\n")
}
