package terminal

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mockinterview/interviewer"
)

// Choose offers a short choice and gives the index chosen. From a pipe nothing is asked and nothing read: it is the
// default. So it is for an empty line and Ctrl-D. A second Ctrl-C gives context.Canceled.
func (t *Terminal) Choose(ctx context.Context, c interviewer.Choice) (int, error) {
	if err := ctx.Err(); err != nil {
		return c.Default, err
	}
	if !t.Interactive() || len(c.Options) == 0 {
		return c.Default, nil
	}
	if t.editor != nil {
		if err := t.editor.enterRaw(); err != nil {
			return c.Default, err
		}
		defer t.editor.leaveRaw()
	}
	if err := t.print(t.screen, func(w io.Writer) error { return t.writeChoice(w, c) }); err != nil {
		return c.Default, err
	}
	return t.choose(ctx, c)
}

func (t *Terminal) writeChoice(w io.Writer, c interviewer.Choice) error {
	fmt.Fprintln(w, wrap(interviewer.Visible(c.Text), t.Style().Width))
	for i, o := range c.Options {
		by := ""
		if i == c.Default {
			by = t.Style().dim(" (Enter)")
		}
		fmt.Fprintf(w, "  %s  %s%s\n", t.Style().bold(interviewer.Visible(o.Key)), interviewer.Visible(o.Text), by)
	}
	return nil
}

func (t *Terminal) choose(ctx context.Context, c interviewer.Choice) (int, error) {
	warned := false
	for {
		line, end := t.src.readLine(ctx, "? ", "")
		switch end {
		case endSubmit, endOfInput:
			return c.Default, nil
		case endHangUp:
			if err := ctx.Err(); err != nil {
				return c.Default, err
			}
			return c.Default, context.Canceled
		case endInterrupt:
			if warned {
				return c.Default, context.Canceled
			}
			warned = true
			_ = t.Note("Ctrl-C again leaves.")
			continue
		case endEnter, endUp, endDown:
		}
		if i, ok := matchOption(c, line.text()); ok {
			return i, nil
		}
		_ = t.Note("Type one of: " + strings.Join(keys(c), ", ") + ".")
	}
}

func keys(c interviewer.Choice) []string {
	var out []string
	for _, o := range c.Options {
		out = append(out, o.Key)
	}
	return out
}

// matchOption understands a key, the place of an option, or the beginning of its text where only one begins so.
func matchOption(c interviewer.Choice, said string) (int, bool) {
	said = strings.ToLower(strings.TrimSpace(said))
	if said == "" {
		return c.Default, true
	}
	for i, o := range c.Options {
		if strings.ToLower(o.Key) == said {
			return i, true
		}
	}
	if n, err := strconv.Atoi(said); err == nil && n >= 1 && n <= len(c.Options) {
		return n - 1, true
	}
	found := -1
	for i, o := range c.Options {
		if strings.HasPrefix(strings.ToLower(o.Text), said) {
			if found >= 0 {
				return 0, false
			}
			found = i
		}
	}
	return max(found, 0), found >= 0
}
