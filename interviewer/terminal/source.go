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
	// readLine gives the next line, starting from what stands in initial, and says how it ended.
	readLine(ctx context.Context, prompt, initial string) (inputLine, lineEnd)
	interactive() bool
	close() error
}

// inputLine is a line as it was typed. Pasted text in it stands as private characters until text expands it, so that it
// is never taken for a command.
type inputLine struct {
	raw  string
	text func() string
	more bool // the next line is there already
}

// plainLine is a line without pasted text.
func plainLine(s string) inputLine { return inputLine{raw: s, text: func() string { return s }} }

// lineEnd is how a line ended.
type lineEnd int

const (
	endEnter     lineEnd = iota // Enter
	endSubmit                   // Ctrl-D on an empty line
	endInterrupt                // Ctrl-C
	endHangUp                   // the terminal is gone, or the context is done; what was typed counts
	endOfInput                  // the end of a pipe
	endUp                       // an arrow, to the line above
	endDown                     // or below
)

// pipe reads lines from something that is no keyboard, or from a terminal too dumb to edit a line on.
type pipe struct {
	lines       chan pipeLine
	asked       chan struct{}
	prompt      io.Writer   // nil where nobody reads prompts
	canContinue func() bool // says whether more can come after an end, as on a terminal
	atEnd       bool
}

// pipeLine is one line of a pipe. more says that the next one is there already.
type pipeLine struct {
	text string
	more bool
	err  error
}

func newPipe(r io.Reader, prompt io.Writer) *pipe {
	p := &pipe{lines: make(chan pipeLine), asked: make(chan struct{}, 1), prompt: prompt}
	p.canContinue = func() bool { return prompt != nil && isTerminal(r) }
	go p.loop(bufio.NewReaderSize(r, 64<<10))
	return p
}

// loop reads a line whenever one is asked for, so that a context can end the waiting and nothing is read that nobody
// wants.
func (p *pipe) loop(r *bufio.Reader) {
	defer close(p.lines)
	afterCR := false
	for range p.asked {
		line, err := readLine(r, &afterCR)
		p.lines <- pipeLine{text: line, more: hasLine(r), err: err}
		if err != nil && !p.canContinue() {
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

// readLine reads up to LF, CR or CRLF. A CR is not waited on: the LF that may follow it is dropped from the next line.
// A last line without an end is given with a nil error.
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

func (p *pipe) readLine(ctx context.Context, prompt, _ string) (inputLine, lineEnd) {
	if p.atEnd {
		return plainLine(""), endOfInput
	}
	if ctx.Err() != nil {
		return plainLine(""), endHangUp
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
		return plainLine(""), endHangUp
	case got, ok := <-p.lines:
		switch {
		case ok && got.err == nil:
		case p.canContinue():
			_, _ = io.WriteString(p.prompt, "\n")
			return plainLine(""), endSubmit // Ctrl-D
		case p.interactive():
			return plainLine(""), endHangUp
		default:
			p.atEnd = true
			return plainLine(""), endOfInput
		}
		return inputLine{raw: got.text, text: func() string { return got.text }, more: got.more}, endEnter
	}
}

func (p *pipe) close() error { return nil }
