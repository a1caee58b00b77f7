package llm

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	openai "github.com/sashabaranov/go-openai"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric"
	"mockinterview/rubric/evidence"
)

// errProbesNothing says that there is nothing to mark. Packs are checked for it; a stored session may be of any.
var errProbesNothing = fmt.Errorf("%w: the question probes no competency", interviewer.ErrUngradable)

// unit is what one call grades: a competency, or with Economy all of them.
type unit struct {
	competencies []rubric.Competency
	signals      []rubric.Signal // to be marked
	claims       []rubric.Signal // wrong claims that a mark may cite
	alone        bool            // one signal of a competency that has others
	prompt       prompts.Prompt  // for the first judge
	err          error           // why there is no prompt
}

// Grade marks one answer. See interviewer.Grader for the errors; the package's own tell more.
func (c *Client) Grade(ctx context.Context, a interviewer.Assessment) (interviewer.Judgement, error) {
	start := c.cfg.Now()
	j := interviewer.Judgement{
		Provenance: interviewer.Provenance{Grader: interviewer.LLM, Model: strings.Join(c.firstModels(), "+")},
	}
	p := c.prepare(a)
	j.Notes = p.notes
	if p.nonAnswer != "" {
		j.Gate = p.nonAnswer
		return j, nil
	}
	if len(p.units) == 0 {
		return j, errProbesNothing
	}
	c.tokens.Warm(prompts.EncodingFor(c.cfg.Model))
	ctx, cancel := context.WithTimeout(ctx, c.deadline(len(p.units)*max(c.cfg.Judges, 1)))
	defer cancel()
	results := c.gradeUnits(ctx, a, p, cancel)
	err := c.assemble(&j, p, results)
	j.Provenance.PromptHash = p.hash
	j.Provenance.LatencyMS = c.cfg.Now().Sub(start).Milliseconds()
	return j, err
}

// firstModels lists the models that are asked in the first place.
func (c *Client) firstModels() []string {
	if c.cfg.Judges > 1 {
		return c.models[:min(len(c.models), c.cfg.Judges)]
	}
	return c.models[:1]
}

// prepared is an answer made ready: its sentences, what was removed, and the units to grade.
type prepared struct {
	parts     []prompts.Part
	removed   []string
	notes     []string
	nonAnswer string
	units     []unit
	check     func() *evidence.Checker // made when it is needed first
	sources   []rubric.Source
	nonce     string
	fenced    string
	hash      string
}

func (c *Client) prepare(a interviewer.Assessment) *prepared {
	p := &prepared{sources: a.Turn.CandidateMessages()}
	foreign := a.Pack.Foreign(a.Turn.Question, a.Turn.InterviewerOwnTexts()...)
	p.parts, p.removed = c.removeInjections(a.Turn)
	if n := len(p.removed); n > 0 {
		p.notes = append(
			p.notes,
			fmt.Sprintf("%s struck, because it speaks to the grader: %s", sentences(n), quoted(p.removed)),
		)
	}
	if p.nonAnswer = nonAnswerReason(a.Turn, p.parts, foreign); p.nonAnswer != "" {
		return p
	}
	rest, aside := c.withoutAsides(a, p.parts)
	// What is no answer without its asides may be a short one in words that the marking uses, too.
	if n := len(aside); n > 0 && nonAnswerReason(a.Turn, rest, foreign) == "" {
		p.parts = rest
		p.notes = append(p.notes, fmt.Sprintf("%s left out of the prompt, because it speaks of the marking and not of "+
			"the question: %s", sentences(n), quoted(aside)))
	}
	p.check = sync.OnceValue(func() *evidence.Checker {
		return evidence.NewChecker(p.sources, foreign, c.steers)
	})
	p.nonce = c.nonce(a.Turn.Question.ID + "\x00" + a.Turn.AnswerText())
	p.fenced = prompts.Fence(p.nonce, p.parts)
	probed := a.Pack.Probed(a.Turn.Question)
	groups := make([][]rubric.Competency, 0, len(probed))
	for _, comp := range probed {
		if c.cfg.Economy && len(groups) == 1 {
			groups[0] = append(groups[0], comp)
			continue
		}
		groups = append(groups, []rubric.Competency{comp})
	}
	for _, g := range groups {
		u := unit{competencies: g, claims: a.Turn.Question.ClaimSignals()}
		for _, comp := range g {
			u.signals = append(u.signals, markedSignals(comp, a.Turn.Question)...)
		}
		units := []unit{u}
		if c.cfg.Thorough {
			units = u.apart()
		}
		for _, u := range units {
			u.prompt, u.err = c.render(a, p, u, 0, p.nonce)
			p.units = append(p.units, u)
		}
	}
	p.hash = p.hashAll()
	return p
}

