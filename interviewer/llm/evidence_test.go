package llm

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/rubric"
)

// forgetful leaves the second signal out of every reply that asks for more than one, and with stubborn of all.
func forgetful(stubborn bool) llmtest.Judge {
	return func(task llmtest.Task) []llmtest.Mark {
		marks := llmtest.Honest(task)
		if len(marks) > 1 {
			return append(marks[:1:1], marks[2:]...)
		}
		if stubborn {
			return nil
		}
		return marks
	}
}

func TestASignalThatAReplyLeavesOutIsAskedForOnceAlone(t *testing.T) {
	want, err := grade(t, clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{})), assess(goodAnswer))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, llmtest.OpenAI, llmtest.Options{Judge: forgetful(false)})
	g, err := grade(t, clientFor(t, s), assess(goodAnswer))
	if err != nil || g.Status != interviewer.StatusGraded || *g.Score != *want.Score {
		t.Fatalf("%s %v, %v; want the score of a complete reply, %v", g.Status, g.Score, err, *want.Score)
	}
	alone := 0
	for _, r := range s.Requests() {
		_, list, _ := strings.Cut(r.Body, "Mark exactly these signals, each once: ")
		list, _, _ = strings.Cut(list, ". Copy")
		if !strings.Contains(list, ",") {
			alone++
		}
	}
	if n := len(s.Requests()); n != 4 || alone != 2 {
		t.Errorf("%d requests, %d for one signal alone; want 4 and 2", n, alone)
	}
}

// askedSchema is the ids that a request's schema admits, and what it says of them.
func askedSchema(t *testing.T, body string) (ids []string, described string) {
	t.Helper()
	var r struct {
		Format struct {
			JSONSchema struct {
				Schema struct {
					Properties struct {
						Marks struct {
							Items struct {
								Properties struct {
									Signal struct {
										Enum        []string
										Description string
									}
								}
							}
						}
					}
				}
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		t.Fatal(err)
	}
	signal := r.Format.JSONSchema.Schema.Properties.Marks.Items.Properties.Signal
	return signal.Enum, signal.Description
}

func TestTheSchemaHoldsTheIDsThatAreAskedAndTheirTexts(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Judge: forgetful(false)})
	a := assess(goodAnswer)
	a.Turn.Question.WrongClaims = []interviewer.WrongClaim{{Text: "A payment is never late."}}
	if _, err := grade(t, clientFor(t, s), a); err != nil {
		t.Fatal(err)
	}
	full := map[string][]string{
		"parks-orders": {
			"parks-orders", "bounds-retries", "watches-errors", "degrades", "assumes-luck", "wrong-claim-1",
		},
		"decides": {"decides", "names-price", "term-heap", "wrong-claim-1"},
	}
	alone := 0
	for _, r := range s.Requests() {
		ids, described := askedSchema(t, r.Body)
		if len(ids) == 1 {
			alone++
			if strings.Contains(r.Body, "Known wrong claims") {
				t.Errorf("asked for %s alone, with claims that its schema has no place for", ids[0])
			}
		} else if want := full[ids[0]]; !slices.Equal(ids, want) {
			t.Errorf("the schema has %v, want %v", ids, want)
		}
		for _, comp := range a.Pack.Rubric {
			for _, sig := range markedSignals(comp, a.Turn.Question) {
				if strings.Contains(described, sig.ID+" ("+string(sig.Kind)+"): "+sig.Text) !=
					slices.Contains(ids, sig.ID) {
					t.Errorf("%v are asked, and %s is described in %q", ids, sig.ID, described)
				}
			}
		}
	}
	if alone != 2 {
		t.Errorf("%d requests have one id alone, want 2", alone)
	}
}

func TestASignalThatStaysMissingMakesTheGradePartialAndTheCardSaysSo(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Judge: forgetful(true)})
	g, err := grade(t, clientFor(t, s), assess(goodAnswer))
	if err != nil || g.Status != interviewer.StatusPartial || g.Score == nil {
		t.Fatalf("%s %v, %v; want a partial grade with a score", g.Status, g.Score, err)
	}
	if !strings.Contains(notes(g), "Staying up is graded in part: the model said nothing of “Retries have a limit") {
		t.Errorf("the card does not say what is missing: %q", g.Notes)
	}
	c, _ := g.Competency("staying-up")
	i := slices.IndexFunc(c.Marks, func(m rubric.Mark) bool { return m.Unmarked })
	if i < 0 || !strings.Contains(c.Summary, "1 not marked") {
		t.Errorf("no mark is unmarked, or the summary does not say so: %q", c.Summary)
	}
}

