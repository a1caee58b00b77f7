package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v4"

	"mockinterview/interviewer/llm"
	"mockinterview/rubric"
)

// config is what was configured, in the order flag, environment, file, default.
type config struct {
	db     string // database file
	packs  string // folder of the user's own packs
	folder string // folder of the configuration
	file   fileConfig

	grader    string // auto | llm | offline
	inherited bool   // the grader is that of a session, which no flag of this run has named
	model     string
	baseURL   string
	key       llm.Secret
	keyFrom   string // where the key came from; "" without one
}

// fileConfig is config.yaml in the XDG config folder. There is no field that holds a key.
type fileConfig struct {
	Grader    string   `yaml:"grader"`
	Model     string   `yaml:"model"`
	BaseURL   string   `yaml:"base_url"`
	KeyEnv    string   `yaml:"api_key_env"`
	KeyFile   string   `yaml:"api_key_file"`
	KeyCmd    []string `yaml:"api_key_cmd"`
	Level     string   `yaml:"level"`
	Questions int      `yaml:"questions"`
	FollowUps *int     `yaml:"followups"`
	Mode      string   `yaml:"mode"`
	Budget    float64  `yaml:"budget_usd"`
	Timeout   string   `yaml:"timeout"`
	FirstByte string   `yaml:"first_byte_timeout"`
	CAFile    string   `yaml:"ca_file"`
	Prices    string   `yaml:"prices_file"`
	Judges    int      `yaml:"judges"`
	Models    []string `yaml:"models"`
}

// setup reads the configuration for a command. What is wrong with it is told after the rest was read, so that doctor can look at the rest.
func (a *app) setup(c *cli.Context) error {
	if err := flagFaults(c); err != nil {
		return err
	}
	conf := config{folder: a.folder("XDG_CONFIG_HOME", ".config")}
	var fault error
	if conf.folder != "" {
		if err := readConfig(filepath.Join(conf.folder, "config.yaml"), &conf.file); err != nil {
			conf.file = fileConfig{}
			fault = &failure{exitConfig, err, "mend the file, or move it away to use the defaults"}
		}
	}
	conf.db = first(lineage(c, "db"), a.env("MOCKINTERVIEW_DB"))
	if store := a.folder("XDG_DATA_HOME", filepath.Join(".local", "share")); store != "" {
		conf.packs = filepath.Join(store, "roles")
		conf.db = first(conf.db, filepath.Join(store, "mockinterview.db"))
	}
	conf.grader = first(c.String("grader"), a.env("MOCKINTERVIEW_GRADER"), conf.file.Grader, "auto")
	conf.model = first(c.String("model"), a.env("MOCKINTERVIEW_MODEL"), conf.file.Model)
	conf.baseURL = first(a.env("OPENAI_BASE_URL"), conf.file.BaseURL)
	if err := a.overlay(&conf.file); fault == nil {
		fault = err
	}
	if fault == nil {
		fault = a.validate(conf.file)
	}
	if conf.db == "" && fault == nil {
		fault = &failure{exitConfig, errors.New("HOME is not set"), "set HOME or XDG_DATA_HOME, or name the database with --db"}
	}
	a.conf = conf
	return fault
}

// flagFaults finds flags whose values cannot be, whatever grader will be used.
func flagFaults(c *cli.Context) error {
	budget := c.Float64("budget")
	switch {
	case !graderKind(first(c.String("grader"), "auto")):
		return usagef(graderKinds, "unknown grader %q", c.String("grader"))
	case c.IsSet("judges") && !judgesFit(c.Int("judges")):
		return usagef("N is odd, from 1 to 9", "--judges %d", c.Int("judges"))
	case c.IsSet("budget") && !amount(budget):
		return usagef("it is an amount in dollars, such as 0.50", "--budget %v", budget)
	}
	return nil
}

const graderKinds = "it is one of auto, llm, offline"

func graderKind(s string) bool { return s == "auto" || s == "llm" || s == "offline" }
func judgesFit(n int) bool     { return n >= 1 && n <= 9 && n%2 == 1 }
func amount(v float64) bool    { return v >= 0 && !math.IsInf(v, 0) } // which NaN is not

