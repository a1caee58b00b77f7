package scorecard

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"mockinterview/interviewer"
)

// page is the frame of an HTML export: no script, nothing from elsewhere, readable on a phone, where each row of a
// table stands as lines, in the dark and on paper without colour: a mark has its shape besides.
const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>%s</title>
<style>
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%%, transparent); }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;` +
	` overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; margin-top: 2rem; }
h2 { border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; min-width: 5.5rem;` +
	` border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th:first-child, td:first-child { min-width: 1.5rem; }
blockquote { margin: .6rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--line); }
code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
pre { overflow-x: auto; }
.plus { color: light-dark(#0a6b2d, #6fdc8c); }
.part { color: light-dark(#8a5a00, #f1c21b); }
.minus { color: light-dark(#a2191f, #ff8389); }
@media screen and (max-width: 34rem) {
	.table table, .table tbody, .table tr, .table td { display: block; }
	.table thead { position: absolute; left: -100em; }
	.table tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
	.table td { border: 0; padding: .1rem 0; text-align: left !important; }
	.table td::before { content: attr(data-label) ": "; font-weight: 600; }
	.table td:empty { display: none; }
}
@media print {
	:root { color-scheme: light; }
	body { margin: 0; max-width: none; font-size: 10.5pt; color: #000; background: #fff; }
	.plus, .part, .minus { color: inherit; }
	.table, pre { overflow: visible; }
	pre { white-space: pre-wrap; }
	h2, h3 { break-after: avoid; }
	p:has(+ blockquote, + ul, + pre) { break-after: avoid; }
	tr, blockquote, li { break-inside: avoid; }
}
</style>
</head>
<body>
<main>
%s</main>
</body>
</html>
`

// HTML writes the whole session as one page without script.
func (wr Writer) HTML(w io.Writer, s interviewer.Session) error {
	var md, body bytes.Buffer
	if err := wr.Markdown(&md, s); err != nil {
		return err
	}
	// Raw HTML is not passed through: goldmark leaves it out unless told otherwise, and the page has made it text
	// already.
	convert := goldmark.New(goldmark.WithExtensions(extension.Table),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(cellLabels{}, 0)))).Convert
	if err := convert(md.Bytes(), &body); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	shaped := strings.NewReplacer(
		"<table>", `<div class="table"><table>`, "</table>", "</table></div>",
		"<strong>[+]", `<strong class="plus">[+]`, "<strong>[~]", `<strong class="part">[~]`,
		"<strong>[-]", `<strong class="minus">[-]`,
	).Replace(body.String())
	title := html.EscapeString(interviewer.OneLine(interviewer.Visible(s.Pack.Title + ": mock interview " + s.ID)))
	_, err := fmt.Fprintf(w, page, title, shaped)
	return err
}

// cellLabels gives every cell of a table the heading of its column, for a screen that has no room for columns.
type cellLabels struct{}

// Transform is of parser.ASTTransformer.
func (cellLabels) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	for table := doc.FirstChild(); table != nil; table = table.NextSibling() {
		if table.Kind() != extast.KindTable {
			continue
		}
		var heads [][]byte
		for row := table.FirstChild(); row != nil; row = row.NextSibling() {
			column := 0
			for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
				if row.Kind() == extast.KindTableHeader {
					heads = append(heads, cell.Lines().Value(reader.Source()))
				} else if column < len(heads) {
					cell.SetAttributeString("data-label", heads[column])
				}
				column++
			}
		}
	}
}
