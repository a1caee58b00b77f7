package terminal

import "context"

// Line reads one line as it is typed, from a keyboard or a pipe alike. ok is false at the end of a pipe and for Ctrl-D.
// Ctrl-C gives context.Canceled.
func (t *Terminal) Line(ctx context.Context, prompt string) (line string, ok bool, err error) {
	return t.line(ctx, func() (inputLine, lineEnd) { return t.src.readLine(ctx, prompt, "") })
}

// Pick is Line for a few keys: at a keyboard it ends without Enter once complete says so of what was typed.
func (t *Terminal) Pick(ctx context.Context, prompt string, complete func(typed string) bool) (string, bool, error) {
	if t.editor == nil {
		return t.Line(ctx, prompt)
	}
	return t.line(ctx, func() (inputLine, lineEnd) { return t.editor.readPick(ctx, prompt, complete) })
}

func (t *Terminal) line(ctx context.Context, read func() (inputLine, lineEnd)) (line string, ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return "", false, err
	}
	if t.editor != nil {
		if err := t.editor.enterRaw(); err != nil {
			return "", false, err
		}
		defer t.editor.leaveRaw()
	}
	typed, end := read()
	switch end {
	case endEnter:
		return typed.text(), true, nil
	case endSubmit, endOfInput:
		return "", false, nil
	case endInterrupt, endHangUp:
	}
	if err := ctx.Err(); err != nil {
		return "", false, err
	}
	return "", false, context.Canceled
}