// overlay lays the environment over the file.
func (a *app) overlay(f *fileConfig) error {
	f.Grader = first(a.env("MOCKINTERVIEW_GRADER"), f.Grader)
	f.Level = first(a.env("MOCKINTERVIEW_LEVEL"), f.Level)
	f.Mode = first(a.env("MOCKINTERVIEW_MODE"), f.Mode)
	f.Timeout = first(a.env("MOCKINTERVIEW_TIMEOUT"), f.Timeout)
	f.FirstByte = first(a.env("MOCKINTERVIEW_FIRST_BYTE_TIMEOUT"), f.FirstByte)
	f.CAFile = first(a.env("MOCKINTERVIEW_CA_FILE"), f.CAFile)
	f.Prices = first(a.env("MOCKINTERVIEW_PRICES_FILE"), f.Prices)
	var fault error
	whole := func(name string, set func(int)) {
		if v := a.env(name); v != "" {
			n, err := strconv.Atoi(v)
			if err != nil {
				fault = first(fault, misconfigured(name, v, "a whole number"))
				return
			}
			set(n)
		}
	}
	whole("MOCKINTERVIEW_QUESTIONS", func(n int) { f.Questions = n })
	whole("MOCKINTERVIEW_FOLLOWUPS", func(n int) { f.FollowUps = &n })
	whole("MOCKINTERVIEW_JUDGES", func(n int) { f.Judges = n })
	if v := a.env("MOCKINTERVIEW_BUDGET_USD"); v != "" {
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			fault = first(fault, misconfigured("MOCKINTERVIEW_BUDGET_USD", v, "an amount in dollars, such as 0.50"))
		}
		f.Budget = n
	}
	return fault
}

// validate finds the first value that cannot be, and says under which name it was set: the variable's or the key's.
func (a *app) validate(f fileConfig) error {
	followUps := 0
	if f.FollowUps != nil {
		followUps = *f.FollowUps
	}
	for _, v := range []struct {
		key   string
		value any
		ok    bool
		wants string
	}{
		{"grader", f.Grader, graderKind(first(f.Grader, "auto")), "one of auto, llm, offline"},
		{"level", f.Level, f.Level == "" || slices.Contains(rubric.Seniorities(), rubric.Seniority(f.Level)), "one of junior, mid, senior, staff"},
		{"mode", f.Mode, f.Mode == "" || f.Mode == "interview" || f.Mode == "coach", "interview or coach"},
		{"questions", f.Questions, f.Questions >= 0, "a whole number from 1 on, or 0 to be asked"},
		{"followups", followUps, followUps >= 0 && followUps <= 2, "0, 1 or 2"},
		{"judges", f.Judges, f.Judges == 0 || judgesFit(f.Judges), "an odd number from 1 to 9"},
		{"budget_usd", f.Budget, amount(f.Budget), "an amount in dollars, such as 0.50"},
		{"timeout", f.Timeout, lasts(f.Timeout), "a duration such as 90s or 5m"},
		{"first_byte_timeout", f.FirstByte, lasts(f.FirstByte), "a duration such as 90s or 5m"},
	} {
		if v.ok {
			continue
		}
		name := "MOCKINTERVIEW_" + strings.ToUpper(v.key)
		if a.env(name) == "" {
			name = v.key
		}
		return misconfigured(name, v.value, v.wants)
	}
	return nil
}

// misconfigured is a value of the configuration that cannot be.
func misconfigured(name string, value any, wants string) error {
	return &failure{exitConfig, fmt.Errorf("configuration: %s is %q", name, fmt.Sprint(value)), "it is " + wants}
}

func lasts(s string) bool {
	d, err := time.ParseDuration(first(s, "1s"))
	return err == nil && d > 0
}

// folder is our folder below an XDG base folder, or "" where nothing says where that is.
func (a *app) folder(variable, below string) string {
	if base := a.xdg(variable, below); base != "" {
		return filepath.Join(base, "mockinterview")
	}
	return ""
}

// xdg is a base folder: the variable if it is absolute, else below the home folder; "" without one.
func (a *app) xdg(variable, below string) string {
	if v := a.env(variable); filepath.IsAbs(v) {
		return v
	}
	if home := a.env("HOME"); home != "" {
		return filepath.Join(home, below)
	}
	return ""
}

func readConfig(file string, into *fileConfig) error {
	b, err := os.ReadFile(file)
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
		return fmt.Errorf("read configuration %q: %s", file, configFault(err))
	}
	return nil
}

// configFault gives the first fault of a configuration with its line, and never a value, which might be a key put in the wrong place.
func configFault(err error) string {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	if errors.As(err, &many) && len(many.Errors) > 0 {
		one = many.Errors[0]
	} else if !errors.As(err, &one) {
		return "it is not YAML"
	}
	msg := one.Message
	if i := strings.Index(msg, " in type "); i > 0 {
		msg = msg[:i]
	}
	if strings.HasPrefix(msg, "cannot ") {
		msg = "a value is of the wrong kind"
	}
	return fmt.Sprintf("line %d: %s", one.Mark.Line, msg)
}

// host is where a model call would go.
func (c config) host() string {
	if c.baseURL == "" {
		return "api.openai.com"
	}
	if u, err := url.Parse(c.baseURL); err == nil && u.Host != "" {
		return u.Host
	}
	return c.baseURL
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

// lineage finds a flag on the command or on any of its parents.
func lineage(c *cli.Context, name string) string {
	for _, ctx := range c.Lineage() {
		if v := ctx.String(name); v != "" {
			return v
		}
	}
	return ""
}
