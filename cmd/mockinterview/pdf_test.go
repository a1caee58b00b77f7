package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// pdfOf writes a PDF by hand: so many pages with the same words on two rows each.
func pdfOf(pages int, first, second string) string {
	var b strings.Builder
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	kids := ""
	for n := range pages {
		kids += fmt.Sprintf("%d 0 R ", 5+n)
	}
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	content := fmt.Sprintf("BT /F1 12 Tf 72 700 Td (%s) Tj 0 -20 Td (%s) Tj ET", first, second)
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	for range pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R " +
			"/Resources << /Font << /F1 3 0 R >> >> >>")
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return b.String()
}

func TestThePagesOfAPDFAreRead(t *testing.T) {
	got, err := pdfText(t.Context(), "the résumé", strings.NewReader(pdfOf(2, "Rate limits and quotas", "Go, SQL")))
	if err != nil || strings.Count(got, "Rate limits and quotas\nGo, SQL\n") != 2 {
		t.Errorf("read %q, %v", got, err)
	}
}

func TestAPDFIsBounded(t *testing.T) {
	whole := pdfOf(1, "words", "words")
	for name, tc := range map[string]struct{ in, want string }{
		"too many pages": {pdfOf(31, "a", "b"), "it has 31 pages, and 30 are read at most"},
		"too large":      {whole + strings.Repeat("%", largestPDF), "is larger than 5 MB"},
		"cut off":        {whole[:len(whole)/2], "cannot be read"},
		"not one at all": {"%PDF-1.7 not really", "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pdfText(t.Context(), "the résumé", strings.NewReader(tc.in))
			var f *failure
			if !errors.As(err, &f) || f.code != exitUsage || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("gives %v, want %q", err, tc.want)
			}
		})
	}
}

// Nothing that a file holds may end the program.
func FuzzPDF(f *testing.F) {
	f.Add(pdfOf(1, "words", "more words"))
	f.Add("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 3 >>\nendobj\nstartxref\n9\n%%EOF\n")
	f.Fuzz(func(_ *testing.T, in string) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		_, _ = pdfText(ctx, "the résumé", strings.NewReader(in))
	})
}
