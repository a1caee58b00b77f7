package interviewer

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisibleWritesOutWhatWouldAct(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"plain text", "retry with backoff\n\tand jitter", "retry with backoff\n\tand jitter"},
		{"accents, CJK and emoji", "naïve e\u0301 数据 🙂 👍🏽 🇺🇳", "naïve e\u0301 数据 🙂 👍🏽 🇺🇳"},
		{
			"an emoji joined of several",
			"👩\u200d💻 🏳\ufe0f\u200d🌈 ❤\ufe0f 1\ufe0f\u20e3",
			"👩\u200d💻 🏳\ufe0f\u200d🌈 ❤\ufe0f 1\ufe0f\u20e3",
		},
		{"joiners of a script", "می\u200cخواهم क\u094d\u200dष", "می\u200cخواهم क\u094d\u200dष"},
		{"letters written right to left", "שלום مرحبا \u0600", "שלום مرحبا \u0600"},
		{"escape", "\x1b[31mred", "␛[31mred"},
		{"the clipboard", "\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"},
		{"a one-byte sequence", "\u009b31m", "‹U+009B›31m"},
		{"a raw byte", "\x9b31m", "‹0x9B›31m"},
		{"the line reversed", "\u202egpj.exe", "‹U+202E›gpj.exe"},
		{"hidden letters", "ig\u200bnore", "ig‹U+200B›nore"},
		{"a joiner between letters", "prev\u200dious", "prev‹U+200D›ious"},
		{"a lone selector", "a\ufe0f", "a‹U+FE0F›"},
		{"tags", "a\U000e0041", "a‹U+E0041›"},
		{"a carriage return", "safe\rEVIL", "safe␍EVIL"},
		{"a line end of two", "one\r\ntwo", "one\ntwo"},
		{"NUL and DEL", "\x00\x7f", "␀␡"},
		{"line separator", "a\u2028b", "a‹U+2028›b"},
	}
	for _, tc := range cases {
		if got := Visible(tc.text); got != tc.want {
			t.Errorf("%s: Visible(%q) is %q, want %q", tc.name, tc.text, got, tc.want)
		}
	}
}

// acts lists what a terminal would obey in text, apart from line feeds and tabs.
func acts(s string) []string {
	var out []string
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"), r != '\n' && r != '\t' && unicode.IsControl(r),
			unicode.Is(unicode.Bidi_Control, r), r == '\u200b', r == '\ufeff', r == '\u2028', r == '\u2029':
			out = append(out, strconv.QuoteRune(r))
		}
	}
	return out
}

func TestNothingHostileStaysRaw(t *testing.T) {
	all := hostile(t)
	if len(all) < 200 {
		t.Fatalf("only %d hostile strings", len(all))
	}
	for _, s := range all {
		got := Visible(s)
		if left := acts(got); len(left) > 0 {
			t.Errorf("Visible(%q) leaves %v", s, left)
		}
		if again := Visible(got); again != got {
			t.Errorf("Visible(%q) changes a second time, from %q to %q", s, got, again)
		}
	}
}

// hostile reads the corpus.
func hostile(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		s, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, s)
	}
	return out
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"", "a\x1b[2J", "👩\u200d💻", "\xff", "\r\n\r"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Visible(s)
		if left := acts(got); len(left) > 0 {
			t.Errorf("Visible(%q) leaves %v", s, left)
		}
		if !utf8.ValidString(got) {
			t.Errorf("Visible(%q) is not UTF-8: %q", s, got)
		}
		if again := Visible(got); again != got {
			t.Errorf("Visible(%q) changes a second time", s)
		}
	})
}
