package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/rubric"
)

// fileSettings is config.yaml in the XDG config folder. There is no field that holds a key.
type fileSettings struct {
	Grader     string   `yaml:"grader"`
	Model      string   `yaml:"model"`
	BaseURL    string   `yaml:"base_url"`
	KeyEnv     string   `yaml:"api_key_env"`
	KeyFile    string   `yaml:"api_key_file"`
	KeyCmd     []string `yaml:"api_key_cmd"`
	Level      string   `yaml:"level"`
	Questions  int      `yaml:"questions"`
	FollowUps  *int     `yaml:"followups"`
	Mode       string   `yaml:"mode"`
	Budget     float64  `yaml:"budget_usd"`
	Timeout    string   `yaml:"timeout"`
	FirstByte  string   `yaml:"first_byte_timeout"`
	RetryPause string   `yaml:"retry_pause"`
	CAFile     string   `yaml:"ca_file"`
	Prices     string   `yaml:"prices_file"`
	Judges     int      `yaml:"judges"`
	Models     []string `yaml:"models"`
	Profile    string   `yaml:"profile"`

	ProbeTimeout string            `yaml:"followup_timeout"`
	Concurrency  int               `yaml:"concurrency"`
	MaxOutput    int               `yaml:"max_output_tokens"`
	Effort       string            `yaml:"reasoning_effort"`
	ExtraBody    map[string]any    `yaml:"extra_body"`
	ExtraHeaders map[string]string `yaml:"extra_headers"`

	Recorder         []string `yaml:"recorder"`
	Transcriber      []string `yaml:"transcriber"`
	Speaker          []string `yaml:"speaker"`
	TranscribeURL    string   `yaml:"transcribe_base_url"`
	TranscribeKeyEnv string   `yaml:"transcribe_api_key_env"`
	TranscribeModel  string   `yaml:"transcribe_model"`
}

// flagSettings are the settings that flags name; nil or empty where none does.
type flagSettings struct {
	db, grader, model string
	level, mode       string
	questions         *int
	followUps         *int
	minutes           int
	judges            *int
	budget            *float64
	economy, fresh    bool
	profile           string
	thorough          bool
}

// resolveSettings puts the settings of a run together. With a fault in the environment or the file it also gives what
// does not depend on them, so that doctor can look at the rest. A fault in a flag comes first.
func resolveSettings(flags flagSettings, env func(string) string) (Settings, error) {
	s, fault := configured(env)
	s.db = first(flags.db, s.db)
	s = s.with(flags)
	if err := s.Validate(); err != nil {
		return s, flagFault(err)
	}
	if fault == nil && s.db == "" {
		fault = &failure{exitConfig, errNoHome, "set HOME or XDG_DATA_HOME, or name the database with --db"}
	}
	return s, fault
}

var errNoHome = errors.New("HOME is not set")

// configured is what the environment and the file say. Where they have a fault it is the defaults.
func configured(env func(string) string) (Settings, error) {
	s := Settings{
		folder: xdgFolder(env, "XDG_CONFIG_HOME", ".config"), db: env("MOCKINTERVIEW_DB"),
		grader:    graderChoice{kind: "auto"},
		interview: interviewOptions{level: rubric.Senior, mode: interviewer.ModeInterview, followUps: 2},
	}
	if store := xdgFolder(env, "XDG_DATA_HOME", filepath.Join(".local", "share")); store != "" {
		s.packs = filepath.Join(store, "roles")
		s.db = first(s.db, filepath.Join(store, "mockinterview.db"))
	}
	var f fileSettings
	if s.folder != "" {
		if err := readSettings(s.file(), &f); err != nil {
			return s, &failure{exitConfig, err, "mend the file, or move it away to use the defaults"}
		}
	}
	if err := f.overlay(env); err != nil {
		return s, err
	}
	with, err := s.withFile(f, env)
	if err == nil {
		err = with.Validate()
	}
	if err != nil {
		return s, configFault(err, env)
	}
	return with, nil
}

// file is the configuration file.
func (s Settings) file() string { return filepath.Join(s.folder, "config.yaml") }