// apart takes every critical signal out of a unit into one of its own.
func (u unit) apart() []unit {
	var out []unit
	var rest []rubric.Signal
	for _, s := range u.signals {
		if !s.Critical() {
			rest = append(rest, s)
			continue
		}
		out = append(out, unit{competencies: u.competencies, signals: []rubric.Signal{s}, alone: true})
	}
	if len(rest) > 0 {
		u.signals = rest
		return append([]unit{u}, out...)
	}
	out[0].claims = u.claims
	return out
}

// prefixCache keeps the part of a prompt that depends on the pack, the competencies and the kind of prompt only. Its
// key is the identity of the pack, which is never changed: the address of its rubric, and holding it keeps that address
// from being reused.
type prefixCache struct {
	mu sync.Mutex
	m  map[prefixKey]prompts.System
}

type prefixKey struct {
	rubric    *rubric.Competency
	questions *interviewer.Question
	ids       string
	promptKind
}

// promptKind is how a model is asked.
type promptKind struct{ terse, checked bool }

// kindFor is how a model is asked, by the configuration and by what doctor measured.
func (c *Client) kindFor(model string) promptKind {
	d := c.dialects.get(model)
	return promptKind{terse: c.cfg.Profile == Terse || c.cfg.Profile == Auto && d.Small, checked: !d.NoCheck}
}

// maxPrefixes bounds the cache; when it is full it starts afresh.
const maxPrefixes = 64

func (c *Client) prefix(a interviewer.Assessment, g []rubric.Competency, model string) prompts.System {
	kind := c.kindFor(model)
	var ids strings.Builder
	for _, comp := range g {
		ids.WriteString(comp.ID + " ")
	}
	if len(a.Pack.Questions) == 0 ||
		!slices.ContainsFunc(
			a.Pack.Questions,
			func(q interviewer.Question) bool { return q.ID == a.Turn.Question.ID },
		) {
		return prompts.System{}
	}
	key := prefixKey{&a.Pack.Rubric[0], &a.Pack.Questions[0], ids.String(), kind}
	c.prefixes.mu.Lock()
	defer c.prefixes.mu.Unlock()
	if s, ok := c.prefixes.m[key]; ok {
		return s
	}
	system, err := prompts.GradeSystem(prompts.Grading{
		Pack: a.Pack, Competencies: g, Terse: kind.terse, Checked: kind.checked,
	})
	if err != nil {
		return prompts.System{} // rendering the whole prompt says so
	}
	if c.prefixes.m == nil || len(c.prefixes.m) >= maxPrefixes {
		c.prefixes.m = map[prefixKey]prompts.System{}
	}
	c.prefixes.m[key] = system
	return system
}

// nonce marks where an answer begins and ends. It is the same for one answer within this process, so that retries and
// --show-prompt are the same bytes, and the candidate cannot know it.
func (c *Client) nonce(answer string) string {
	m := hmac.New(sha256.New, c.nonceKey[:])
	m.Write([]byte(answer))
	return shortHex(m.Sum(nil))
}

