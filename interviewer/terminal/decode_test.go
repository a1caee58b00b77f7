package terminal

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// decoded feeds bytes in pieces of n and gives the keys and what they stand for.
func decoded(s string, n int) ([]rune, string) {
	var d decoder
	for len(s) > 0 {
		k := min(n, len(s))
		d.feed([]byte(s[:k]))
		s = s[k:]
	}
	for _, more := d.patience(); more; _, more = d.patience() {
		d.expire()
	}
	return d.out, d.expand(string(d.out))
}

func TestKeysAreWhatReadlineKnows(t *testing.T) {
	cases := []struct {
		name, in string
		want     []rune
	}{
		{"text", "aé数🙂", []rune("aé数🙂")},
		{"arrows", "\x1b[A\x1b[B\x1b[C\x1b[D\x1bOA\x1bOD", []rune{16, 14, 6, 2, 16, 2}},
		{
			"home and end in all dialects",
			"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1bOH\x1bOF",
			[]rune{1, 5, 1, 5, 1, 5, 1, 5},
		},
		{
			"by words",
			"\x1b[1;5C\x1b[1;3D\x1bb\x1bf\x1bd\x1b\x7f",
			[]rune{27, 'f', 27, 'b', 27, 'b', 27, 'f', 27, 'd', 27, 0x7f},
		},
		{"delete", "\x1b[3~\x1b[3;5~", []rune{deleteKey, deleteKey}},
		{
			"function keys and reports",
			"\x1b[15~\x1b[[A\x1bOP\x1b[I\x1b[12;40R\x1b[<0;1;1M\x1b]11;rgb:0/0/0\x1b\\\x1bP1$r\x1b\\\x1b_x\x07",
			nil,
		},
		{"controls that do nothing", "\x00\x07\x0f\x11\x12\x13\x16\x18\x1d\x1f", nil},
		{"a new line in all dialects", "\x1b[13;2u\x1b[27;2;13~\x1b\r\x1b\n\n", []rune{13, 13, 13, 10, 10}},
		{"a key after a lone Esc", "\x1bq\x1bé", []rune("qé")},
		{"a lone Esc", "a\x1b", []rune("a")},
		{"Esc before a key", "\x1b\x1b[A\x1b\ra", []rune{16, 13, 'a'}},
		{"UTF-8 cut at the end", "a\xe6\x95", []rune{'a', utf8.RuneError, utf8.RuneError}},
		{"an endless string ends with Enter", "\x1b]0;title\rab", []rune("\rab")},
	}
	for _, tc := range cases {
		for n := 1; n < 9; n++ {
			if got, _ := decoded(tc.in, n); !slices.Equal(got, tc.want) {
				t.Errorf("%s, %d bytes at a time: %q, want %q", tc.name, n, got, tc.want)
			}
		}
	}
}

func TestPastesStandForThemselves(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"a short one", "x" + paste("/quit") + "y", "x/quity"},
		{"lines", paste("a\rb\r\nc\n.") + "y", "a\nb\nc\n.y"},
		{"escapes inside", paste("\x1b[A\x1b[200~\x03\x04\x00") + "y", "\x1b[A\x1b[200~\x03\x04\x00y"},
		{"not UTF-8", paste("\xff\xfe") + "y", "\xff\xfey"},
		{"a half marker", paste("\x1b[201\x1b[20") + "y", "\x1b[201\x1b[20y"},
		{"private characters", paste("\U00100000\U00100003") + "\U00100001y", "\U00100000\U00100003\U00100001y"},
		{"nothing", paste("") + "y", "y"},
		{"one that is cut off", "x\x1b[200~half\ra", "xhalf\na"},
		{"one cut off in its end marker", "x\x1b[200~half\x1b[20", "xhalf\x1b[20"},
	}
	for _, tc := range cases {
		for n := 1; n < 9; n++ {
			if _, got := decoded(tc.in, n); got != tc.want {
				t.Errorf("%s, %d bytes at a time: %q, want %q", tc.name, n, got, tc.want)
			}
		}
	}
}

// However the bytes come, a paste arrives whole, and neither it nor a sequence leaves an Enter behind.
func FuzzDecoder(f *testing.F) {
	f.Add("typed", "past\ned", "\x1b[A", 3)
	f.Add("", "\x1b[201", "\x1b", 1)
	f.Fuzz(func(t *testing.T, before, pasted, after string, n int) {
		if strings.Contains(pasted+"\x1b[201~", "\x1b[201~\x1b") || strings.Contains(pasted, "\x1b[201~") ||
			strings.ContainsAny(before+after, "\x1b") ||
			n < 1 {
			t.Skip()
		}
		if r, _ := utf8.DecodeLastRuneInString(before); r == utf8.RuneError {
			t.Skip() // cut UTF-8 swallows what follows
		}
		out, text := decoded(before+paste(pasted)+after+"!", n)
		if !strings.Contains(text, newlines(pasted)) {
			t.Errorf("the paste %q is not in %q", pasted, text)
		}
		enters := strings.Count(before+after, "\r") + strings.Count(before+after, "\n")
		got := 0
		for _, r := range out {
			if r == keyEnter || r == keyLF {
				got++
			}
			if r < ' ' && 1<<r&passedControls == 0 {
				t.Errorf("key %d came through", r)
			}
		}
		if got != enters {
			t.Errorf("%d lines were entered, want %d", got, enters)
		}
	})
}

func paste(s string) string { return "\x1b[200~" + s + "\x1b[201~" }

// Where each key is waited for, what comes at once is one: the way out, the key that is held, or a paste.
func TestKeysThatComeAtOnceAreOne(t *testing.T) {
	const pasted = string(firstBlock)
	for keys, want := range map[string]string{
		"y": "y", "yyyy": "y", "é": "é", "\r": "\r", "\r\r": "\r", "\x1b[A": "\x10", "\x1b[A\x1b[A": "\x10",
		"yn": pasted, "y\r": pasted, "12": pasted, "\x1b[Ay": pasted, paste("y"): pasted, "y" + paste("n"): pasted,
		"\x1b[1;5D": "", "\x1bf": "", "\x0f": "", "y\x03": "\x03", "\x03y": "\x03", "y\x04": "\x04", "yes\x1cno": "\x1c",
	} {
		d := decoder{whole: true}
		d.feed([]byte(keys))
		d.unite()
		got := strings.Map(func(r rune) rune {
			if block(r) {
				return firstBlock // whichever
			}
			return r
		}, string(d.out))
		if got != want {
			t.Errorf("%q is %q, want %q", keys, got, want)
		}
	}
}
