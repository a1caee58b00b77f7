// Package llm grades answers with a language model behind any OpenAI-compatible server, asks back through it and fits
// questions to a job.
//
// The model only marks signals and copies the candidate's words; interviewer.Finish checks the quotes and does the
// arithmetic. One call is made for each competency, all at once, under one limiter. What comes back is validated here
// against a schema, always, whatever the server promised. A failure ends in an error that says what to do, never in a
// score: see the errors of this package and those of interviewer that they wrap.
//
// The way of a call: Grade renders the prompts (package prompts), asks the cache, reserves money (ledger), waits for a
// slot (limiter), and sends it (chat) in the dialect that the server was found to speak (dialect); the reply is parsed
// (parse), held against the check words of its prompt (checkwords), and repaired once if its shape is wrong; where one
// judge is not enough (doubt) more are heard, and put together by their mean (judges).
package llm

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric"
	"mockinterview/rubric/injection"
)

// DefaultBaseURL is where calls go if nothing else is said.
const DefaultBaseURL = "https://api.openai.com/v1"

// DefaultModel is asked for if nothing else is said: small, cheap and good at following a schema.
const DefaultModel = "gpt-4.1-mini"

// mostCalls is how many calls go out at once at most, where nothing else is said.
const mostCalls = 20

// Cache keeps replies by key, so that grading the same again costs nothing. Get gives false for what it does not have.
type Cache interface {
	Get(key string) ([]byte, bool)
	Put(key string, value []byte)
}

// Config is all that a Client needs. The zero value of a field means its default.
type Config struct {
	BaseURL string // DefaultBaseURL
	Key     Secret // none is fine for local servers
	Model   string // DefaultModel
	// further judges: judge i asks model i of this list, round and round; Model is put first
	Models []string
	// Judges is how often every answer is judged, an odd number; 0 judges once and asks two more only when in doubt.
	Judges  int
	Economy bool    // all competencies in one call
	Profile Profile // how the prompts are written
	// Thorough asks one signal a call for critical signals, and for those that are in doubt.
	Thorough bool
	Budget   float64 // US dollars that this Client may spend; 0 is no limit
	// Timeout is how long an answer may pause, FirstByte how long it may take to begin, Deadline bounds a whole grade
	// with its retries, ProbeTimeout a follow-up, for which somebody waits at the keyboard. Defaults: 5 minutes, 4
	// minutes, 15 minutes, 45 seconds; for a server on this machine 20 minutes, 20 minutes, 80 minutes. The first three
	// grow with what the server needed for its last calls, up to what a server on this machine has.
	Timeout, FirstByte, Deadline, ProbeTimeout time.Duration
	// RetryPause comes before the second try of a call; every further pause is twice as long, and a random part of each
	// is waited. What a server asks for is waited in full. 1 second.
	RetryPause time.Duration
	// Concurrency is the most calls at once. The default is 20, of which it begins with 4; and 1 for this very machine,
	// where calls at once only slow each other down.
	Concurrency int
	// MaxOutput is the most tokens that a reply may take, thinking included; 0 is no limit of ours.
	MaxOutput int
	// Effort is how hard a model should think (reasoning_effort), in the server's own words; empty says nothing of it.
	Effort string
	// ExtraBody is merged into the body of every call; its fields win, and null takes one away.
	ExtraBody map[string]any
	// ExtraHeaders go with every request, to the configured host only. Their values are hidden like the key.
	ExtraHeaders map[string]Secret
	// tokens that the model can hold; 0 takes what the price table knows, or no limit
	Window       int
	CAFile       string // further certificates to trust, PEM
	AzureVersion string // api-version, for Azure's deployments
	Organization string
	Prices       Prices // replaces and adds to the embedded table
	Cache        Cache
	// Fallback asks back when the model cannot, or does it badly.
	Fallback interviewer.Prober
	// Steers says whether a sentence speaks to the grader; nil knows no phrases besides the built-in forms.
	Steers func(sentence string) bool

	// For tests and for those who share them.
	Now       func() time.Time
	Sleep     func(context.Context, time.Duration) error
	Rand      io.Reader         // for nonces and jitter
	Transport http.RoundTripper // instead of the network
	Tokens    *prompts.Tokens
}

// Profile is how grading prompts are written. The set is closed.
type Profile string

