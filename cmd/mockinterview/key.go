package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
)

// keySource is where the key of the configured server is to be found: at most one of a variable, a file of mode 0600
// and a command.
type keySource struct {
	variable string
	setting  string // that names the variable
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
	named := keySource{variable: f.KeyEnv, setting: "api_key_env", file: f.KeyFile, command: f.KeyCmd}
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

// read fetches the key and sees that it can be one; its errors never show it. Only a command that may ask a model calls
// it, since it may run a command of the user's.
func (k keySource) read(ctx context.Context, env func(string) string) (credential, error) {
	cred, err := k.fetch(ctx, env)
	if err == nil && !cred.key.Usable() {
		return credential{}, &failure{
			exitConfig,
			fmt.Errorf("the key from %s holds a blank, a line break or a character that no key has", cred.from),
			"let it hold the key alone: one line, no comment",
		}
	}
	return cred, err
}

func (k keySource) fetch(ctx context.Context, env func(string) string) (credential, error) {
	switch {
	case k.variable != "":
		key := llm.NewSecret(env(k.variable))
		if key.Empty() {
			return credential{}, &failure{
				exitConfig,
				errors.New(k.setting + " names a variable that is not set"),
				"set that variable to the key; " + k.setting + " itself holds only its name",
			}
		}
		return credential{key, k.variable}, nil
	case k.file != "":
		return keyFromFile(k.file, env("HOME"))
	case len(k.command) > 0:
		key, err := keyFromCommand(ctx, k.command)
		if err != nil {
			return credential{}, &failure{
				exitConfig, fmt.Errorf("api_key_cmd %w", err), "run the command by hand to see what it says",
			}
		}
		return credential{key, "api_key_cmd"}, nil
	}
	return credential{}, nil
}

// How long a command may take to give a key, and how much it may write: some ask a person first.
const (
	keyPatience = 30 * time.Second
	largestKey  = 64 << 10
)

// keyFromCommand runs a command for its output. Its errors say nothing of the command, which might be the key itself.
func keyFromCommand(ctx context.Context, command []string) (llm.Secret, error) {
	ctx, cancel := context.WithTimeout(ctx, keyPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = time.Second // for what it started and left behind
	out := &interviewer.Bounded{Limit: largestKey}
	cmd.Stdout = out
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return llm.Secret{}, ctx.Err()
	case ctx.Err() != nil:
		return llm.Secret{}, errors.New("gave no key within 30 seconds")
	case out.Over():
		return llm.Secret{}, fmt.Errorf("gave more than %d KB, which is no key", largestKey>>10)
	case errors.As(err, &exit):
		return llm.Secret{}, fmt.Errorf("did not succeed: %w", exit)
	case err != nil:
		return llm.Secret{}, errors.New("cannot be run")
	}
	return llm.NewSecret(out.String()), nil
}

func keyFromFile(file, home string) (credential, error) {
	hint := "name a file that holds only the key"
	file = expanded(file, home)
	info, err := os.Stat(file)
	if err != nil {
		return credential{}, &failure{exitConfig, fmt.Errorf("read api_key_file: %w", bare(err)), hint}
	}
	if mode := info.Mode().Perm(); openToOthers(mode, runtime.GOOS) {
		err := fmt.Errorf("api_key_file can be read by others (mode %04o)", mode)
		return credential{}, &failure{exitConfig, err, "chmod 600 that file"}
	}
	b, err := interviewer.ReadFile(file, largestKey)
	if err != nil {
		return credential{}, &failure{exitConfig, fmt.Errorf("read api_key_file: %w", bare(err)), hint}
	}
	return credential{llm.NewSecret(string(b)), "api_key_file"}, nil
}

// openToOthers says whether other users may read a file of this mode. On Windows every file has the mode 0666, and who
// may read it is said elsewhere.
func openToOthers(mode fs.FileMode, system string) bool {
	return system != "windows" && mode.Perm()&0o077 != 0
}

// bare is an error of a file without the file's name, for names that come from settings.
func bare(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
