package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/offline"
	"mockinterview/interviewer/sqlite"
)

// graderFlags are those of every command that grades.
func graderFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "grader", Usage: "auto, llm or offline (default auto: a model if a key or a base URL is configured)"},
		&cli.StringFlag{Name: "model", Usage: "the `MODEL` to ask"},
		&cli.IntFlag{Name: "judges", Usage: "judge every answer `N` times and take the majority; N is odd (default: once, and twice more in doubt)"},
		&cli.BoolFlag{Name: "economy", Usage: "grade all competencies in one call"},
		&cli.Float64Flag{Name: "budget", Usage: "stop before the call that would pass `USD`"},
		&cli.BoolFlag{Name: "fresh", Usage: "ask the model again even where an identical grade is known"},
	}
}

// modelOptions are what flags say of a model, and where its replies may be kept.
type modelOptions struct {
	judges  int
	economy bool
	budget  float64
	cache   llm.Cache
	preview bool // nothing will be asked of it
}

// modelOptions reads the flags. db may be nil: then nothing is kept.
func (a *app) modelOptions(c *cli.Context, db *sqlite.DB) modelOptions {
	o := modelOptions{judges: a.conf.file.Judges, economy: c.Bool("economy"), budget: a.conf.file.Budget}
	if c.IsSet("judges") {
		o.judges = c.Int("judges")
	}
	if c.IsSet("budget") {
		o.budget = c.Float64("budget")
	}
	if db != nil {
		o.cache = dbCache{context.WithoutCancel(c.Context), db}
	}
	return o
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

// modelGraders makes the client of the configured server. The offline grader stays as second opinion and as what asks back when the model cannot; it never
// grades in the model's place.
func (a *app) modelGraders(o modelOptions, off *offline.Grader) (graders, error) {
	client, err := a.client(o, off)
	if err != nil {
		return graders{}, &failure{exitConfig, err, a.culprit(err)}
	}
	for _, w := range client.Warnings() {
		a.say("Careful: %s.", w)
	}
	if !o.preview {
		client.Warm()
	}
	return graders{grader: client, prober: client, steers: off.Addresses, info: client.Info(), client: client}, nil
}

// culprit names the setting that a client cannot be made with.
func (a *app) culprit(err error) string {
	from := "OPENAI_BASE_URL"
	if a.env(from) == "" {
		from = "base_url in the configuration"
	}
	switch text := err.Error(); {
	case strings.Contains(text, "prices_file") || strings.Contains(text, "price table"):
		return "check prices_file in the configuration"
	case strings.Contains(text, "CA file"):
		return "check ca_file in the configuration"
	case strings.Contains(text, "timeout"):
		return "check timeout and first_byte_timeout in the configuration"
	}
	return "check " + from
}

func (a *app) client(o modelOptions, off *offline.Grader) (*llm.Client, error) {
	c := a.conf
	conf := llm.Config{
		BaseURL: c.baseURL, Key: c.key, Model: c.model, Models: c.file.Models, Judges: o.judges, Economy: o.economy, Budget: o.budget,
		CAFile: c.file.CAFile, Cache: o.cache, Second: off, Fallback: off, Steers: off.Addresses, Now: a.now,
	}
	var err error
	if conf.Timeout, err = duration("timeout", c.file.Timeout); err != nil {
		return nil, err
	}
	if conf.FirstByte, err = duration("first_byte_timeout", c.file.FirstByte); err != nil {
		return nil, err
	}
	if c.file.Prices != "" {
		if conf.Prices, err = readPrices(c.file.Prices); err != nil {
			return nil, err
		}
	}
	return llm.New(conf)
}

func duration(name, s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%s: %q is no duration such as 90s or 5m", name, s)
	}
	return d, nil
}

func readPrices(file string) (llm.Prices, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return llm.Prices{}, fmt.Errorf("read prices_file: %w", err)
	}
	return llm.ParsePrices(b)
}

var _ interviewer.Grader = (*llm.Client)(nil)