// markedSignals lists the signals of a competency that a grader marks for a question: all but those that stand for an
// absence.
func markedSignals(comp rubric.Competency, q interviewer.Question) []rubric.Signal {
	var out []rubric.Signal
	for _, s := range rubric.Applicable(comp, q.Signals) {
		if !s.Absence {
			out = append(out, s)
		}
	}
	return out
}

// render writes the prompt of a unit for one judge.
func (c *Client) render(
	a interviewer.Assessment,
	p *prepared,
	u unit,
	judge int,
	nonce string,
) (prompts.Prompt, error) {
	model := c.models[judge%len(c.models)]
	kind, system := c.kindFor(model), c.prefix(a, u.competencies, model)
	question := a.Turn.Question
	if len(u.claims) == 0 {
		question.WrongClaims = nil // asked of another unit
	}
	ids := make([]string, 0, len(u.signals))
	for _, s := range u.signals {
		ids = append(ids, s.ID)
	}
	build := func(parts []prompts.Part, fenced string) (prompts.Prompt, error) {
		return prompts.Grade(prompts.Grading{
			Pack: a.Pack, Question: question, Competencies: u.competencies, Parts: parts, Nonce: nonce,
			Reading: judge, Mark: ids, Fenced: fenced, System: system, Terse: kind.terse, Checked: kind.checked,
		})
	}
	out, err := build(p.parts, p.fenced)
	w := c.contextWindow(model)
	if err != nil || w == 0 {
		return out, err
	}
	enc := prompts.EncodingFor(model)
	limit := w - c.replyTokens(model, u)
	count := func(pr prompts.Prompt) int { return c.tokens.CountPrompt(enc, pr) + 12 }
	if n := count(out); n > limit {
		parts, _, ok := prompts.Fit(p.parts, limit, func(parts []prompts.Part) int {
			pr, err := build(parts, "")
			if err != nil {
				return 0
			}
			return count(pr)
		})
		if !ok {
			return out, problem(
				ErrContext,
				"with the answer it comes to %s tokens and %d for the reply, the model holds %d",
				enc.Format(n),
				c.replyTokens(model, u),
				w,
			)
		}
		return build(parts, "")
	}
	return out, nil
}

// replyTokens is how many tokens a reply may take: by the number of marks, and more for a model that thinks first.
func (c *Client) replyTokens(model string, u unit) int {
	n := 300 + 130*len(u.signals)
	if reasoning(model) {
		n = 3*n + 4000
	}
	return n
}

// judge asks one model for the marks of a unit. Signals that the reply leaves out are asked for once more, alone; the
// marks come back as claimed.
func (c *Client) judge(
	ctx context.Context,
	a interviewer.Assessment,
	p *prepared,
	u unit,
	judge int,
) (judgeMarks, interviewer.Usage, error) {
	if judge > 0 {
		u.prompt, u.err = c.render(a, p, u, judge, p.nonce)
	}
	h, usage, err := c.askMarks(ctx, a, p, u, judge)
	h.model = c.models[judge%len(c.models)]
	missing := h.missing()
	if err != nil || len(missing) == 0 {
		return h, usage, err
	}
	u.signals = slices.DeleteFunc(slices.Clone(u.signals), func(s rubric.Signal) bool {
		return !slices.Contains(missing, s.ID)
	})
	u.claims = nil
	u.prompt, u.err = c.render(a, p, u, judge, p.nonce)
	later, more, err := c.askMarks(ctx, a, p, u, judge)
	usage = usage.Add(more)
	if err != nil {
		return h, usage, nil // what is there counts, and the rest is said to be missing
	}
	return h.with(later), usage, nil
}

// schema is that of the marks of a unit.
func (c *Client) schema(u unit, model string) json.RawMessage {
	return marksSchema(u.signals, u.claims, c.kindFor(model).checked)
}