// The profiles. Auto is Standard, or Terse for a model that doctor measured as small.
const (
	Auto     Profile = "auto"
	Standard Profile = "standard" // all rules, and examples
	Terse    Profile = "terse"    // the rules in short
)

// Profiles lists every profile.
func Profiles() []Profile { return []Profile{Auto, Standard, Terse} }

// Client grades, probes and tailors over one server. It is safe for concurrent use.
type Client struct {
	cfg      Config
	end      endpoint
	models   []string
	chat     *openai.Client
	doer     *doer
	dialects *dialects
	limiter  *limiter
	ledger   *ledger
	prices   Prices
	tokens   *prompts.Tokens
	prefixes prefixCache
	nonceKey [16]byte
	steers   func(sentence string) bool // whether it speaks to the grader
	asked    atomic.Int64               // calls of grades, and how many of them are over
	answered atomic.Int64
}

// New checks a configuration and makes a Client of it. Nothing is sent and nothing is loaded yet.
func New(cfg Config) (*Client, error) {
	named, bounded := cfg.Timeout > 0 || cfg.FirstByte > 0, cfg.Deadline > 0
	setDefaults(&cfg)
	if cfg.Judges < 0 || cfg.Judges > 9 || (cfg.Judges > 0 && cfg.Judges%2 == 0) {
		return nil, fmt.Errorf("%w: %d judges, wanted an odd number up to 9", ErrConfig, cfg.Judges)
	}
	if !slices.Contains(Profiles(), cfg.Profile) {
		return nil, fmt.Errorf("%w: a profile that does not exist", ErrConfig)
	}
	if cfg.Thorough && cfg.Economy {
		return nil, fmt.Errorf("%w: thorough and economy at once", ErrConfig)
	}
	if cfg.Budget < 0 {
		return nil, fmt.Errorf("%w: a budget of %g dollars", ErrConfig, cfg.Budget)
	}
	end, err := parseEndpoint(cfg.BaseURL)
	if err != nil {
		return nil, &ConfigError{"BaseURL", err}
	}
	if !named && end.local() {
		cfg.Timeout, cfg.FirstByte = localPatience, localPatience
	}
	if !bounded && end.local() {
		cfg.Deadline = longestAnswer
	}
	for _, h := range cfg.ExtraHeaders {
		cfg.Key = cfg.Key.With(h)
	}
	if cfg.Concurrency <= 0 {
		cfg.Concurrency = mostCalls
		if end.local() {
			cfg.Concurrency = 1
		}
	}
	transport, err := newTransport(cfg)
	if err != nil {
		return nil, &ConfigError{"CAFile", err}
	}
	prices, err := loadPrices(cfg.Prices)
	if err != nil {
		return nil, err
	}
	c := &Client{
		cfg:    cfg,
		end:    end,
		prices: prices,
		tokens: cfg.Tokens,
		models: judgesOf(cfg),
		steers: cfg.Steers,
	}
	if _, err := io.ReadFull(cfg.Rand, c.nonceKey[:]); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	c.dialects = &dialects{cache: cfg.Cache, host: end.host, now: cfg.Now}
	c.limiter = newLimiter(cfg.Concurrency, cfg.Now, cfg.Sleep)
	c.ledger = &ledger{budget: cfg.Budget, prices: prices, free: end.local()}
	c.doer = newDoer(cfg, end, transport)
	c.chat = openai.NewClientWithConfig(clientConfig(cfg, end, c.doer))
	return c, nil
}

func setDefaults(cfg *Config) {
	if cfg.Steers == nil {
		cfg.Steers = injection.New(nil).Addresses
	}
	def := func(s *string, v string) {
		if strings.TrimSpace(*s) == "" {
			*s = v
		}
	}
	if cfg.Profile == "" {
		cfg.Profile = Auto
	}
	def(&cfg.BaseURL, DefaultBaseURL)
	def(&cfg.Model, DefaultModel)
	dur := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	dur(&cfg.Timeout, 5*time.Minute)
	dur(&cfg.FirstByte, min(4*time.Minute, cfg.Timeout))
	dur(&cfg.Deadline, max(15*time.Minute, 2*cfg.Timeout))
	dur(&cfg.ProbeTimeout, 45*time.Second)
	dur(&cfg.RetryPause, time.Second)
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.Tokens == nil {
		cfg.Tokens = &prompts.Tokens{}
	}
}

