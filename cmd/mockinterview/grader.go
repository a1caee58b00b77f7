package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/offline"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

// graders is what a session grades and probes with.
type graders struct {
	grader  interviewer.Grader
	prober  interviewer.Prober
	steers  func(string) bool
	info    interviewer.GraderInfo
	client  *llm.Client // nil offline
	meaning likeness
}

// fallbackWithin is how long a follow-up may take that no model thinks of.
const fallbackWithin = 30 * time.Second

// probeWithin is how long the prober is waited for: as long as the model may take, and then what takes its place.
func (g graders) probeWithin() time.Duration {
	if g.client == nil {
		return fallbackWithin
	}
	return g.client.ProbeTimeout() + fallbackWithin
}

// graderFactory makes the graders of one command, each from a choice of its own.
type graderFactory struct {
	invocation
	cache      llm.Cache                  // of the model's replies; nil keeps none
	db         *store                     // nil where nothing is kept by this command
	raw        bool                       // scores as they are, whatever calibrate learned
	preview    bool                       // nothing will be sent, so that nobody need agree to it
	credential func() (credential, error) // read once, when the first grader needs it
}

// graderFactory keeps a model's replies in the database; without one nothing is kept.
func (in invocation) graderFactory(ctx context.Context, db *store) *graderFactory {
	f := &graderFactory{invocation: in, db: db}
	if db != nil {
		f.cache = dbCache{context.WithoutCancel(ctx), db.DB}
	}
	f.credential = sync.OnceValues(func() (credential, error) { return in.credential(ctx) })
	return f
}

// graderFactoryReading is a graderFactory that goes by what is known of servers and models, and keeps nothing.
func (in invocation) graderFactoryReading(ctx context.Context) (f *graderFactory, done func()) {
	db, done := in.keptIn(ctx)
	f = in.graderFactory(ctx, nil)
	if db != nil {
		f.cache = readOnlyCache{dbCache{ctx, db.DB}}
	}
	return f, done
}

// credential reads the key of the configured server, and says so where one lies about that is not meant for it.
func (in invocation) credential(ctx context.Context) (credential, error) {
	if in.settings.endpoint.key.withheld {
		in.say(
			"OPENAI_API_KEY is not sent to %s, which the configuration file names. If it is meant for it, add: "+
				"api_key_env: OPENAI_API_KEY",
			in.settings.endpoint.host(),
		)
	}
	return in.settings.endpoint.key.read(ctx, in.env)
}

// configuredCredential is the key that grading would use as it is configured. Grading offline looks for none.
func (in invocation) configuredCredential(ctx context.Context) (credential, error) {
	if in.settings.grader.kind == "offline" {
		return credential{}, nil
	}
	return in.credential(ctx)
}

// make gives the graders of a choice: offline, llm, or auto, which means llm when a key or a base URL is configured. An
// interview that an agent marks has no grader here: its answers wait for the agent.
func (f *graderFactory) make(ctx context.Context, choice graderChoice) (graders, error) {
	g, err := f.uncalibrated(ctx, choice)
	if err != nil {
		return g, err
	}
	return f.calibrated(ctx, g), nil
}

func (f *graderFactory) uncalibrated(ctx context.Context, choice graderChoice) (graders, error) {
	off := offlineGrader(f.settings.packs)
	local := graders{grader: off, prober: off, steers: off.Steers, info: off.Info(), meaning: off}
	switch choice.kind {
	case "offline":
		return local, nil
	case string(interviewer.Agent):
		local.grader, local.info = nil, interviewer.GraderInfo{Kind: interviewer.Agent, Model: choice.model}
		return local, nil
	}
	cred, err := f.credential()
	if err != nil {
		return graders{}, err
	}
	use, err := f.useModel(ctx, choice, cred)
	if err != nil || !use {
		return local, err
	}
	return f.model(choice, cred, off)
}

// useModel decides between the model and the offline grader; it never changes once an interview has begun.
func (f *graderFactory) useModel(ctx context.Context, choice graderChoice, cred credential) (bool, error) {
	none := cred.key.Empty() && f.settings.endpoint.baseURL == ""
	if _, err := llm.Host(first(f.settings.endpoint.baseURL, llm.DefaultBaseURL)); err != nil && !none {
		return false, &llm.ConfigError{Field: "BaseURL", Err: err} // before anybody is asked about it
	}
	switch {
	case choice.kind == "llm" && none:
		return false, &failure{
			exitConfig,
			fmt.Errorf("grading by a model wants a key: %w", interviewer.ErrUnauthorized),
			"set OPENAI_API_KEY, or OPENAI_BASE_URL for a server without keys, or use --grader offline",
		}
	case choice.kind == "llm" && !choice.inherited:
		return true, nil
	case none:
		return false, nil
	}
	return f.consent(ctx, cred)
}

