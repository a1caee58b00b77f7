package prompts

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/pkoukk/tiktoken-go"
)

// The vocabularies are made by the committed command: go run ./cmd/mkvocab.
//
//go:embed vocab/o200k_base.bin vocab/cl100k_base.bin
var vocabularies embed.FS

// Encoding is one way of cutting text into tokens.
type Encoding struct {
	name string
	// exact is false where the model's own vocabulary is unknown and the count is an estimate.
	exact bool
}

// Exact says whether counts are the model's own; if not, show them with a "~".
func (e Encoding) Exact() bool { return e.exact }

// Format writes a count as a reader should see it.
func (e Encoding) Format(tokens int) string {
	if e.exact {
		return fmt.Sprint(tokens)
	}
	return fmt.Sprintf("~%d", tokens)
}

// families maps the beginnings of model names to vocabularies; the longest beginning that fits decides.
func families() map[string]string {
	return map[string]string{
		"gpt-4o": tiktoken.MODEL_O200K_BASE, "gpt-4.1": tiktoken.MODEL_O200K_BASE, "gpt-4.5": tiktoken.MODEL_O200K_BASE,
		"gpt-5": tiktoken.MODEL_O200K_BASE, "gpt-oss": tiktoken.MODEL_O200K_BASE,
		"chatgpt-4o": tiktoken.MODEL_O200K_BASE,
		"o1":         tiktoken.MODEL_O200K_BASE, "o3": tiktoken.MODEL_O200K_BASE, "o4": tiktoken.MODEL_O200K_BASE,
		"gpt-4": tiktoken.MODEL_CL100K_BASE, "gpt-3.5": tiktoken.MODEL_CL100K_BASE,
		"gpt-35": tiktoken.MODEL_CL100K_BASE,
	}
}

// EncodingFor is the encoding of a model. A provider's prefix, as in "openai/gpt-4o", is looked through.
func EncodingFor(model string) Encoding {
	name := strings.ToLower(model)
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	best, enc := "", tiktoken.MODEL_O200K_BASE
	for family, e := range families() {
		whole := name == family || strings.HasPrefix(name, family) && !isAlnum(name[len(family)])
		if whole && len(family) > len(best) {
			best, enc = family, e
		}
	}
	return Encoding{name: enc, exact: best != ""}
}

