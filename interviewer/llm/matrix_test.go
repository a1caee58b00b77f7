package llm

import (
	"errors"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

// expectation is what a fault must come to, whatever the server.
type expectation struct {
	status interviewer.GradeStatus
	is     []error // that the error wraps, for the exit code and the hint
	times  int     // requests that meet the fault; 0 for all
	repeat int     // how often the same bytes may be sent at most
}

// expectations has a row for every fault. A graded answer must come out exactly as without the fault.
func expectations() map[llmtest.Fault]expectation {
	graded := expectation{status: interviewer.StatusGraded, repeat: 1}
	failed := expectation{status: interviewer.StatusFailed, is: []error{interviewer.ErrUnusable}, repeat: 1}
	retried := func(n int) expectation {
		return expectation{status: interviewer.StatusGraded, times: n, repeat: 1 + n}
	}
	pending := func(repeat int, is ...error) expectation {
		return expectation{status: interviewer.StatusPending, is: append(is, interviewer.ErrPending), repeat: repeat}
	}
	refused := expectation{
		status: interviewer.StatusUngradable,
		is:     []error{interviewer.ErrUngradable, ErrRefused},
		repeat: 1,
	}
	return map[llmtest.Fault]expectation{
		llmtest.WrongKey:  {status: interviewer.StatusPending, is: []error{interviewer.ErrUnauthorized}, repeat: 1},
		llmtest.Forbidden: {status: interviewer.StatusPending, is: []error{interviewer.ErrUnauthorized}, repeat: 1},
		llmtest.NoQuota: pending(
			1,
			ErrQuota,
		), llmtest.NoModel: pending(1, ErrModel), llmtest.Redirects: pending(1, ErrRedirect),
		llmtest.WebPageOK: pending(1, ErrEndpoint), llmtest.CutsFront: pending(1, ErrContextTruncated),
		llmtest.CutsMiddle: pending(1, ErrContextTruncated), llmtest.CutsEnd: pending(1, ErrContextTruncated),
		llmtest.NoCheckWords: pending(1, ErrContextTruncated),
		llmtest.Unavailable: pending(
			4,
			ErrServer,
		), llmtest.WebPage: pending(4, ErrServer), llmtest.ErrorIn200: pending(4, ErrServer),
		llmtest.LeaksKey: pending(4, ErrServer), llmtest.HangsUp: pending(4, ErrUnreachable),
		llmtest.BareStringError: pending(
			1,
			ErrRequest,
		), llmtest.ArrayError: pending(1, ErrRequest), llmtest.FlatError: pending(1, ErrRequest),
		llmtest.LimitedSeconds: retried(
			2,
		), llmtest.LimitedDate: retried(2), llmtest.LimitedMillis: retried(2), llmtest.ServerError: retried(2),
		llmtest.TooLong: {
			status: interviewer.StatusFailed,
			is:     []error{interviewer.ErrTooLong, ErrContext},
			repeat: 1,
		},
		llmtest.Filtered: refused, llmtest.FilteredError: refused, llmtest.Refusal: refused,
		llmtest.EmptyContent: failed, llmtest.CutOff: failed, llmtest.ThinksTooLong: failed, llmtest.FreeText: failed,
		llmtest.Rambles: failed, llmtest.HintsFirst: graded,
		llmtest.WrongShape: failed, llmtest.ExtraField: failed, llmtest.TwoAnswers: graded, llmtest.Huge: failed,
		llmtest.Fenced: graded, llmtest.Thinks: graded, llmtest.ReasoningOnly: graded, llmtest.TrailingSpace: graded,
		llmtest.NoUsage:       graded,
		llmtest.RefusesStrict: graded, llmtest.RefusesSchema: graded, llmtest.RefusesFormats: graded,
		llmtest.RefusesMaxTokens:   graded,
		llmtest.RefusesTemperature: graded, llmtest.RefusesSystem: graded, llmtest.UnknownSignals: graded,
		llmtest.Duplicates: graded, llmtest.BrokenJSON: graded,
		llmtest.LimitedInBody: retried(2), llmtest.MinuteQuota: retried(2),
		llmtest.LimitedLong: pending(1, ErrRateLimited),
		llmtest.SchemaFault: graded, llmtest.SystemFault: graded, llmtest.Garbles: retried(1),
		llmtest.StreamsOnly: graded, llmtest.Streams: graded, llmtest.StreamCut: pending(4, ErrUnreachable),
		llmtest.ErrorInChoice: pending(4, ErrServer), llmtest.FinishError: pending(4, ErrServer),
		llmtest.EmptyChoices: pending(4, ErrServer), llmtest.CallsTool: graded, llmtest.SingleQuotes: graded,
		llmtest.OutOfRange: {status: interviewer.StatusPartial, repeat: 1},
	}
}

func TestMatrixOfProfilesAndFaults(t *testing.T) {
	want := expectations()
	for _, f := range llmtest.Faults() {
		if _, ok := want[f]; !ok {
			t.Fatalf("no expectation for fault %s", f)
		}
	}
	for i, p := range llmtest.Profiles() {
		t.Run(string(p), func(t *testing.T) {
			t.Parallel()
			base, err := grade(t, clientFor(t, serve(t, p, llmtest.Options{Key: testKey})), assess(goodAnswer))
			if err != nil || base.Status != interviewer.StatusGraded {
				t.Fatalf("without a fault: %s %v", base.Status, err)
			}
			for j, f := range llmtest.Faults() {
				if i > 0 && (i+j)%faultEach != 0 {
					continue
				}
				e := want[f]
				s := llmtest.New(p, llmtest.Options{Key: testKey, Fault: f, Times: e.times})
				c := clientFor(t, s)
				g, err := grade(t, c, assess(goodAnswer))
				s.Close()
				judgeRow(t, f, e, g, err, base, s)
			}
		})
	}
}

func judgeRow(
	t *testing.T,
	f llmtest.Fault,
	e expectation,
	g interviewer.Grade,
	err error,
	base interviewer.Grade,
	s *llmtest.Server,
) {
	t.Helper()
	if g.Status != e.status {
		t.Errorf("%s: status %s (%v), want %s", f, g.Status, err, e.status)
		return
	}
	for _, is := range e.is {
		if !errors.Is(err, is) {
			t.Errorf("%s: error %q is no %q", f, err, is)
		}
	}
	if e.status.Scored() {
		if u := g.Provenance.Usage; u.InputTokens == 0 || u.OutputTokens == 0 || u.Estimated != (f == llmtest.NoUsage) {
			t.Errorf("%s: usage %+v", f, u)
		}
		if f != llmtest.OutOfRange && *g.Score != *base.Score {
			t.Errorf("%s: score %.1f, without the fault %.1f", f, *g.Score, *base.Score)
		}
		if f == llmtest.OutOfRange && *g.Score > *base.Score {
			t.Errorf("%s: a verdict that does not exist raised the score to %.1f", f, *g.Score)
		}
	} else if g.Score != nil || g.Overall != nil || len(g.Competencies) != 0 {
		t.Errorf("%s: a score was invented: %+v", f, g)
	}
	if n := s.MostRepeated(); n > e.repeat {
		t.Errorf("%s: the same bytes were sent %d times, at most %d are allowed", f, n, e.repeat)
	}
	if err != nil &&
		(strings.Contains(err.Error(), testKey) || strings.ContainsAny(err.Error(), "\x1b\n\u202e") ||
			len(err.Error()) > 700) {
		t.Errorf("%s: the message is not fit to be shown: %q", f, err)
	}
}

func TestOneRepairIsEnough(t *testing.T) {
	for _, f := range []llmtest.Fault{llmtest.FreeText, llmtest.WrongShape, llmtest.EmptyContent,
		llmtest.CutOff} {
		s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: f, Times: 1})
		g, err := grade(t, clientFor(t, s, func(c *Config) { c.Economy = true }), assess(goodAnswer))
		if err != nil || g.Status != interviewer.StatusGraded || len(s.Requests()) != 2 {
			t.Errorf("%s, once: %s after %d requests, %v; want graded after 2", f, g.Status, len(s.Requests()), err)
		}
	}
}

