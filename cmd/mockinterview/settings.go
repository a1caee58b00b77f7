package main

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/rubric"
)

// Settings are what is in force for one run. They are resolved once, by resolveSettings, and passed by value: nothing
// changes them afterwards. Each comes from a flag, else from MOCKINTERVIEW_*, else from OPENAI_API_KEY and
// OPENAI_BASE_URL, else from the configuration file, else it has its default.
type Settings struct {
	folder string // of the configuration; "" where nothing says where that is
	db     string // database file
	packs  string // folder of the user's own packs

	grader    graderChoice
	endpoint  endpoint
	grading   gradingOptions
	interview interviewOptions
	voice     voiceSettings
}

// voiceSettings are the commands for speaking, each a program and its arguments. Without a recorder or a speaker what
// is installed is looked for.
type voiceSettings struct {
	recorder    []string // writes WAV to its standard output until it is interrupted
	transcriber []string // is given the name of a WAV, and writes the words to its standard output
	speaker     []string // reads out its standard input
	server      endpoint // that writes recordings down; without a base URL it is the one that grades
	model       string   // of the server; "" is the client's default
}

// Validate finds a name that is a key.
func (v voiceSettings) Validate() error {
	if llm.LikeKey(v.model) {
		return &valueError{"transcribe_model", "the name of a model; this looks like a key"}
	}
	return nil
}

// endpoint is the server that a model call goes to, and how it is called.
type endpoint struct {
	baseURL    string // "" is OpenAI's
	key        keySource
	timeout    time.Duration // 0 is the client's default, here and below
	firstByte  time.Duration
	retryPause time.Duration
	probe      time.Duration // for a follow-up
	caFile     string
	pricesFile string
	call       callOptions
}

// callOptions are what goes with every call beyond the question.
type callOptions struct {
	concurrency  int // 0 is the client's default, here and below
	maxOutput    int
	effort       string
	extraBody    map[string]any
	extraHeaders map[string]string // their values count as secrets
}

// Validate finds the first value that cannot be. It never shows the value of a header.
func (o callOptions) Validate() error {
	switch {
	case o.concurrency < 0 || o.concurrency > 100:
		return &valueError{"concurrency", "a whole number from 1 to 100"}
	case o.maxOutput < 0:
		return &valueError{"max_output_tokens", "a number of tokens, such as 16000"}
	}
	for _, name := range slices.Sorted(maps.Keys(o.extraHeaders)) {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool {
			return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) {
			return &valueError{"extra_headers", "a list of header names, each with its value"}
		}
		if v := o.extraHeaders[name]; v == "" || strings.ContainsAny(v, "\r\n") {
			return &valueError{"extra_headers", "a header with a value of one line, or with $NAME"}
		}
	}
	return nil
}

// graderChoice says which grader is asked.
type graderChoice struct {
	kind  string // auto, llm or offline
	model string // "" is the default one
	// inherited: it is that of a session, which no flag of this run has named.
	inherited bool
}

// sessionGrader is the choice for a session that goes on: its own grader, since a grade never changes its grader
// silently.
func (s Settings) sessionGrader(g interviewer.GraderInfo) graderChoice {
	return graderChoice{kind: string(g.Kind), model: first(g.Model, s.grader.model), inherited: true}
}

// gradingOptions are how often and how dearly a model is asked.
type gradingOptions struct {
	judges  *int // nil: once, and twice more in doubt
	models  []string
	economy bool
	budget  float64
	fresh   bool
	// how prompts are written; "" is the client's default
	profile  llm.Profile
	thorough bool
}

// Validate finds the first value that cannot be.
func (o gradingOptions) Validate() error {
	switch {
	case o.judges != nil && (*o.judges < 1 || *o.judges > 9 || *o.judges%2 == 0):
		return &valueError{"judges", "an odd number from 1 to 9"}
	case slices.ContainsFunc(o.models, llm.LikeKey):
		return &valueError{"models", "a list of names of models; one of these looks like a key"}
	case o.profile != "" && !slices.Contains(llm.Profiles(), o.profile):
		return &valueError{"profile", "one of auto, standard, terse"}
	case !(o.budget >= 0) || math.IsInf(o.budget, 0): // which finds NaN, too
		return &valueError{"budget_usd", "an amount in dollars, such as 0.50"}
	}
	return nil
}

// interviewOptions are how an interview is held.
type interviewOptions struct {
	level     rubric.Seniority
	mode      interviewer.Mode
	questions *int // nil: as many as whoever is asked says
	followUps int
	minutes   int // 0: no plan
}

// Validate finds the first value that cannot be. These are all the ranges of an interview.
func (o interviewOptions) Validate() error {
	switch {
	case !slices.Contains(rubric.Seniorities(), o.level):
		return &valueError{"level", "one of junior, mid, senior, staff"}
	case !slices.Contains(interviewer.Modes(), o.mode):
		return &valueError{"mode", "interview or coach"}
	case o.questions != nil && *o.questions < 1:
		return &valueError{"questions", "a whole number from 1 on, or left out"}
	case o.followUps < 0 || o.followUps > 2:
		return &valueError{"followups", "0, 1 or 2"}
	case o.minutes < 0:
		return &valueError{"minutes", "a whole number, the minutes of the whole interview; leave it out for no plan"}
	}
	return nil
}

// Validate finds a kind that is none.
func (g graderChoice) Validate() error {
	if g.kind != "auto" && g.kind != "llm" && g.kind != "offline" {
		return &valueError{"grader", "one of auto, llm, offline"}
	}
	if llm.LikeKey(g.model) {
		return &valueError{"model", "the name of a model; this looks like a key"}
	}
	return nil
}

// Validate finds the first value that cannot be.
func (s Settings) Validate() error {
	return errors.Join(s.grader.Validate(), s.endpoint.call.Validate(), s.grading.Validate(), s.interview.Validate(),
		s.voice.Validate())
}

// valueError is a value that a setting cannot have. Which of the names of the setting it was given under, its reader
// knows.
type valueError struct {
	key   string // of the configuration file
	wants string
}

// Error names the setting and never its value, which might be a key that was put in the wrong place.
func (e *valueError) Error() string { return e.key + " has a value that it cannot have" }

// host is where a model call would go. Of a base URL nothing else is shown: the rest might be a key.
func (e endpoint) host() string {
	host, err := llm.Host(first(e.baseURL, llm.DefaultBaseURL))
	if err != nil {
		return "an address that cannot be read"
	}
	return host
}

// first is the first value that says something.
func first[T comparable](values ...T) T {
	var none T
	for _, v := range values {
		if v != none {
			return v
		}
	}
	return none
}
