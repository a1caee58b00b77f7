package interviewer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// EncodeJSON writes a value as indented JSON that is safe to show on a terminal. encoding/json escapes the C0 controls
// only; DEL, the C1 controls, bidi controls and characters that print nothing are written as \uXXXX here as well, which
// every reader of JSON turns back into the same text.
func EncodeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(EscapeControls(b.Bytes()))
	return err
}

// VisibleJSON is a writer of JSON that escapes as EncodeJSON does what is written to it, piece by piece. No piece may
// end within a character.
type VisibleJSON struct{ W io.Writer }

// Write writes a piece.
func (v VisibleJSON) Write(b []byte) (int, error) {
	_, err := v.W.Write(EscapeControls(b))
	return len(b), err
}

// EscapeControls writes as \uXXXX what a terminal would obey or not show in a text of JSON. It relies on JSON having no
// character beyond ASCII, and no DEL, outside its strings.
func EscapeControls(in []byte) []byte {
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); {
		if in[i] < 0x7f {
			out = append(out, in[i])
			i++
			continue
		}
		r, n := utf8.DecodeRune(in[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			out = append(out, `\ufffd`...) // as encoding/json has it; a raw message may hold such a byte
		case Visible(string(r)) == string(r):
			out = append(out, in[i:i+n]...)
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
		}
		i += n
	}
	return out
}