func isAlnum(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// Tokens counts tokens. The zero value is ready: a vocabulary is loaded at its first use, 20-40 ms and 18 MB, and kept.
// Share one.
type Tokens struct {
	o200k, cl100k vocabulary
	counted       memo
}

// Warm begins to load an encoding in the background.
func (t *Tokens) Warm(e Encoding) {
	go func() { _, _ = t.vocabulary(e).get() }()
}

// Count is the number of tokens of a text. Counts of long texts are remembered, because a prompt's beginning comes
// again and again.
func (t *Tokens) Count(e Encoding, text string) int {
	if len(text) < 256 {
		return t.count(e, text)
	}
	if n, ok := t.counted.get(e.name, text); ok {
		return n
	}
	n := t.count(e, text)
	t.counted.put(e.name, text, n)
	return n
}

// CountPrompt is the number of tokens of a prompt. Its stretches are counted one by one, and what comes again, the
// system message and the answer inside its fence, only once. Against counting the whole that is off by a token or two.
func (t *Tokens) CountPrompt(e Encoding, p Prompt) int {
	n := t.Count(e, p.System)
	before, rest, ok := strings.Cut(p.User, "<<<")
	if !ok {
		return n + t.Count(e, p.User)
	}
	i := strings.LastIndex(rest, ">>>")
	fenced, after := rest[:i+1], rest[i+1:]
	if p.Nonce != "" { // it is new in every prompt; without it the rest of the task is the same again
		n += strings.Count(after, p.Nonce) * t.count(e, p.Nonce)
		after = strings.ReplaceAll(after, p.Nonce, "")
	}
	return n + t.Count(e, before) + t.Count(e, fenced) + t.Count(e, after)
}

func (t *Tokens) count(e Encoding, text string) int {
	enc, err := t.vocabulary(e).get()
	if err != nil { // the blob is embedded and tested; if it is ever wrong, a rough count is better than none
		return (len(text) + 3) / 4
	}
	n := 0
	for piece := range pieces(text) {
		n += len(enc.EncodeOrdinary(piece))
	}
	return n
}

func (t *Tokens) vocabulary(e Encoding) *vocabulary {
	if e.name == tiktoken.MODEL_CL100K_BASE {
		t.cl100k.name = tiktoken.MODEL_CL100K_BASE
		return &t.cl100k
	}
	return &t.o200k
}

// vocabulary loads one encoding once. An empty name is o200k_base.
type vocabulary struct {
	name string
	once sync.Once
	enc  *tiktoken.Tiktoken
	err  error
}

func (v *vocabulary) get() (*tiktoken.Tiktoken, error) {
	v.once.Do(func() { v.enc, v.err = load(v.name) })
	return v.enc, v.err
}

// The patterns by which the encodings cut text into words, as published with them.
const (
	o200kPattern = `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|` +
		`'ll|'d)?|` +
		`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|` +
		`\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
	cl100kPattern = `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ` +
		`?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
)

// load builds an encoding that can only count. NewCoreBPE also builds a decoder and a sorted table of all tokens, which
// takes ten times as long and which counting never looks at; so it is given an empty map, kept by reference, that is
// filled afterwards. That leans on this very version of the library: a golden test of counts guards it.
func load(name string) (*tiktoken.Tiktoken, error) {
	pattern := o200kPattern
	if name == tiktoken.MODEL_CL100K_BASE {
		pattern = cl100kPattern
	} else {
		name = tiktoken.MODEL_O200K_BASE
	}
	blob, err := vocabularies.ReadFile("vocab/" + name + ".bin")
	if err != nil {
		return nil, err
	}
	ranks := make(map[string]int, 200_000)
	core, err := tiktoken.NewCoreBPE(ranks, map[string]int{}, pattern)
	if err != nil {
		return nil, err
	}
	all := string(blob) // one copy; the keys are slices of it
	for i := 0; i < len(all); {
		n := int(all[i])
		if i+1+n > len(all) {
			return nil, fmt.Errorf("vocabulary %s is cut short", name)
		}
		ranks[all[i+1:i+1+n]] = len(ranks)
		i += 1 + n
	}
	return tiktoken.NewTiktoken(core, &tiktoken.Encoding{Name: name}, nil), nil
}

// longestRun is where a run without a space is cut before it is counted: merging is quadratic in it.
const longestRun = 256

// pieces cuts a text where a run of more than longestRun characters has no white space. Ordinary text is one piece.
func pieces(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, run := 0, 0
		for i, r := range text {
			if unicode.IsSpace(r) {
				run = 0
				continue
			}
			if run++; run > longestRun {
				if !yield(text[start:i]) {
					return
				}
				start, run = i, 1
			}
		}
		if start < len(text) {
			yield(text[start:])
		}
	}
}

// memo remembers counts of a bounded number of texts, those in use longest: what is asked for moves on to the young
// half, and the old half is dropped.
type memo struct {
	mu         sync.Mutex
	young, old map[[2]string]int
}

// memoSize bounds each half of the memo: competencies × roles of one process, with room to spare.
const memoSize = 64

func (c *memo) get(enc, text string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := [2]string{enc, text}
	if n, ok := c.young[k]; ok {
		return n, true
	}
	n, ok := c.old[k]
	if ok {
		c.keep(k, n)
	}
	return n, ok
}

func (c *memo) put(enc, text string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep([2]string{enc, text}, n)
}

func (c *memo) keep(k [2]string, n int) {
	if c.young == nil || len(c.young) >= memoSize {
		c.young, c.old = make(map[[2]string]int, memoSize), c.young
	}
	c.young[k] = n
}
