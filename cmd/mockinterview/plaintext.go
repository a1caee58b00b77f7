package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// plainText reads text that a user names: UTF-8, or UTF-16 with a byte order mark, with any ends of lines. It never
// reads more than limit bytes and one, whatever it is given.
func plainText(what string, r io.Reader, limit int) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", what, err)
	}
	if kind := binaryKind(b); kind != "" { // before its length: keeping a part of a program helps nobody
		return "", usagef("copy its text into a .txt or .md file", "%s is %s, which is not read", what, kind)
	}
	if len(b) > limit {
		return "", usagef("keep the part that matters", "%s is longer than %d bytes", what, limit)
	}
	s := strings.ToValidUTF8(unmarked(b), "\uFFFD")
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), nil
}

// unmarked is the text of bytes, by their byte order mark if they have one.
func unmarked(b []byte) string {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return string(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	}
	units := make([]uint16, 0, len(b)/2)
	for b = b[2:]; len(b) >= 2; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return string(utf16.Decode(units))
}

// binaryKind says what a file is that is no text, or "" for text.
func binaryKind(b []byte) string {
	for _, k := range []struct{ magic, name string }{
		{"%PDF-", "a PDF"},
		{"PK\x03\x04", "a Word document or another archive"},
		{"\xd0\xcf\x11\xe0", "an old Word document"},
		{`{\rtf`, "a rich text document"},
	} {
		if bytes.HasPrefix(b, []byte(k.magic)) {
			return k.name
		}
	}
	marked := bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
	switch {
	case !marked && bytes.IndexByte(b, 0) >= 0:
		return "a binary file"
	case !marked && !utf8.Valid(b) && 10*strings.Count(strings.ToValidUTF8(string(b), "\x00"), "\x00") > len(b):
		return "no text in UTF-8"
	}
	return ""
}
