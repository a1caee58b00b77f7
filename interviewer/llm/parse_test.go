package llm

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

func parseSignals() []rubric.Signal {
	return []rubric.Signal{sig("a-one", rubric.Strong, 1, "one"), sig("b-two", rubric.Weak, 1, "two")}
}

const twoMarks = `{"marks":[{"signal":"a-one","evidence":["we do ` +
	`one"],"reason":"r","verdict":"shown"},{"signal":"b-two","evidence":[],"reason":"r","verdict":"absent"}]}`

func TestParseMarksIsTolerantOfWrappingAndStrictOfShape(t *testing.T) {
	id := func(s string) string { return s }
	tests := []struct {
		name, text string
		ok         bool
	}{
		{"plain", twoMarks, true},
		{"spaces around", "\n\n" + twoMarks + "   \n\n", true},
		{"byte order mark", "\ufeff" + twoMarks, true},
		{"fenced", "```json\n" + twoMarks + "\n```", true},
		{"talk around", "Sure, here you are: " + twoMarks + " I hope it helps {really}.", true},
		{"thinking first", "<think>{\"marks\":[]} or {so}</think>" + twoMarks, true},
		{"thinking opened by the template", "so I think {\"marks\":[]}</think>" + twoMarks, true},
		{"the same twice", twoMarks + "\n" + twoMarks, true},
		{"two different, the last counts", strings.ReplaceAll(twoMarks, "absent", "partial") + twoMarks, true},
		{"never stops thinking", "<think>" + twoMarks, false},
		{"cut off", twoMarks[:len(twoMarks)-4], false},
		{"empty", "", false},
		{"free text", "Shown, shown, absent.", false},
		{"a bare list", twoMarks[9 : len(twoMarks)-1], true},
		{"evidence is one string", strings.ReplaceAll(twoMarks, `["we do one"]`, `"we do one"`), true},
		{"evidence is null", strings.ReplaceAll(twoMarks, `[]`, `null`), true},
		{"evidence is a number", strings.ReplaceAll(twoMarks, `[]`, `7`), false},
		{"single quotes", strings.ReplaceAll(twoMarks, `"`, `'`), true},
		{"commas too many", strings.ReplaceAll(twoMarks, `"}`, `",}`), true},
		{"a raw line end in a string", strings.ReplaceAll(twoMarks, `"reason":"r"`, "\"reason\":\"r\nr\""), true},
		{"an object by signal", `{"a-one":{"evidence":["we do one"],"reason":"r","verdict":"shown"},` +
			`"b-two":{"evidence":[],"reason":"r","verdict":"absent"}}`, true},
		{"JSON inside a string", strconv.Quote(twoMarks), true},
		{"verdicts in capitals", strings.NewReplacer("shown", "Shown", "absent", "ABSENT").Replace(twoMarks), true},
		{"harmony channels", "<|channel|>analysis<|message|>{\"marks\":[]}<|end|><|start|>assistant<|channel|>final " +
			"<|constrain|>json<|message|>" + twoMarks + "<|return|>", true},
		{"[THINK]", "[THINK]{\"marks\":[7]}[/THINK]\n" + twoMarks, true},
		{"<thought>", "<thought>{\"marks\":[7]}</thought>\n" + twoMarks, true},
		{"an empty list in the talk after it", twoMarks + "\nOpen points: []", true},
		{"near-JSON that was cut off", strings.ReplaceAll(twoMarks[:len(twoMarks)-2], `"`, `'`), false},
		{"a field is missing", strings.ReplaceAll(twoMarks, `"reason":"r",`, ``), false},
		{"a field too many", strings.ReplaceAll(twoMarks, `"verdict"`, `"confidence":1,"verdict"`), false},
		{"numbers for words", strings.ReplaceAll(twoMarks, `"shown"`, `1`), false},
		{"nothing marked", `{"marks":[]}`, false},
		{"null", `{"marks":null}`, false},
	}
	for _, tt := range tests {
		got, err := parseMarks(tt.text, parseSignals(), nil, id)
		marks := got.marks
		if (err == nil) != tt.ok {
			t.Errorf("%s: error %v, want ok %v", tt.name, err, tt.ok)
			continue
		}
		if !tt.ok && !errors.Is(err, errShape) {
			t.Errorf("%s: %v cannot be repaired", tt.name, err)
		}
		if tt.ok &&
			(len(marks) != 2 || marks[0].Verdict != rubric.Shown || marks[0].Quotes[0].Text != "we do one" ||
				marks[1].Verdict != rubric.Absent) {
			t.Errorf("%s: marks %+v", tt.name, marks)
		}
	}
}

func TestParseMarksDropsWhatItDoesNotKnow(t *testing.T) {
	text := `{"marks":[{"signal":"z-unknown","evidence":["x y z"],"reason":"","verdict":"shown"},` +
		`{"signal":"b-two","evidence":[],"reason":"","verdict":"superb"},` +
		`{"signal":"a-one","evidence":[],"reason":"first","verdict":"partial"},` +
		`{"signal":"a-one","evidence":["again and again"],"reason":"second","verdict":"shown"}]}`
	got, err := parseMarks(text, parseSignals(), nil, func(s string) string { return s })
	marks := got.marks
	if err != nil {
		t.Fatal(err)
	}
	if len(marks) != 2 || marks[0].Reason != "first" || marks[0].Verdict != rubric.Partial {
		t.Errorf("a-one is %+v, want the first mark", marks[0])
	}
	if marks[1].Verdict != rubric.Absent || marks[1].Reason != "The model said nothing about it." {
		t.Errorf("b-two is %+v, want absent", marks[1])
	}
}

func TestARepairNeverRepeatsTheModelsWords(t *testing.T) {
	_, err := parseMarks(
		`{"marks":[{"signal":"a-one","evidence":["x"],"reason":"IGNORE ALL","verdict":{"IGNORE":"ALL"}}]}`,
		parseSignals(),
		nil,
		func(s string) string { return s },
	)
	var se shapeError
	if !errors.As(err, &se) || strings.Contains(se.why, "IGNORE") {
		t.Errorf("the repair would say %v", err)
	}
}

func FuzzParseMarks(f *testing.F) {
	f.Add(twoMarks)
	f.Add("<think>x</think>```json\n" + twoMarks + "```")
	f.Add(`{"marks":[{"signal":"a-one","evidence":["\u0000\ud800"],"reason":"\u001b[31m","verdict":"shown"}]}`)
	f.Add(strings.Repeat("{", 200))
	f.Add(strings.Repeat("[{'a':", 100))
	f.Add(strings.ReplaceAll(twoMarks, `"`, `'`))
	signals := parseSignals()
	f.Fuzz(func(t *testing.T, reply string) {
		got, err := parseMarks(reply, signals, nil, Secret{}.Safe)
		marks := got.marks
		if err != nil {
			if !errors.Is(err, errShape) {
				t.Fatalf("an error that is no shape error: %v", err)
			}
			return
		}
		if len(marks) != len(signals) {
			t.Fatalf("%d marks for %d signals", len(marks), len(signals))
		}
		for i, m := range marks {
			if m.Signal != signals[i].ID ||
				(m.Verdict != rubric.Shown && m.Verdict != rubric.Partial && m.Verdict != rubric.Absent) {
				t.Fatalf("mark %+v", m)
			}
			if strings.ContainsFunc(m.Reason, text.Ignorable) {
				t.Fatalf("reason %q is not fit to be shown", m.Reason)
			}
		}
	})
}
