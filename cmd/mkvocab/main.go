// Command mkvocab writes the vocabularies that package prompts counts tokens with: prompts/vocab/*.bin.
//
//	go run ./cmd/mkvocab
//
// It takes the published rank tables from the module github.com/pkoukk/tiktoken-go-loader, fetched by the go command
// and linked by nothing, and keeps what counting needs: for every token, in the order of its rank, one byte of length
// and the token's bytes.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// source is where the rank tables come from; the version is pinned so that the files can be made again, byte for byte.
const source = "github.com/pkoukk/tiktoken-go-loader@v0.0.2"

func main() {
	if err := run("prompts/vocab"); err != nil {
		fmt.Fprintln(os.Stderr, "mkvocab:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	dir, err := moduleDir(source)
	if err != nil {
		return err
	}
	for _, name := range []string{"o200k_base", "cl100k_base"} {
		table, err := os.ReadFile(filepath.Join(dir, "assets", name+".tiktoken"))
		if err != nil {
			return err
		}
		blob, err := pack(table)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(out, name+".bin"), blob, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// moduleDir has the go command fetch a module, outside of any module so that go.mod does not change, and says where it
// lies.
func moduleDir(module string) (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = os.TempDir()
	cmd.Stderr = os.Stderr
	b, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("fetch %s: %w", module, err)
	}
	var m struct{ Dir string }
	if err := json.Unmarshal(b, &m); err != nil {
		return "", fmt.Errorf("fetch %s: %w", module, err)
	}
	return m.Dir, nil
}

// pack turns lines of "base64 rank" into lengths and bytes. The rank becomes the position, so the ranks must have no
// holes.
func pack(table []byte) ([]byte, error) {
	var out bytes.Buffer
	lines := bufio.NewScanner(bytes.NewReader(table))
	for n := 0; lines.Scan(); n++ {
		b64, rank, ok := strings.Cut(lines.Text(), " ")
		if !ok {
			return nil, fmt.Errorf("line %d: no rank", n+1)
		}
		if r, err := strconv.Atoi(rank); err != nil || r != n {
			return nil, fmt.Errorf("line %d: rank %s, wanted %d", n+1, rank, n)
		}
		token, err := base64.StdEncoding.DecodeString(b64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		if len(token) == 0 || len(token) > 255 {
			return nil, errors.New("a token that one byte of length cannot hold")
		}
		out.WriteByte(byte(len(token)))
		out.Write(token)
	}
	return out.Bytes(), lines.Err()
}