// withFile are the settings with those of the file, over which the environment was laid.
func (s Settings) withFile(f fileSettings, env func(string) string) (Settings, error) {
	s.grader = graderChoice{kind: first(f.Grader, s.grader.kind), model: f.Model}
	s.grading = gradingOptions{
		judges: unlessZero(f.Judges), models: f.Models, budget: f.Budget, profile: llm.Profile(f.Profile),
	}
	s.interview.level = rubric.Seniority(first(f.Level, string(s.interview.level)))
	s.interview.mode = first(interviewer.Mode(f.Mode), s.interview.mode)
	s.interview.questions = unlessZero(f.Questions)
	if f.FollowUps != nil {
		s.interview.followUps = *f.FollowUps
	}
	s.endpoint = endpoint{
		baseURL: first(env("OPENAI_BASE_URL"), f.BaseURL), key: findKey(f, env), caFile: f.CAFile, pricesFile: f.Prices,
		call: callOptions{
			concurrency: f.Concurrency, maxOutput: f.MaxOutput, effort: f.Effort, extraBody: f.ExtraBody,
			extraHeaders: fromEnvironment(f.ExtraHeaders, env),
		},
	}
	for _, d := range []struct {
		key, text string
		into      *time.Duration
	}{
		{"timeout", f.Timeout, &s.endpoint.timeout},
		{"first_byte_timeout", f.FirstByte, &s.endpoint.firstByte},
		{"retry_pause", f.RetryPause, &s.endpoint.retryPause},
		{"followup_timeout", f.ProbeTimeout, &s.endpoint.probe},
	} {
		if d.text == "" {
			continue
		}
		span, err := time.ParseDuration(d.text)
		if err != nil || span <= 0 {
			return s, &valueError{d.key, "a duration such as 90s or 5m"}
		}
		*d.into = span
	}
	s.voice = voiceSettings{
		recorder: f.Recorder, transcriber: f.Transcriber, speaker: f.Speaker, model: f.TranscribeModel,
		server: endpoint{
			baseURL: f.TranscribeURL, caFile: f.CAFile,
			key:     keySource{variable: f.TranscribeKeyEnv, setting: "transcribe_api_key_env"},
			timeout: s.endpoint.timeout, firstByte: s.endpoint.firstByte, retryPause: s.endpoint.retryPause,
		},
	}
	return s, nil
}

// fromEnvironment are headers of which a value $NAME is that of the variable, so that no secret need stand in the file.
func fromEnvironment(headers map[string]string, env func(string) string) map[string]string {
	out := map[string]string{}
	for name, value := range headers {
		if variable, ok := strings.CutPrefix(value, "$"); ok {
			value = env(variable)
		}
		out[name] = value
	}
	return out
}