// model makes the client of the configured server. The offline grader asks back when the model cannot; it never grades
// in the model's place.
func (f *graderFactory) model(
	choice graderChoice,
	cred credential,
	off *offline.Grader,
) (graders, error) {
	client, err := f.client(choice, cred, off)
	if err != nil {
		return graders{}, err
	}
	for _, w := range client.Warnings() {
		f.say("Careful: %s.", w)
	}
	if !f.preview {
		client.Warm()
	}
	return graders{
		grader: client, prober: client, steers: off.Steers, info: client.Info(), client: client, meaning: off,
	}, nil
}

func (f *graderFactory) client(
	choice graderChoice,
	cred credential,
	off *offline.Grader,
) (*llm.Client, error) {
	e, g := f.settings.endpoint, f.settings.grading
	conf := llm.Config{
		BaseURL: e.baseURL, Key: cred.key, Model: choice.model, Models: g.models, Economy: g.economy, Budget: g.budget,
		Timeout: e.timeout, FirstByte: e.firstByte, RetryPause: e.retryPause, CAFile: e.caFile,
		Cache: f.cache, Fallback: off, Steers: off.Steers, Now: f.now,
	}
	conf.ProbeTimeout, conf.Profile, conf.Thorough = e.probe, g.profile, g.thorough
	conf.Concurrency, conf.MaxOutput, conf.Effort = e.call.concurrency, e.call.maxOutput, e.call.effort
	conf.ExtraBody, conf.ExtraHeaders = e.call.extraBody, map[string]llm.Secret{}
	for name, value := range e.call.extraHeaders {
		conf.ExtraHeaders[name] = llm.NewSecret(value)
	}
	if g.judges != nil {
		conf.Judges = *g.judges
	}
	if e.pricesFile != "" {
		var err error
		if conf.Prices, err = readPrices(e.pricesFile); err != nil {
			return nil, err
		}
	}
	return llm.New(conf)
}

func readPrices(file string) (llm.Prices, error) {
	b, err := interviewer.ReadFile(file, largestSettings)
	if err != nil {
		return llm.Prices{}, &llm.ConfigError{Field: "Prices", Err: fmt.Errorf("read prices_file: %w", bare(err))}
	}
	prices, err := llm.ParsePrices(b)
	if err != nil {
		return prices, &llm.ConfigError{Field: "Prices", Err: err}
	}
	return prices, nil
}

// dbCache keeps a model's replies in the database. What cannot be read or kept is only asked again.
type dbCache struct {
	ctx context.Context
	db  *sqlite.DB
}

// Get gives false for what is not there.
func (c dbCache) Get(key string) ([]byte, bool) {
	b, ok, err := c.db.Get(c.ctx, key)
	return b, ok && err == nil
}

// Put keeps a reply.
func (c dbCache) Put(key string, value []byte) { _ = c.db.Put(c.ctx, key, value) }

// readOnlyCache is what the database keeps, for commands that leave no trace.
type readOnlyCache struct{ dbCache }

// Put keeps nothing.
func (readOnlyCache) Put(string, []byte) {}

// telling says on standard error where the grading is, until it is stopped.
func (a *app) telling(g graders) (stop func()) {
	return terminal.Progress(a.err, a.env, a.now, g.status)
}

// status says where the grading is.
func (g graders) status() string {
	if g.client == nil {
		return "grading offline"
	}
	return "grading with " + g.info.Model + ": " + g.client.Progress()
}

// graderLine says which grader is in use.
func graderLine(g graders) string {
	const checked = ". Every quote is checked here against your own words, and the score is computed here."
	switch g.info.Kind {
	case interviewer.Offline:
		return "Grading offline: nothing leaves this machine. The score is an estimate by meaning; it cannot " +
			"judge whether a claim is true."
	case interviewer.Agent:
		return "Marked by your agent, when it comes back" + checked
	case interviewer.LLM:
	}
	return "Graded by the model " + g.info.Model + checked
}
