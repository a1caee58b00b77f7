package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v4"

	"mockinterview/interviewer/llm"
)

// config is what was configured, in the order flag, environment, file, default.
type config struct {
	db     string // database file
	packs  string // folder of the user's own packs
	folder string // folder of the configuration
	file   fileConfig

	grader  string // auto | llm | offline
	model   string
	baseURL string
	key     llm.Secret
	keyFrom string // where the key came from; "" without one
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

// setup reads the configuration for a command.
func (a *app) setup(c *cli.Context) error {
	conf := config{folder: filepath.Join(a.xdg("XDG_CONFIG_HOME", ".config"), "mockinterview")}
	if err := readConfig(filepath.Join(conf.folder, "config.yaml"), &conf.file); err != nil {
		return &failure{exitConfig, err, "mend the file, or move it away to use the defaults"}
	}
	store := filepath.Join(a.xdg("XDG_DATA_HOME", filepath.Join(".local", "share")), "mockinterview")
	conf.packs = filepath.Join(store, "roles")
	conf.db = first(lineage(c, "db"), a.env("MOCKINTERVIEW_DB"), filepath.Join(store, "mockinterview.db"))
	conf.grader = first(c.String("grader"), a.env("MOCKINTERVIEW_GRADER"), conf.file.Grader, "auto")
	conf.model = first(c.String("model"), a.env("MOCKINTERVIEW_MODEL"), conf.file.Model)
	conf.baseURL = first(a.env("OPENAI_BASE_URL"), conf.file.BaseURL)
	if err := a.overlay(&conf.file); err != nil {
		return err
	}
	switch conf.grader {
	case "auto", "llm", "offline":
	default:
		return usagef("it is one of auto, llm, offline", "unknown grader %q", conf.grader)
	}
	a.conf = conf
	return nil
}

// overlay lays the environment over the file.
func (a *app) overlay(f *fileConfig) error {
	f.Level = first(a.env("MOCKINTERVIEW_LEVEL"), f.Level)
	f.Mode = first(a.env("MOCKINTERVIEW_MODE"), f.Mode)
	f.Timeout = first(a.env("MOCKINTERVIEW_TIMEOUT"), f.Timeout)
	f.FirstByte = first(a.env("MOCKINTERVIEW_FIRST_BYTE_TIMEOUT"), f.FirstByte)
	f.CAFile = first(a.env("MOCKINTERVIEW_CA_FILE"), f.CAFile)
	f.Prices = first(a.env("MOCKINTERVIEW_PRICES_FILE"), f.Prices)
	number := func(name string, set func(float64)) error {
		v := a.env(name)
		if v == "" {
			return nil
		}
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || n < 0 {
			return &failure{exitConfig, fmt.Errorf("%s: %q is no number", name, v), "mend the variable, or unset it"}
		}
		set(n)
		return nil
	}
	return errors.Join(
		number("MOCKINTERVIEW_QUESTIONS", func(n float64) { f.Questions = int(n) }),
		number("MOCKINTERVIEW_FOLLOWUPS", func(n float64) { i := int(n); f.FollowUps = &i }),
		number("MOCKINTERVIEW_BUDGET_USD", func(n float64) { f.Budget = n }),
		number("MOCKINTERVIEW_JUDGES", func(n float64) { f.Judges = int(n) }),
	)
}

// xdg is a base folder: the variable if it is absolute, else below the home folder.
func (a *app) xdg(variable, below string) string {
	if v := a.env(variable); filepath.IsAbs(v) {
		return v
	}
	return filepath.Join(a.env("HOME"), below)
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

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
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