func TestACompetencyOfWhichTheModelMarkedTooLittleIsNotGraded(t *testing.T) {
	one := func(task llmtest.Task) []llmtest.Mark {
		return slices.DeleteFunc(llmtest.Honest(task), func(m llmtest.Mark) bool {
			return slices.Contains([]string{"bounds-retries", "watches-errors", "degrades"}, m.Signal)
		})
	}
	g, err := grade(t, clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{Judge: one})), assess(goodAnswer))
	if err != nil || g.Status != interviewer.StatusPartial || g.Score != nil || len(g.Failures) != 1 {
		t.Fatalf("%s %v, failures %v, %v; want the chief competency not graded, and no score", g.Status, g.Score,
			g.Failures, err)
	}
	if why := g.Failures[0].Reason; !strings.Contains(why, "the model said nothing of “") {
		t.Errorf("the failure says %q", why)
	}
}

func TestOneQuoteDoesNotShowAWholeRubric(t *testing.T) {
	const words = "Retries have a limit of four and a growing pause"
	greedy := func(task llmtest.Task) []llmtest.Mark {
		var out []llmtest.Mark
		for _, s := range task.Signals {
			m := llmtest.Mark{Signal: s.ID, Evidence: []string{}, Verdict: "absent"}
			if s.Kind == "strong" {
				m.Verdict, m.Evidence = "shown", []string{words}
			}
			out = append(out, m)
		}
		return out
	}
	g, err := grade(t, clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{Judge: greedy})), assess(goodAnswer))
	if err != nil {
		t.Fatal(err)
	}
	shown, limited := 0, 0
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			switch {
			case m.Verdict == rubric.Shown:
				shown++
			case strings.HasPrefix(m.Reason, "These words already count for"):
				limited++
			}
		}
	}
	if shown != 4 || limited != 2 {
		t.Errorf("%d shown and %d limited by the same words, want 4 and 2", shown, limited)
	}
}

func TestTheCardSaysWhenMoreThanAThirdOfTheQuotesFail(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Judge: llmtest.Lying})
	g, err := grade(t, clientFor(t, s), assess(goodAnswer))
	if err != nil || !strings.Contains(notes(g), "quotes given do not hold, so this grade is doubtful") {
		t.Errorf("%v, notes %q", err, g.Notes)
	}
}

func TestAReasonWithATermThatNobodySaidIsDropped(t *testing.T) {
	judge := func(task llmtest.Task) []llmtest.Mark {
		marks := llmtest.Honest(task)
		for i := range marks {
			marks[i].Reason = "It says so with a Kafka outbox."
		}
		return marks
	}
	g, err := grade(t, clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{Judge: judge})), assess(goodAnswer))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			if strings.Contains(m.Reason, "Kafka") || m.Verdict == rubric.Shown && len(m.Quotes) == 0 {
				t.Errorf("%s keeps the reason %q with %d quotes", m.Signal, m.Reason, len(m.Quotes))
			}
		}
	}
}

func TestAMarkMayCiteAWrongClaimByItsNumber(t *testing.T) {
	const claim = "A payment can never be lost because TCP delivers everything"
	withClaim := assess(goodAnswer + " " + claim + ".")
	q := &withClaim.Turn.Question
	q.Truths = []string{"TCP confirms bytes, not payments."}
	q.WrongClaims = []interviewer.WrongClaim{
		{Text: "Queues never lose anything."}, {Text: "TCP guarantees that a payment is made."},
	}
	var mu sync.Mutex
	prompt := ""
	judge := func(task llmtest.Task) []llmtest.Mark {
		mu.Lock()
		prompt = task.Prompt
		mu.Unlock()
		return append(llmtest.Honest(task), llmtest.Mark{
			Signal: "wrong-claim-2", Evidence: []string{claim}, Reason: "It claims so.", Verdict: "shown",
		})
	}
	g, err := grade(t, clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{Judge: judge})), withClaim)
	if err != nil || g.Status != interviewer.StatusGraded {
		t.Fatalf("%s, %v", g.Status, err)
	}
	cited := 0
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			if m.Signal == "wrong-claim-2" && m.Verdict == rubric.Shown {
				cited++
				if !c.Critical {
					t.Errorf("%s is not marked critical by it", c.ID)
				}
			}
		}
	}
	if cited != 1 {
		t.Errorf("the claim counts %d times, want once", cited)
	}
	for _, want := range []string{"TCP confirms bytes", "- wrong-claim-1: Claims what is wrong: Queues never"} {
		if !strings.Contains(prompt, want) {
			t.Errorf("the prompt does not hold %q", want)
		}
	}
	clean, err := grade(t, clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{})), withClaim)
	if err != nil || *clean.Score <= *g.Score {
		t.Errorf("with the claim cited %.1f, without %.1f, %v", *g.Score, *clean.Score, err)
	}
}