// judgesOf lists the models that judge, the main one first.
func judgesOf(cfg Config) []string {
	out := []string{cfg.Model}
	for _, m := range cfg.Models {
		if m = strings.TrimSpace(m); m != "" && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// clientConfig is go-openai's configuration. It holds the key, so it must never be formatted.
func clientConfig(cfg Config, end endpoint, d *doer) openai.ClientConfig {
	out := openai.DefaultConfig("") // the doer adds the key, for the right host only
	out.BaseURL = end.base
	if end.azure {
		out = openai.DefaultAzureConfig("", end.base)
		out.APIVersion = end.version
		if cfg.AzureVersion != "" {
			out.APIVersion = cfg.AzureVersion
		}
		if end.deployment != "" {
			out.AzureModelMapperFunc = func(string) string { return end.deployment }
		}
	}
	out.OrgID = cfg.Organization
	out.HTTPClient = d
	return out
}

// Info names the grader.
func (c *Client) Info() interviewer.GraderInfo {
	return interviewer.GraderInfo{Kind: interviewer.LLM, Model: c.cfg.Model}
}

// Asking names the prompts and the way of asking: with another name the same model may mark otherwise.
func (c *Client) Asking() string {
	kind := c.kindFor(c.cfg.Model)
	return fmt.Sprintf("%s terse=%t checked=%t economy=%t thorough=%t judges=%s*%d arithmetic=%d",
		prompts.GradingVersion(), kind.terse, kind.checked, c.cfg.Economy, c.cfg.Thorough,
		strings.Join(c.models, "+"), c.cfg.Judges, rubric.Arithmetic) + c.parameters()
}

// parameters names what the user has set for every call, beside the model.
func (c *Client) parameters() (name string) {
	if c.cfg.Effort != "" {
		name += " effort=" + c.cfg.Effort
	}
	if len(c.cfg.ExtraBody) > 0 { // by its hash, since what it holds is the user's own
		b, _ := json.Marshal(c.cfg.ExtraBody) // what cannot be encoded cannot be sent either
		name += fmt.Sprintf(" body=%x", sha256.Sum256(b))
	}
	return name
}

// ProbeTimeout is how long the model may think of a follow-up; what takes its place comes after it.
func (c *Client) ProbeTimeout() time.Duration { return c.cfg.ProbeTimeout }

// BaseURL is where calls go, as understood from the configuration.
func (c *Client) BaseURL() string { return c.end.base }

// Host is the one host that the key is sent to.
func (c *Client) Host() string { return c.end.host }

// Local says whether the server is this very machine.
func (c *Client) Local() bool { return c.end.local() }

// Warnings are things about the configuration that a user should know before text leaves the machine.
func (c *Client) Warnings() []string {
	var out []string
	if strings.HasPrefix(c.end.base, "http://") && !c.end.local() {
		out = append(out, "what you type travels to "+c.end.host+" without encryption")
		if !c.cfg.Key.Empty() {
			out = append(out, "so does the key")
		}
	}
	return out
}

// Spent is what this Client has used so far.
func (c *Client) Spent() interviewer.Usage { return c.ledger.total() }

// Progress says in words how far the grades under way are.
func (c *Client) Progress() string {
	s := fmt.Sprintf("%d of %d calls answered", c.answered.Load(), c.asked.Load())
	if d := c.doer.patience.lately(); d >= time.Second && c.answered.Load() > 0 {
		s += ", the slowest lately in " + d.Round(time.Second).String()
	}
	return s
}

// deadline is how long a grade of so many calls may take: longer where the server is known to be slow.
func (c *Client) deadline(calls int) time.Duration {
	rounds := (calls + c.cfg.Concurrency - 1) / c.cfg.Concurrency
	return max(c.cfg.Deadline, min(time.Duration(4*rounds)*c.doer.patience.lately(), longestAnswer))
}

// Warm loads the vocabulary in the background, so that the first grade need not wait for it.
func (c *Client) Warm() { c.tokens.Warm(prompts.EncodingFor(c.cfg.Model)) }

// sleep waits, or ends early with the context.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func shortHex(sum []byte) string { return hex.EncodeToString(sum[:8]) }