// askMarks makes the call of a unit, or takes its reply from the cache. A wrong shape is repaired once.
func (c *Client) askMarks(
	ctx context.Context,
	a interviewer.Assessment,
	p *prepared,
	u unit,
	judge int,
) (judgeMarks, interviewer.Usage, error) {
	if u.err != nil {
		return judgeMarks{}, interviewer.Usage{}, u.err
	}
	model := c.models[judge%len(c.models)]
	schema := c.schema(u, model)
	key := c.cacheKey(model, u.prompt, schema, p.nonce)
	parse := func(text string) (judgeMarks, error) { return parseMarks(text, u.signals, u.claims, c.cfg.Key.Safe) }
	if c.cfg.Cache != nil && !a.Fresh {
		if b, ok := c.cfg.Cache.Get(key); ok {
			if h, err := parse(string(b)); err == nil {
				return h, interviewer.Usage{}, nil
			}
		}
	}
	q := call{model: model, prompt: u.prompt, name: "marks", schema: schema, maxOutput: c.replyTokens(model, u)}
	var h judgeMarks
	text, usage, err := c.completeWithRepair(ctx, q, func(text string) (err error) {
		if h, err = parse(text); err != nil {
			return err
		}
		return checkRepeated(text, u.prompt.Check)
	})
	if err == nil && c.cfg.Cache != nil {
		c.cfg.Cache.Put(key, []byte(text))
	}
	return h, usage, err
}

// completeWithRepair asks, and asks once more if the reply has the wrong shape. take reads a reply and says what is
// wrong with it.
func (c *Client) completeWithRepair(
	ctx context.Context,
	q call,
	take func(text string) error,
) (string, interviewer.Usage, error) {
	ans, err := c.complete(ctx, q)
	usage := ans.usage
	if err != nil {
		return "", usage, err
	}
	wrong := take(ans.text)
	if wrong == nil {
		return ans.text, usage, nil
	}
	var se shapeError
	var cut cutError
	why := ""
	switch {
	case errors.As(wrong, &se):
		why = se.why
	case errors.As(wrong, &cut):
		why = cut.repair()
	default:
		return "", usage, wrong
	}
	say, err := prompts.Repair(why)
	if err != nil {
		return "", usage, err
	}
	said := ans.text
	if len(said) > 8<<10 {
		said = strings.ToValidUTF8(said[:8<<10], "")
	}
	if strings.TrimSpace(said) == "" {
		said = "(nothing)"
	}
	q.repair = []openai.ChatCompletionMessage{
		{Role: openai.ChatMessageRoleAssistant, Content: said},
		{Role: openai.ChatMessageRoleUser, Content: say},
	}
	ans, err = c.complete(ctx, q)
	usage = usage.Add(ans.usage)
	if err != nil {
		return "", usage, err
	}
	switch wrong = take(ans.text); {
	case wrong == nil:
		return ans.text, usage, nil
	case errors.As(wrong, &cut):
		return "", usage, problem(ErrContextTruncated, "%v, twice", cut)
	}
	return "", usage, unusable("%s, and so it was after one more try", wrong)
}

// cacheKey names a call by all that decides its reply: model, parameters, schema and prompt, which holds rubric and
// answer. The nonce is left out.
func (c *Client) cacheKey(model string, prompt prompts.Prompt, schema json.RawMessage, nonce string) string {
	h := sha256.New()
	for _, s := range []string{"marks/1", model, "temperature 0" + c.parameters(), string(schema), prompt.System,
		strings.ReplaceAll(prompt.User, nonce, "")} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return "marks/1/" + fmt.Sprintf("%x", h.Sum(nil))
}

// hashAll names the prompts of a grade, without the nonce.
func (p *prepared) hashAll() string {
	h := sha256.New()
	for _, u := range p.units {
		fmt.Fprintf(h, "%s\x00%s\x00", u.prompt.System, strings.ReplaceAll(u.prompt.User, p.nonce, ""))
	}
	return shortHex(h.Sum(nil))
}