func TestOneCompetencyMayFailAlone(t *testing.T) {
	half := func(task llmtest.Task) []llmtest.Mark {
		if strings.Contains(task.Prompt, "# Competency: Plain words") {
			return nil // marks nothing, which is no reply
		}
		return llmtest.Honest(task)
	}
	s := serve(t, llmtest.OpenAI, llmtest.Options{Judge: half})
	g, err := grade(t, clientFor(t, s), assess(goodAnswer))
	if err != nil || g.Status != interviewer.StatusPartial || len(g.Failures) != 1 ||
		g.Failures[0].Competency != "plain-words" {
		t.Fatalf("gave %s, failures %+v, %v; want partial without plain-words", g.Status, g.Failures, err)
	}
	if !strings.Contains(g.Failures[0].Reason, "marks 0 of the 3 signals") || g.Score == nil {
		t.Errorf("reason %q, score %v", g.Failures[0].Reason, g.Score)
	}
}

func TestWhatAServerTakesIsRemembered(t *testing.T) {
	kept := &memory{}
	s := serve(t, llmtest.DeepSeek, llmtest.Options{})
	withCache := func(c *Config) { c.Cache = kept }
	c := clientFor(t, s, withCache)
	for i, want := range []int{4, 6} { // two rejections at most for each of two calls at once, then none
		a := assess(goodAnswer + strings.Repeat(" And so on it goes.", i))
		a.Fresh = true
		if _, err := grade(t, c, a); err != nil {
			t.Fatal(err)
		}
		if n := len(s.Requests()); n > 6+2*i || n < want {
			t.Errorf("grade %d: %d requests so far", i+1, n)
		}
	}
	before := len(s.Requests())
	a := assess(goodAnswer)
	a.Fresh = true
	if _, err := grade(t, clientFor(t, s, withCache), a); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Requests()) - before; n != 2 {
		t.Errorf("a new client with the same cache made %d requests, want 2", n)
	}
}
