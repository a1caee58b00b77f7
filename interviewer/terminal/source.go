package terminal

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

// source is where typed lines come from.
type source interface {
	// line gives the next line, starting from what stands in initial, and says how it ended.
	line(ctx context.Context, prompt, initial string) (typed, ending)
	interactive() bool
	close() error
}

// typed is a line as it was typed. Pasted text in it stands as private characters until text expands it, so that it is never taken
// for a command.
type typed struct {
	raw  string
	text func() string
	more bool // the next line is there already
}

// plain is a line without pasted text.
func plain(s string) typed { return typed{raw: s, text: func() string { return s }} }

// ending is how a line ended.
type ending int

const (
	entered   ending = iota // Enter
	submitted               // Ctrl-D on an empty line
	stopped                 // Ctrl-C
	left                    // the terminal is gone, or the context is done; what was typed counts
	ended                   // the end of a pipe
)

// pipe reads lines from something that is no keyboard, or from a terminal too dumb to edit a line on.
type pipe struct {
	lines  chan read
	asked  chan struct{}
	prompt io.Writer   // nil where nobody reads prompts
	alive  func() bool // says whether more can come after an end, as on a terminal
	over   bool
}

// read is one line of a pipe. more says that the next one is there already.
type read struct {
	text string
	more bool
	err  error
}

func newPipe(r io.Reader, prompt io.Writer) *pipe {
	p := &pipe{lines: make(chan read), asked: make(chan struct{}, 1), prompt: prompt}
	p.alive = func() bool { return prompt != nil && isTerminal(r) }
	go p.loop(bufio.NewReaderSize(r, 64<<10))
	return p
}

// loop reads a line whenever one is asked for, so that a context can end the waiting and nothing is read that nobody wants.
func (p *pipe) loop(r *bufio.Reader) {
	defer close(p.lines)
	afterCR := false
	for range p.asked {
		line, err := readLine(r, &afterCR)
		p.lines <- read{text: line, more: hasLine(r), err: err}
		if err != nil && !p.alive() {
			return
		}
	}
}

// hasLine says whether a whole line is buffered.
func hasLine(r *bufio.Reader) bool {
	there, _ := r.Peek(r.Buffered())
	return bytes.ContainsAny(there, "\r\n")
}

// maxLine is where an endless line is cut.
const maxLine = 4 << 20

// readLine reads up to LF, CR or CRLF. A CR is not waited on: the LF that may follow it is dropped from the next line. A last line without
// an end is given with a nil error.
func readLine(r *bufio.Reader, afterCR *bool) (string, error) {
	var b strings.Builder
	for {
		c, err := r.ReadByte()
		switch {
		case err != nil && b.Len() > 0 && errors.Is(err, io.EOF):
			return b.String(), nil
		case err != nil:
			return b.String(), err
		case c == '\n' && *afterCR && b.Len() == 0:
			*afterCR = false
			continue
		case c == '\n' || c == '\r':
			*afterCR = c == '\r'
			return b.String(), nil
		}
		*afterCR = false
		if b.Len() < maxLine {
			b.WriteByte(c)
		}
	}
}

func (p *pipe) interactive() bool { return p.prompt != nil }

func (p *pipe) line(ctx context.Context, prompt, _ string) (typed, ending) {
	if p.over {
		return plain(""), ended
	}
	if ctx.Err() != nil {
		return plain(""), left
	}
	if p.prompt != nil {
		_, _ = io.WriteString(p.prompt, prompt)
	}
	select {
	case p.asked <- struct{}{}:
	default: // a read that was given up is still under way; its line is next
	}
	select {
	case <-ctx.Done():
		return plain(""), left
	case got, ok := <-p.lines:
		switch {
		case ok && got.err == nil:
		case p.alive():
			_, _ = io.WriteString(p.prompt, "\n")
			return plain(""), submitted // Ctrl-D
		case p.interactive():
			return plain(""), left
		default:
			p.over = true
			return plain(""), ended
		}
		return typed{raw: got.text, text: func() string { return got.text }, more: got.more}, entered
	}
}

func (p *pipe) close() error { return nil }
