package scorecard

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

var update = flag.Bool("update", false, "write the golden files anew")

// session is one graded question with a follow-up, one skipped, one pending. The candidate's text holds what could be
// taken for markup.
func session(t *testing.T) interviewer.Session {
	t.Helper()
	at := time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)
	end := at.Add(25 * time.Minute)
	pack := interviewer.Pack{
		ID: "backend-engineer", Version: 1, Title: "Backend engineer",
		Rubric: []rubric.Competency{
			{ID: "reliability-planning", Name: "Reliability planning", Weight: 60, Signals: []rubric.Signal{
				{ID: "bounds-retries", Kind: rubric.Strong, Weight: 2, Text: "Retries with limits."},
				{ID: "plans-degradation", Kind: rubric.Strong, Weight: 2,
					Text: "Says what users still get when a part is down."},
				{ID: "assumes-happy-path", Kind: rubric.Weak, Weight: 2, Text: "Assumes failure away."},
			}},
			{ID: "communication-quality", Name: "Communication quality", Weight: 40, Always: true,
				Signals: []rubric.Signal{
					{ID: "leads-to-decision", Kind: rubric.Strong, Weight: 2, Text: "States a decision plainly."},
					{ID: "no-conclusion", Kind: rubric.Weak, Weight: 1, Text: "Never settles.", Absence: true,
						Unless: []string{"leads-to-decision"}},
				}},
		},
	}
	q := func(id, title string) interviewer.Question {
		return interviewer.Question{ID: id, Title: title, Text: "How would you call a slow partner?\nAssume *nothing*.",
			Kind: "design", Minutes: 8,
			Probes: map[string]rubric.Probe{"reliability-planning": rubric.Chief, "communication-quality": rubric.Also}}
	}
	msg := func(n int, from interviewer.Speaker, kind interviewer.MessageKind, text string) interviewer.Message {
		return interviewer.Message{N: n, From: from, Kind: kind, Text: text, At: at.Add(time.Duration(n) * time.Minute)}
	}
	one := interviewer.Turn{N: 1, Question: q("slow-partner", "A slow partner"), State: interviewer.Answered,
		Seconds: 312, Messages: []interviewer.Message{
			msg(1, interviewer.FromInterviewer, interviewer.KindQuestion,
				"How would you call a slow partner?\nAssume *nothing*."),
			msg(2, interviewer.FromCandidate, interviewer.KindAnswer,
				"1. We retry three times with back-off <script>alert(1)</script>\n# not a heading | not a cell\n\n"+
					"We don't care about outages. \x1b[31mred\u202e"),
			msg(3, interviewer.FromInterviewer, interviewer.KindFollowUp,
				"You said you retry. What do users see meanwhile?"),
			msg(4, interviewer.FromCandidate, interviewer.KindAnswer, "They see the last price we know."),
		}}
	rating := 4
	one.SelfRating = &rating
	s := interviewer.Session{
		ID: "k3f9x2ma", Role: "backend-engineer", Level: rubric.Senior, State: interviewer.Finished, StartedAt: at,
		EndedAt: &end,
		Grader:  interviewer.GraderInfo{Kind: interviewer.Offline}, Pack: pack,
		Questions: []string{"slow-partner", "skipped-one", "pending-one"},
	}
	grade := interviewer.Finish(interviewer.Assessment{Pack: pack, Turn: one, Level: rubric.Senior},
		interviewer.Judgement{
			Provenance: interviewer.Provenance{Grader: interviewer.Offline},
			Findings: []interviewer.Finding{
				{Competency: "reliability-planning", Marks: []rubric.Mark{
					{Signal: "bounds-retries", Verdict: rubric.Shown, Reason: "Gives a number and a back-off.",
						Quotes: []rubric.Quote{{Text: "We retry three times with back-off"}}},
					{Signal: "plans-degradation", Verdict: rubric.Partial,
						Reason: "Says what is shown, not for how long.",
						Quotes: []rubric.Quote{{Text: "They see the last price we know."}}},
					{Signal: "assumes-happy-path", Verdict: rubric.Partial, Reason: "Waves outages away.",
						Quotes: []rubric.Quote{{Text: "We don't care about outages."}}},
				}},
				{Competency: "communication-quality", Marks: []rubric.Mark{
					{Signal: "leads-to-decision", Verdict: rubric.Shown, Reason: "Made up.",
						Quotes: []rubric.Quote{{Text: "I would choose a queue"}}},
				}},
			},
		}, nil)
	grade.Provenance.LatencyMS = 3
	one.Grade = &grade
	two := interviewer.Turn{N: 2, Question: q("skipped-one", "Skipped"), State: interviewer.Skipped,
		Messages: []interviewer.Message{
			msg(1, interviewer.FromInterviewer, interviewer.KindQuestion, "Another question?")}}
	three := interviewer.Turn{N: 3, Question: q("pending-one", "Pending"), State: interviewer.Answered,
		Messages: []interviewer.Message{
			msg(1, interviewer.FromInterviewer, interviewer.KindQuestion, "A third?"), msg(2, interviewer.FromCandidate,
				interviewer.KindAnswer, "Some answer of mine, graded later.")}}
	s.Turns = []interviewer.Turn{one, two, three}
	return s
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./interviewer/scorecard -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s changed (-want +got):\n%s", name, diff)
	}
}