func unlessZero(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// with are the settings with those that flags name.
func (s Settings) with(f flagSettings) Settings {
	s.grader.kind, s.grader.model = first(f.grader, s.grader.kind), first(f.model, s.grader.model)
	s.grading.judges = first(f.judges, s.grading.judges)
	if f.budget != nil {
		s.grading.budget = *f.budget
	}
	s.grading.economy, s.grading.fresh, s.grading.thorough = f.economy, f.fresh, f.thorough
	s.grading.profile = first(llm.Profile(f.profile), s.grading.profile)
	s.interview.level = first(rubric.Seniority(f.level), s.interview.level)
	s.interview.mode = first(interviewer.Mode(f.mode), s.interview.mode)
	s.interview.questions = first(f.questions, s.interview.questions)
	if f.followUps != nil {
		s.interview.followUps = *f.followUps
	}
	s.interview.minutes = f.minutes
	return s
}

// overlay lays the environment over the file. Numbers that are none are told by the variable's name.
func (f *fileSettings) overlay(env func(string) string) error {
	for key, field := range map[string]*string{
		"grader": &f.Grader, "model": &f.Model, "level": &f.Level, "mode": &f.Mode,
		"timeout": &f.Timeout, "first_byte_timeout": &f.FirstByte, "retry_pause": &f.RetryPause,
		"followup_timeout": &f.ProbeTimeout, "reasoning_effort": &f.Effort, "ca_file": &f.CAFile,
		"prices_file": &f.Prices, "profile": &f.Profile, "transcribe_model": &f.TranscribeModel,
	} {
		*field = first(env(variable(key)), *field)
	}
	var followUps int
	var fault error
	for _, n := range []struct {
		key  string
		into *int
	}{{"questions", &f.Questions}, {"followups", &followUps}, {"judges", &f.Judges},
		{"concurrency", &f.Concurrency}, {"max_output_tokens", &f.MaxOutput}} {
		v := env(variable(n.key))
		if v == "" {
			continue
		}
		whole, err := strconv.Atoi(v)
		if err != nil && fault == nil {
			fault = configFault(&valueError{n.key, "a whole number"}, env)
		}
		*n.into = whole
	}
	if env(variable("followups")) != "" {
		f.FollowUps = &followUps
	}
	if v := env(variable("budget_usd")); v != "" {
		amount, err := strconv.ParseFloat(v, 64)
		if err != nil && fault == nil {
			fault = configFault(&valueError{"budget_usd", "an amount in dollars, such as 0.50"}, env)
		}
		f.Budget = amount
	}
	return fault
}

// variable is the name in the environment of a key of the file.
func variable(key string) string { return "MOCKINTERVIEW_" + strings.ToUpper(key) }

// configFault tells a value that cannot be under the name by which it was set: the variable's or the key's.
func configFault(err error, env func(string) string) error {
	var v *valueError
	if !errors.As(err, &v) {
		return err
	}
	named := *v
	if env(variable(v.key)) != "" {
		named.key = variable(v.key)
	}
	return &failure{exitConfig, fmt.Errorf("configuration: %w", &named), "it is " + v.wants}
}

// flagFault tells a value that cannot be under the name of its flag.
func flagFault(err error) error {
	var v *valueError
	if !errors.As(err, &v) {
		return err
	}
	named := *v
	named.key = "--" + strings.TrimSuffix(v.key, "_usd")
	return &failure{exitUsage, &named, "it is " + v.wants}
}

// wishFault tells a value that cannot be to an agent, which knows no flags and is shown no hints.
func wishFault(err error) error {
	var v *valueError
	if !errors.As(err, &v) {
		return err
	}
	return fmt.Errorf("%s has to be %s", v.key, v.wants)
}

// xdgFolder is our folder below an XDG base folder: the variable if it is absolute, else below the home folder; ""
// where nothing says where that is.
func xdgFolder(env func(string) string, variable, below string) string {
	if v := env(variable); filepath.IsAbs(v) {
		return filepath.Join(v, "mockinterview")
	}
	if home := env("HOME"); home != "" {
		return filepath.Join(home, below, "mockinterview")
	}
	return ""
}

// largestSettings is how many bytes of a file of settings are read.
const largestSettings = 1 << 20

func readSettings(file string, into *fileSettings) error {
	b, err := interviewer.ReadFile(file, largestSettings)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	if len(strings.TrimSpace(string(b))) == 0 {
		return nil
	}
	if err := yaml.Load(b, into, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("read configuration %q: %s", file, yamlFault(err))
	}
	return nil
}

// yamlFault gives the first fault of a configuration with its line, and never a value, which might be a key put in the
// wrong place.
func yamlFault(err error) string {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	if errors.As(err, &many) && len(many.Errors) > 0 {
		one = many.Errors[0]
	} else if !errors.As(err, &one) {
		return "it is not YAML"
	}
	msg := "it is not YAML" // and nothing of what the library says, which quotes the line
	switch {
	case strings.HasPrefix(one.Message, "cannot "):
		msg = "a value is of the wrong kind"
	case strings.Contains(one.Message, " not found in type "):
		msg = "there is no such setting"
	case strings.Contains(one.Message, " already defined "):
		msg = "a setting is there twice"
	}
	return fmt.Sprintf("line %d: %s", one.Mark.Line, msg)
}
