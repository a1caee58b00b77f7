package offline

import (
	"slices"
	"strings"
	"testing"

	"mockinterview/rubric"
)

func TestTablesAreReadAsCodeWritesThem(t *testing.T) {
	p, q := testPack()
	c := compile(testLexicon(), p, q)
	for text, want := range map[string]string{
		"One table pay(key PK, status, response, created_at) holds it all.": "pay(key PK, status, response, created_at",
		"We keep pay(key, status) and nothing else.":                        "",
		"We keep the payment(s) and, if asked, the key, too.":               "",
		"It calls hash(a long run of words, b, c) for the key.":             "",
		"We keep pay (the table, the key, the status) in there.":            "",
		"pay(key, status, amount":                                           "",
	} {
		d := c.read([]rubric.Source{{Message: 1, Text: text}}, nil, func(string) bool { return false })
		got := ""
		for _, h := range d.cueHits[c.byCue[cueColumns]] {
			got = text[d.tokens[h.lo].start:d.tokens[h.hi].end]
		}
		if got != want {
			t.Errorf("%q: read %q as a table, want %q", text, got, want)
		}
	}
}

// A quote is a thought: a label comes with what it announces, a condition with what follows from it.
func TestQuotesAreWholeThoughts(t *testing.T) {
	p, q := testPack()
	c := compile(testLexicon(), p, q)
	for _, tt := range []struct{ text, word, want string }{
		{"Timeout: we ask the provider what became of it.", "Timeout", "Timeout: we ask the provider what became of it"},
		{"If the call gets no reply, we ask the provider, and that is the end of it all.", "reply", "If the call gets no reply, we ask the provider"},
		{"The stored result goes back to the caller, because nobody may pay again.", "stored", "The stored result goes back to the caller"},
		{"The caller gets the first response, always.", "always", "The caller gets the first response, always"},
	} {
		d := c.read([]rubric.Source{{Message: 1, Text: tt.text}}, nil, func(string) bool { return false })
		at := slices.IndexFunc(d.tokens, func(k token) bool { return tt.text[k.start:k.end] == tt.word })
		got := d.quotes(finding{verdict: rubric.Shown, hits: []hit{{token: at, lo: at, hi: at, width: 1}}})
		if len(got) != 1 || got[0].Text != tt.want {
			t.Errorf("%q in %q is quoted as %v, want %q", tt.word, tt.text, got, tt.want)
		}
	}
}

// What a reason cites goes on to the end of the expression, and is left out rather than cut in the middle of a thought.
func TestReasonsCiteWholeExpressions(t *testing.T) {
	p, q := testPack()
	c := compile(testLexicon(), p, q)
	for _, tt := range []struct{ text, word, want string }{
		{"Every night we compare both sides.", "night", ""},
		{"We send back the stored response word for word.", "response", "stored response word"},
		{"There is a limit of ten calls in it.", "limit", "limit of ten calls"},
		{"It depends, and then the key is read.", "key", ""},
		{"We add a dead letter queue to it.", "letter", "dead letter queue"},
	} {
		d := c.read([]rubric.Source{{Message: 1, Text: tt.text}}, nil, func(string) bool { return false })
		at := slices.IndexFunc(d.tokens, func(k token) bool { return tt.text[k.start:k.end] == tt.word })
		got := strings.Trim(d.named(finding{hits: []hit{{token: at, lo: at, hi: at, width: 1}}}), "“”")
		if got != tt.want && !(tt.want != "" && strings.Contains(got, tt.want)) {
			t.Errorf("%q in %q is cited as %q, want %q", tt.word, tt.text, got, tt.want)
		}
	}
}

// A cue alone, such as "because", a number or "it fails", is about something else, so it brings no signal that wants a matter beside it.
func TestAFormWithoutItsMatterShowsNothing(t *testing.T) {
	p, q := testPack()
	c := compile(testLexicon(), p, q)
	text := "The server that holds the unique id of a payment dies at noon."
	d := c.read([]rubric.Source{{Message: 1, Text: text}}, nil, func(string) bool { return false })
	at := slices.IndexFunc(d.tokens, func(k token) bool { return text[k.start:k.end] == "dies" })
	for _, s := range c.competencies[0].signals {
		if s.of.ID == "unknown" {
			d.hits[s.groups[0]] = []hit{{token: at, lo: at, hi: at, width: 1, weight: worthCue}}
			if f := d.look(s); f.verdict != rubric.Absent || len(f.hits) > 0 {
				t.Errorf("the word that something fails shows %+v", f)
			}
		}
	}
}

// Saying what cannot be is no refusal: "we cannot foresee it" turns nothing down.
func TestWhatCannotBeIsNotTurnedDown(t *testing.T) {
	g := New(testLexicon())
	_, grade := gradeOf(t, g, "Support asks what we cannot foresee in a request id that is the same key on every attempt.")
	if got := verdict(grade, "key"); got == rubric.Absent {
		t.Error("what stands after “we cannot” was taken as turned down")
	}
}
