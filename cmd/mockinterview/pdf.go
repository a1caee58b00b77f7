package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
)

// A PDF is a program of a kind, so that it is bounded in everything: its bytes, its pages, and the time that reading it
// may take.
const (
	pdfMagic   = "%PDF-"
	largestPDF = 5 << 20
	mostPages  = 30
	pdfWithin  = 10 * time.Second
)

// pdfText is the text of a PDF, without its layout.
func pdfText(ctx context.Context, what string, r io.Reader) (string, error) {
	const hint = "copy its text into a .txt or .md file"
	b, err := io.ReadAll(io.LimitReader(r, largestPDF+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read %s: %w", what, err)
	case len(b) > largestPDF:
		return "", usagef(hint, "%s is larger than %d MB", what, largestPDF>>20)
	}
	ctx, cancel := context.WithTimeout(ctx, pdfWithin)
	defer cancel()
	type result struct {
		words string
		err   error
	}
	done := make(chan result, 1)
	go func() { // which is left behind if it never ends
		words, err := pdfPages(b)
		done <- result{words, err}
	}()
	select {
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return "", usagef(hint, "%s takes longer than %s to read", what, pdfWithin)
		}
		return "", ctx.Err()
	case got := <-done:
		if got.err != nil {
			return "", usagef(hint, "%s cannot be read: %v", what, got.err)
		}
		return got.words, nil
	}
}

// pdfPages reads page after page. The library panics on some files that are damaged.
func pdfPages(b []byte) (words string, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			words, err = "", fmt.Errorf("it is damaged: %v", broken)
		}
	}()
	doc, err := pdf.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return "", err
	}
	if n := doc.NumPage(); n > mostPages {
		return "", fmt.Errorf("it has %d pages, and %d are read at most", n, mostPages)
	}
	var out strings.Builder
	for n := 1; n <= doc.NumPage(); n++ {
		page := doc.Page(n)
		if page.V.IsNull() {
			continue
		}
		writeGlyphs(&out, page.Content().Text)
	}
	return out.String(), nil
}

// writeGlyphs puts the glyphs of a page together: another height is another line, and a gap is a space, which many
// files leave out.
func writeGlyphs(out *strings.Builder, glyphs []pdf.Text) {
	for i, g := range glyphs {
		if i > 0 {
			before := glyphs[i-1]
			switch gap := g.X - before.X - before.W; {
			case math.Abs(g.Y-before.Y) > g.FontSize/2:
				out.WriteByte('\n')
			case math.Abs(gap) > g.FontSize/5 && g.S != " " && before.S != " ":
				out.WriteByte(' ')
			}
		}
		out.WriteString(g.S)
	}
	out.WriteByte('\n')
}
