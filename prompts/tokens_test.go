package prompts

import (
	"strings"
	"testing"
)

// The wanted counts were made once with the library's own full loader over the published rank tables.
func TestCountsAreThoseOfThePublishedVocabularies(t *testing.T) {
	texts := map[string]string{
		"empty":   "",
		"plain":   "We retry three times with a growing pause, then park the message.",
		"code":    "if err := tx.Commit(); err != nil {\n\treturn fmt.Errorf(\"commit: %w\", err)\n}\n",
		"numbers": "40 payments a second, 50,000 at peak, p99 under 250ms",
		"mixed":   "Żółć, naïve café — 数据库一致性, Привет, 🙂🙂",
		"spaces":  "a   b\n\n\n  c\t\td   ",
	}
	want := map[string][2]int{
		"code":    {22, 22},
		"empty":   {0, 0},
		"mixed":   {18, 23},
		"numbers": {18, 18},
		"plain":   {14, 14},
		"spaces":  {9, 9},
	}
	var tok Tokens
	for name, text := range texts {
		got := [2]int{tok.Count(EncodingFor("gpt-4o"), text), tok.Count(EncodingFor("gpt-4-turbo"), text)}
		if got != want[name] {
			t.Errorf("%s: counted %v (o200k, cl100k), want %v", name, got, want[name])
		}
	}
}

func TestEncodingForKnowsTheNamesInUse(t *testing.T) {
	tests := []struct {
		model string
		enc   string
		exact bool
	}{
		{"gpt-4o-mini", "o200k_base", true},
		{"gpt-4.1-nano-2025-04-14", "o200k_base", true},
		{"gpt-5.4-mini", "o200k_base", true},
		{"o3-mini", "o200k_base", true},
		{"openai/gpt-oss-20b", "o200k_base", true},
		{"gpt-4", "cl100k_base", true},
		{"gpt-4-32k", "cl100k_base", true},
		{"gpt-3.5-turbo-0125", "cl100k_base", true},
		{"qwen3:8b", "o200k_base", false},
		{"o10-something", "o200k_base", false},
		{"claude-sonnet-4-5", "o200k_base", false},
		{"", "o200k_base", false},
	}
	for _, tt := range tests {
		e := EncodingFor(tt.model)
		if e.name != tt.enc || e.Exact() != tt.exact {
			t.Errorf("EncodingFor(%q) = %s, exact %v; want %s, %v", tt.model, e.name, e.exact, tt.enc, tt.exact)
		}
	}
	if got := EncodingFor("llama3").Format(12); got != "~12" {
		t.Errorf("an estimate is written %q, want ~12", got)
	}
}

func TestPiecesCutOnlyRunsWithoutSpace(t *testing.T) {
	prose := strings.Repeat("word and word ", 500)
	n := 0
	for p := range pieces(prose) {
		n++
		if p != prose {
			t.Fatal("prose came back changed")
		}
	}
	if n != 1 {
		t.Errorf("prose was cut into %d pieces, want 1", n)
	}
	run := strings.Repeat("数", 1000)
	var all strings.Builder
	n = 0
	for p := range pieces(run) {
		n++
		all.WriteString(p)
	}
	if n != 4 || all.String() != run {
		t.Errorf("a run of 1000 was cut into %d pieces (want 4), joined equal: %v", n, all.String() == run)
	}
}

func BenchmarkLoadO200k(b *testing.B) {
	for b.Loop() {
		if _, err := load("o200k_base"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCountAnswer(b *testing.B) {
	var tok Tokens
	text := strings.Repeat("We retry three times with a growing pause, then park the message and alert. ", 15)
	e := EncodingFor("gpt-4o")
	tok.count(e, text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		tok.count(e, text)
	}
}

func BenchmarkCountUnbrokenChinese(b *testing.B) {
	var tok Tokens
	text := strings.Repeat("数据库一致性问题", 2000)
	e := EncodingFor("gpt-4o")
	tok.count(e, text)
	for b.Loop() {
		tok.count(e, text)
	}
}
