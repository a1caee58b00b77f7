package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"mockinterview/interviewer/llm"
)

// keySource is where the key of the configured server is to be found: at most one of a variable, a file of mode 0600
// and a command.
type keySource struct {
	variable string
	file     string
	command  []string
	withheld bool // OPENAI_API_KEY is set, and not meant for this server
}

// credential is a key, and the name of where it was found; both are empty without one.
type credential struct {
	key  llm.Secret
	from string
}

const ambientKey = "OPENAI_API_KEY"

// findKey chooses the source. A key goes only to the host that it was configured for: OPENAI_API_KEY belongs to
// OPENAI_BASE_URL, or to OpenAI where that is not set; what the configuration file names belongs to the file's
// base_url.
func findKey(f fileSettings, env func(string) string) keySource {
	named := keySource{variable: f.KeyEnv, file: f.KeyFile, command: f.KeyCmd}
	fromFile := f.KeyEnv != "" || f.KeyFile != "" || len(f.KeyCmd) > 0
	ambient := env(ambientKey) != ""
	server := first(env("OPENAI_BASE_URL"), f.BaseURL)
	switch {
	case server == "" || server != f.BaseURL: // the environment chose the server, or it is the default one
		if ambient {
			return keySource{variable: ambientKey}
		}
		if server == "" && fromFile {
			return named
		}
	case fromFile:
		return named
	case ambient && env("OPENAI_BASE_URL") == server:
		return keySource{variable: ambientKey}
	case ambient:
		return keySource{withheld: true}
	}
	return keySource{}
}

// read fetches the key. Only a command that may ask a model calls it, since it may run a command of the user's.
func (k keySource) read(env func(string) string) (credential, error) {
	switch {
	case k.variable != "":
		key := llm.NewSecret(env(k.variable))
		if key.Empty() {
			return credential{}, &failure{
				exitConfig,
				fmt.Errorf("api_key_env: %s is not set", k.variable),
				"set it to the key",
			}
		}
		return credential{key, k.variable}, nil
	case k.file != "":
		return keyFromFile(k.file, env("HOME"))
	case len(k.command) > 0:
		out, err := exec.Command(k.command[0], k.command[1:]...).Output()
		if err != nil {
			return credential{}, &failure{
				exitConfig, fmt.Errorf("api_key_cmd %q: %w", k.command[0], err),
				"run the command by hand to see what it says",
			}
		}
		return credential{llm.NewSecret(string(out)), "api_key_cmd"}, nil
	}
	return credential{}, nil
}

func keyFromFile(file, home string) (credential, error) {
	hint := "name a file that holds only the key"
	if rest, ok := strings.CutPrefix(file, "~/"); ok {
		file = home + "/" + rest
	}
	info, err := os.Stat(file)
	if err != nil {
		return credential{}, &failure{exitConfig, fmt.Errorf("read api_key_file: %w", err), hint}
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		err := fmt.Errorf("api_key_file %q can be read by others (mode %04o)", file, mode)
		return credential{}, &failure{exitConfig, err, "chmod 600 " + file}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return credential{}, &failure{exitConfig, fmt.Errorf("read api_key_file: %w", err), hint}
	}
	return credential{llm.NewSecret(string(b)), "api_key_file"}, nil
}
