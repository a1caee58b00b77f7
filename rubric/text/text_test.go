package text

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain text gets lower case", "Retry At-Least Once", "retry at-least once"},
		{"typographic signs become a typewriter's", "“It’s” – a — b−c", `"it's" - a - b-c`},
		{"spaces become plain, line breaks stay", "a\u00a0b\tc\nd", "a b c\nd"},
		{"compatible characters become one", "ﬁne ＡＢＣ １２ …", "fine abc 12 ..."},
		{"the invisible goes", "ig\u200bno\u00adre \x00this\u202e", "ignore this"},
		{"accents compose", "cafe\u0301", "café"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"nothing", " \n\t\n---\n...", nil},
		{"stops of all kinds", "We retry. Does it stop? Yes! Good… Done",
			[]string{"We retry.", "Does it stop?", "Yes!", "Good…", "Done"}},
		{"small letters after the stop", "i retry. then i stop. ok", []string{"i retry.", "then i stop.", "ok"}},
		{"no stop at all", "retry with backoff\nkeep the key", []string{"retry with backoff", "keep the key"}},
		{"each kind of line break", "one\rtwo\r\nthree\u2028four", []string{"one", "two", "three", "four"}},
		{"a wrapped line", "we keep the key in the same transaction as the\npayment",
			[]string{"we keep the key in the same transaction as the", "payment"}},
		{"abbreviations", "a store, e.g. Postgres, i.e. SQL vs. Redis etc. and so on. Fine",
			[]string{"a store, e.g. Postgres, i.e. SQL vs. Redis etc. and so on.", "Fine"}},
		{"abbreviations behind typography", "a store (“e.g. Postgres”), a queue —e.g. Kafka. Fine",
			[]string{"a store (“e.g. Postgres”), a queue —e.g. Kafka.", "Fine"}},
		{"an abbreviation that ends one", "queues, topics etc. We retry at 3 p.m. then we stop",
			[]string{"queues, topics etc.", "We retry at 3 p.m.", "then we stop"}},
		{"numbers and versions", "99.9 of v1.2.3 took 3.5s at 03:25. No. 5 is late. The answer is no. 5 more",
			[]string{"99.9 of v1.2.3 took 3.5s at 03:25.", "No. 5 is late.", "The answer is no. 5 more"}},
		{"files, names and addresses", "see main.go and order.created at https://a.example.com/x?y=1.5 now. ok",
			[]string{"see main.go and order.created at https://a.example.com/x?y=1.5 now.", "ok"}},
		{"a space forgotten", "it fails.then we retry?so what. promise.then(f) stays",
			[]string{"it fails.", "then we retry?", "so what.", "promise.then(f) stays"}},
		{"quotes and brackets close", `He said "stop." (It did.) Then`,
			[]string{`He said "stop."`, "(It did.)", "Then"}},
		{"bullets", "- one\n* two\n  • three\n-four\n+ five\n– six\n> seven\n[x] eight\n- [ ] nine",
			[]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}},
		{"numbers of a list", "1. one\n2) two\n(3) three\n4: four\na) five\n- 6. six\n1.seven",
			[]string{"one", "two", "three", "four", "five", "six", "seven"}},
		{"what only looks like one", "-5 degrees\n--dry-run is on\n2.5x faster\n2024. Then\n10:30 it broke",
			[]string{"-5 degrees", "--dry-run is on", "2.5x faster", "2024.", "Then", "10:30 it broke"}},
		{"headings and arrows", "## Plan\n-> client sends\n→ api answers\n=> done",
			[]string{"Plan", "client sends", "api answers", "done"}},
		{"a list within the line", "three things: 1) cache 2) queue 3) retry (see 7) end",
			[]string{"three things:", "cache", "queue", "retry (see 7) end"}},
		{"bullets within the line", "things: • cache • queue", []string{"things:", "cache", "queue"}},
		{"a numbered line alone", "we need 1) a cache", []string{"we need 1) a cache"}},
		{"scripts without spaces", "まず保存する。次に送る！", []string{"まず保存する。", "次に送る！"}},
		{"runs of stops", "wait... what?! ok", []string{"wait...", "what?!", "ok"}},
		{"milliseconds are no title", "it takes 5 ms. Then it ends", []string{"it takes 5 ms.", "Then it ends"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, cut(tt.in, Sentences(tt.in))); diff != "" {
				t.Errorf("Sentences(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestPiecesLoseNothing(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{" \n ", nil},
		{" … ", []string{"…"}},
		{"# Plan\n- one. Two\n---\n1) three ->\n", []string{"# Plan", "- one.", "Two", "---\n1) three ->"}},
		{"one\n\n***", []string{"one\n\n***"}},
	} {
		if diff := cmp.Diff(tt.want, cut(tt.in, Pieces(tt.in))); diff != "" {
			t.Errorf("Pieces(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestClauses(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"one", "we store the key", []string{"we store the key"}},
		{"signs that always part", "the plan: store it; send it — then ack - done -- really",
			[]string{"the plan", "store it", "send it", "then ack", "done", "really"}},
		{"a comma and a conjunction", "the worker retries the call, but the key stops a double.",
			[]string{"the worker retries the call", "but the key stops a double."}},
		{"a list", "we have queues, topics, and logs", []string{"we have queues, topics, and logs"}},
		{"a comma alone", "in that case, the worker retries it", []string{"in that case, the worker retries it"}},
		{"short on one side", "it works, but the other one does not",
			[]string{"it works, but the other one does not"}},
		{"two in a row", "it reads the row, and it writes the key, so nothing is lost",
			[]string{"it reads the row", "and it writes the key", "so nothing is lost"}},
		{"arrows between clauses and names", "client -> api -> queue", []string{"client -> api -> queue"}},
		{"an arrow between clauses", "the worker dies midway → the lease runs out",
			[]string{"the worker dies midway", "the lease runs out"}},
		{"signs within words", "at 03:25 user:42 sent well-known x", []string{"at 03:25 user:42 sent well-known x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := "Before. "
			in := before + tt.in + "\nAfter."
			got := cut(in, Clauses(in, Span{len(before), len(before) + len(tt.in)}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Clauses(%q) (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"letters, digits, apostrophes", "Don’t retry 'it' S3/p99", "don't retry it s3 p99"},
		{"hyphens part", "at-least-once", "at least once"},
		{"identifiers", "user_id order.created main.go node.js e.g. v1.2.3",
			"user_id order.created main.go node.js e.g v1.2.3"},
		{"a space forgotten", "we retry.then stop", "we retry then stop"},
		{"numbers", "99.9% of 50,000 in 200ms at 03:25:10; 1,2,3 and 1,000.5",
			"99.9% of 50000 in 200ms at 03:25:10 1 2 3 and 1000.5"},
		{"languages", "C++ and c# not a++ or 1+1 c++11", "c++ and c# not a or 1 1 c 11"},
		{"invisible characters", "ig\u200bnore in\u00advisible", "ignore invisible"},
		{"scripts without spaces", "保存", "保 存"},
		{"signs alone", "-> … 👍 %", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(Folded(tt.in), " "); got != tt.want {
				t.Errorf("Folded(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestCopiedRuns(t *testing.T) {
	question := NewRuns("How do you make a payment idempotent?", "Store the key.")
	for _, tt := range []struct {
		name, in string
		own      int
	}{
		{"nothing of it", "I would store a key in the database", 8},
		{"three words in a row are talk", "you make a mess", 4},
		{"a run of four", "well, you make a payment once", 2},
		{"all of it, in another writing", "HOW do you MAKE a payment – idempotent?", 0},
		{"no run across two texts", "payment idempotent store the key", 5},
		{"fewer words than a run", "store the key", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Own(Folded(tt.in), NewRuns(), question); got != tt.own {
				t.Errorf("Own(%q) = %d, want %d", tt.in, got, tt.own)
			}
		})
	}
}

func TestReveals(t *testing.T) {
	secret, known := NewRuns("keeps the key with the row"), NewRuns("You keep the key with the row?")
	for in, want := range map[string]bool{
		"so it keeps the key with a lock": true, "the key with the row": false, "keeps the key": false, "": false,
	} {
		if got := Reveals(Folded(in), secret, known); got != want {
			t.Errorf("Reveals(%q) = %v, want %v", in, got, want)
		}
	}
}

func FuzzSpans(f *testing.F) {
	for _, s := range []string{
		"- one, and two three four; five\n2) e.g. six. seven: 03:25", "a.then b\u200bc 50,000% c++",
		"\xff\xfe.\x80 \u0301x", "(1) a (2) b", "T̈ İ ﷺ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sentences := Sentences(s)
		inOrder(t, "sentences", s, Span{0, len(s)}, sentences)
		for _, sentence := range sentences {
			clauses := Clauses(s, sentence)
			inOrder(t, "clauses", s, sentence, clauses)
			if len(clauses) == 0 {
				t.Errorf("sentence %q has no clause", sentence.Of(s))
			}
		}
		at := 0
		for _, piece := range append(Pieces(s), Span{len(s), len(s)}) {
			if gap := strings.TrimSpace(s[at:piece.Start]); gap != "" {
				t.Errorf("no piece of %q has %q", s, gap)
			}
			at = piece.End
		}
		words := Words(s)
		spans := make([]Span, len(words))
		for i, w := range words {
			spans[i] = w.Span
		}
		inOrder(t, "words", s, Span{0, len(s)}, spans)
		if once := Fold(s); Fold(once) != once {
			t.Errorf("folding %q twice gives %q, then %q", s, once, Fold(once))
		}
	})
}

func inOrder(t *testing.T, what, s string, within Span, spans []Span) {
	t.Helper()
	at := within.Start
	for _, span := range spans {
		if span.Start < at || span.End <= span.Start || span.End > within.End {
			t.Fatalf("%s of %q: %v is empty, out of order or outside %v", what, s, span, within)
		}
		if !hasWord(span.Of(s)) {
			t.Errorf("%s of %q: %q has no word in it", what, s, span.Of(s))
		}
		at = span.End
	}
}

func cut(s string, spans []Span) []string {
	var out []string
	for span := range slices.Values(spans) {
		out = append(out, span.Of(s))
	}
	return out
}
