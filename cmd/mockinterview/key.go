package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"mockinterview/interviewer/llm"
)

// findKey looks for the key of the server that will be asked. A key goes only to the host that it was configured for: OPENAI_API_KEY belongs to OPENAI_BASE_URL,
// or to OpenAI where that is not set; what the configuration file names belongs to the file's base_url.
func (a *app) findKey() error {
	c := &a.conf
	if c.grader == "offline" || c.keyFrom != "" {
		return nil
	}
	fromFile := c.file.KeyEnv != "" || c.file.KeyFile != "" || len(c.file.KeyCmd) > 0
	switch {
	case c.baseURL != c.file.BaseURL || c.baseURL == "":
		// The environment chose the server, or it is the default one.
		if key := a.env("OPENAI_API_KEY"); key != "" {
			c.key, c.keyFrom = llm.NewSecret(key), "OPENAI_API_KEY"
		} else if c.baseURL == "" && fromFile {
			return a.keyOfFile()
		}
	case fromFile:
		return a.keyOfFile()
	case a.env("OPENAI_API_KEY") != "" && a.env("OPENAI_BASE_URL") == c.baseURL:
		c.key, c.keyFrom = llm.NewSecret(a.env("OPENAI_API_KEY")), "OPENAI_API_KEY"
	case a.env("OPENAI_API_KEY") != "":
		a.say("OPENAI_API_KEY is not sent to %s, which the configuration file names. If it is meant for it, add: api_key_env: OPENAI_API_KEY", c.host())
	}
	return nil
}

// keyOfFile reads the key that the configuration file names: a variable, a file of mode 0600, or a command.
func (a *app) keyOfFile() error {
	c := &a.conf
	switch {
	case c.file.KeyEnv != "":
		if c.key = llm.NewSecret(a.env(c.file.KeyEnv)); c.key.Empty() {
			return &failure{exitConfig, fmt.Errorf("api_key_env: %s is not set", c.file.KeyEnv), "set it to the key"}
		}
		c.keyFrom = c.file.KeyEnv
	case c.file.KeyFile != "":
		return a.keyFromFile(c.file.KeyFile)
	default:
		out, err := exec.Command(c.file.KeyCmd[0], c.file.KeyCmd[1:]...).Output()
		if err != nil {
			return &failure{exitConfig, fmt.Errorf("api_key_cmd %q: %w", c.file.KeyCmd[0], err), "run the command by hand to see what it says"}
		}
		c.key, c.keyFrom = llm.NewSecret(string(out)), "api_key_cmd"
	}
	return nil
}

func (a *app) keyFromFile(file string) error {
	hint := "name a file that holds only the key"
	if rest, ok := strings.CutPrefix(file, "~/"); ok {
		file = a.env("HOME") + "/" + rest
	}
	info, err := os.Stat(file)
	if err != nil {
		return &failure{exitConfig, fmt.Errorf("read api_key_file: %w", err), hint}
	}
	if info.Mode().Perm()&0o077 != 0 {
		return &failure{exitConfig, fmt.Errorf("api_key_file %q can be read by others (mode %04o)", file, info.Mode().Perm()), "chmod 600 " + file}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return &failure{exitConfig, fmt.Errorf("read api_key_file: %w", err), hint}
	}
	a.conf.key, a.conf.keyFrom = llm.NewSecret(string(b)), "api_key_file"
	return nil
}
