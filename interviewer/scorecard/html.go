package scorecard

import (
	"bytes"
	"fmt"
	"html"
	"io"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"mockinterview/interviewer"
)

// page is the frame of an HTML export: no script, nothing from elsewhere, readable on a phone, in the dark and on
// paper.
const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>%s</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; margin-top: 2rem; }
h2 { border-bottom: 1px solid color-mix(in srgb, currentColor 25%%, transparent); padding-bottom: .2rem; }
table { border-collapse: collapse; width: 100%%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;` +
	` border-bottom: 1px solid color-mix(in srgb, currentColor 18%%, transparent); }
blockquote { margin: .6rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid` +
	` color-mix(in srgb, currentColor 35%%, transparent); overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
pre { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; } }
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
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert(md.Bytes(), &body); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	title := html.EscapeString(interviewer.OneLine(interviewer.Visible(s.Pack.Title + ": mock interview " + s.ID)))
	_, err := fmt.Fprintf(w, page, title, body.Bytes())
	return err
}