func TestExportsLookAsTheyDid(t *testing.T) {
	s := session(t)
	wr := Writer{Program: "mockinterview"}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"session.md":   func(b *bytes.Buffer) error { return wr.Markdown(b, s) },
		"scorecard.md": func(b *bytes.Buffer) error { return wr.Scorecard(b, s) },
		"turn.md":      func(b *bytes.Buffer) error { return wr.Turn(b, s, 1) },
		"overview.md":  func(b *bytes.Buffer) error { return wr.Overview(b, s) },
		"session.json": func(b *bytes.Buffer) error { return JSON(b, s) },
		"session.html": func(b *bytes.Buffer) error { return wr.HTML(b, s) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
}

func TestUntrustedTextStaysText(t *testing.T) {
	s := session(t)
	var md, html bytes.Buffer
	wr := Writer{Program: "mockinterview"}
	if err := wr.Markdown(&md, s); err != nil {
		t.Fatal(err)
	}
	if err := wr.HTML(&html, s); err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{"\x1b", "\u202e"} {
		if strings.Contains(md.String(), raw) || strings.Contains(html.String(), raw) {
			t.Errorf("%q reached an export raw", raw)
		}
	}
	if strings.Contains(html.String(), "<script") || strings.Contains(html.String(), "<!--") {
		t.Error("markup of the candidate reached the page, or goldmark had to leave some out")
	}
	if n := strings.Count(html.String(), "<h1"); n != 1 {
		t.Errorf("%d main headings in the page, want 1: text was taken for a heading", n)
	}
}

func TestJSONHasTheKeysOfItsSchema(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, session(t)); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got["schema"] != SessionSchema {
		t.Errorf("schema = %v", got["schema"])
	}
	turns := got["turns"].([]any)
	third := turns[2].(map[string]any)["grade"].(map[string]any)
	if third["status"] != "pending" || third["score"] != nil || third["recommendation"] != "no_decision" {
		t.Errorf("an ungraded answer is %v %v %v, want pending, null, no_decision", third["status"], third["score"],
			third["recommendation"])
	}
	if skipped := turns[1].(map[string]any); skipped["grade"] != nil {
		t.Errorf("a skipped question has a grade: %v", skipped["grade"])
	}
	for _, key := range []string{"caps", "competencies", "failures", "notes"} {
		if _, ok := third[key].([]any); !ok {
			t.Errorf("grade.%s is %v, want a list", key, third[key])
		}
	}
	back, err := DecodeSession(&b)
	if err != nil || len(back.Turns) != 3 {
		t.Errorf("DecodeSession gave %d turns, %v", len(back.Turns), err)
	}
}
