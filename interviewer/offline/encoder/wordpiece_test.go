package encoder

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func testVocabulary(tb testing.TB) vocabulary {
	tb.Helper()
	list, err := os.ReadFile("testdata/vocab.txt")
	if err != nil {
		tb.Fatal(err)
	}
	v, err := newVocabulary(string(list), strings.Count(string(list), "\n"))
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// goldenTokens are texts with the tokens that transformers makes of them.
func goldenTokens(tb testing.TB) (texts []string, tokens []string) {
	tb.Helper()
	b, err := os.ReadFile("testdata/tokens.txt")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		quoted, ids, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		var text string
		if err := json.Unmarshal([]byte(quoted), &text); err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
		texts, tokens = append(texts, text), append(tokens, ids)
	}
	return texts, tokens
}

func TestTokensAreThoseOfTransformers(t *testing.T) {
	v := testVocabulary(t)
	texts, want := goldenTokens(t)
	if len(texts) < 300 {
		t.Fatalf("only %d texts", len(texts))
	}
	for i, text := range texts {
		if got := strings.Trim(fmt.Sprint(v.appendSentence(nil, text)), "[]"); got != want[i] {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want[i])
		}
	}
}

func TestAVocabularyThatIsNoneIsAnError(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{"fewer pieces than said", "[UNK]\n[CLS]\n", "piece 2 is missing"},
		{"more pieces than said", "[UNK]\n[CLS]\n[SEP]\na\n", "more pieces"},
		{"an empty piece", "[UNK]\n\n[SEP]\n", "piece 1 is missing"},
		{"the last newline missing", "[UNK]\n[CLS]\n[SEP]", "piece 2 is missing"},
		{"a piece twice", "[UNK]\n##a\n##a\n", `"a", is there twice`},
		{"no special piece", "[UNK]\n[CLS]\nsep\n", "no [SEP]"},
	} {
		if _, err := newVocabulary(c.list, 3); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func FuzzSentence(f *testing.F) {
	texts, _ := goldenTokens(f)
	for _, text := range texts {
		f.Add(text)
	}
	v := testVocabulary(f)
	f.Fuzz(func(t *testing.T, text string) {
		tokens := v.appendSentence(nil, text)
		if n := len(tokens); n < 2 || n > MaxTokens || tokens[0] != v.start || tokens[n-1] != v.end {
			t.Fatalf("%q makes %v", text, tokens)
		}
		for word := range words(text) {
			if len(word) == 0 || !utf8.Valid(word) || strings.ContainsAny(string(word), " \t\r\n\x00") {
				t.Fatalf("%q has the word %q", text, word)
			}
		}
		if spaced := v.appendSentence(nil, " "+text+"\t"); fmt.Sprint(spaced) != fmt.Sprint(tokens) {
			t.Fatalf("%q makes %v, with spaces around it %v", text, tokens, spaced)
		}
	})
}
