package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"mockinterview/prompts"
)

// Speed is what Measure found out about a model.
type Speed struct {
	Read    float64 `json:"read_per_second"`  // tokens of a prompt; 0 is too fast to tell
	Write   float64 `json:"write_per_second"` // tokens of a reply; 0 is too fast to tell
	Repeats bool    `json:"repeats_check_words"`
	// Grade is about how long one answer takes to grade as the Client is configured, and Terse in short prompts.
	Grade time.Duration `json:"-"`
	Terse time.Duration `json:"-"`
	// Small says that the model is asked tersely from now on, unless another profile is configured.
	Small bool `json:"small"`
	// TooSlow says that even in short prompts one call may take longer than any server is waited for.
	TooSlow bool `json:"-"`
}

// slowGrade is how long a grade may take before short prompts are advised.
const slowGrade = 3 * time.Minute

// What one grade takes in tokens, all its calls together, for an answer of some 200 words to a question of the backend
// pack. TestWhatAGradeTakesIsAsTheDocsSay measures it.
const (
	gradeCalls     = 4
	gradeReads     = 17_000
	terseReads     = 7_200
	gradeWrites    = 2_400 // twice what the loopback server writes, whose reasons are short
	measuredWords  = 900   // of the long prompt that Measure sends
	measuredNumber = 60    // that it has written out
)

// Measure times three requests, a short one, one with a long prompt and one with a long reply, and sees whether the
// model repeats check words. A reply that rambles on until it is cut off tells the time as well. What it finds is
// remembered for the model.
func (c *Client) Measure(ctx context.Context) (Speed, error) {
	tiny, err := c.measurePrompt(0)
	if err != nil {
		return Speed{}, err
	}
	long, err := c.measurePrompt(measuredWords)
	if err != nil {
		return Speed{}, err
	}
	short, err := c.timed(ctx, tiny, 30)
	if err != nil {
		return Speed{}, err
	}
	reading, err := c.timed(ctx, long, 60)
	if err != nil {
		return Speed{}, err
	}
	writing, err := c.timed(ctx, prompts.Prompt{
		System: "You test how fast you write.\n",
		User: fmt.Sprintf("Run %s. Reply with the JSON object {\"ok\":\"<numbers>\"} where <numbers> are the numbers from 1 "+
			"to %d, with a blank between them, and nothing else.\n", c.nonce("writing"), measuredNumber),
	}, 3*measuredNumber)
	if err != nil {
		return Speed{}, err
	}
	s := Speed{Repeats: checkRepeated(reading.text, long.Check) == nil}
	s.Write = perSecond(writing.written-short.written, writing.took-short.took)
	more := reading.took - short.took
	if s.Write > 0 {
		more -= time.Duration(float64(reading.written-short.written) / s.Write * float64(time.Second))
	}
	s.Read = perSecond(reading.read-short.read, more)
	s.Grade, s.Terse = c.lasts(s, gradeReads), c.lasts(s, terseReads)
	s.Small = !s.Repeats || s.Grade > slowGrade
	s.TooSlow = s.Terse*time.Duration(c.atOnce())/gradeCalls > localPatience
	c.dialects.learn(c.cfg.Model, func(d *dialect) {
		d.NoCheck, d.Small, d.Read, d.Write = !s.Repeats, s.Small, s.Read, s.Write
	})
	return s, nil
}

// lasts is about how long a grade takes that reads so many tokens. Calls at once share the time.
func (c *Client) lasts(s Speed, reads int) time.Duration {
	seconds := 0.
	if s.Read > 0 {
		seconds += float64(reads) / s.Read
	}
	if s.Write > 0 {
		seconds += gradeWrites / s.Write
	}
	return time.Duration(seconds / float64(c.atOnce()) * float64(time.Second))
}

// atOnce is how many calls of a grade are under way together.
func (c *Client) atOnce() int { return min(c.cfg.Concurrency, gradeCalls) }

// perSecond is a speed; a difference too small to measure is none.
func perSecond(tokens int, took time.Duration) float64 {
	if tokens <= 0 || took < 50*time.Millisecond {
		return 0
	}
	return float64(tokens) / took.Seconds()
}

// timing is one request and how long it took.
type timing struct {
	text          string
	read, written int // tokens
	took          time.Duration
}

func (c *Client) timed(ctx context.Context, p prompts.Prompt, room int) (timing, error) {
	if reasoning(c.cfg.Model) {
		room += 1000
	}
	schema := json.RawMessage(measureSchema)
	if len(p.Check) > 0 {
		schema = json.RawMessage(measureCheckSchema)
	}
	start := c.cfg.Now()
	said, err := c.complete(ctx, call{
		model: c.cfg.Model, prompt: p, name: "measure", schema: schema, maxOutput: room, cut: true,
	})
	if err != nil {
		return timing{}, err
	}
	t := timing{text: said.text, read: said.usage.InputTokens, written: said.usage.OutputTokens}
	t.took = c.cfg.Now().Sub(start)
	return t, nil
}

// measurePrompt is a prompt of n words with check words at its start, in its middle and at its end. Its first words are
// new in every run, so that the server cannot have any of it in its cache.
func (c *Client) measurePrompt(n int) (prompts.Prompt, error) {
	run := c.nonce(fmt.Sprint("measure ", n))
	if n == 0 {
		return prompts.Prompt{
			System: "Run " + run + ". You test a connection. Reply with JSON only.\n",
			User:   `Reply with the JSON object {"ok":"yes"}.` + "\n",
		}, nil
	}
	return prompts.Checked("Run "+run+". You test whether a text is read to its end.\n"+filler(n/2), filler(n/2)+
		`Reply with the JSON object, and "ok":"yes" in the place of the marks.`+"\n")
}

// filler is a text of n words that says nothing.
func filler(n int) string {
	words := strings.Fields("the parcel is weighed and a label is printed before the van leaves for the next street")
	var b strings.Builder
	for i := range n {
		b.WriteString(words[i%len(words)])
		if i%len(words) == len(words)-1 {
			b.WriteString(".\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String() + "\n"
}
