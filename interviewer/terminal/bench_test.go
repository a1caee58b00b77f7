//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
)

// BenchmarkKeystrokeToEcho measures from a key written to a pty to its echo read back. Run it with -benchtime=2000x for
// a steady 99th percentile.
func BenchmarkKeystrokeToEcho(b *testing.B) {
	line := "The worker takes the job, writes the key and calls out; a retry finds the key and gives the stored " +
		"answer.\n"
	draft := strings.Repeat(line, 10<<10/len(line)+1)
	b.Run("a draft of 10 KB in lines", func(b *testing.B) {
		echo(b, strings.TrimSuffix(draft, "\n"), "")
	})
	b.Run("10 KB on the line itself", func(b *testing.B) {
		echo(b, "", strings.ReplaceAll(draft, "\n", " "))
	})
}

func echo(b *testing.B, draft, typed string) {
	c := open(b, job{Prompt: interviewer.Prompt{Draft: draft}}, 100, 40)
	c.ready()
	if typed != "" {
		c.types(typed)
		c.until(
			"what was typed",
			func(e *emulator) bool { return strings.HasSuffix(e.cursor(), typed[len(typed)-20:]) },
		)
	}
	var took []time.Duration
	n := len(c.output())
	for i := range b.N {
		key := string(rune('a' + i%26))
		if i%80 == 79 && typed == "" {
			key = "\r"
		}
		began := time.Now()
		c.types(key)
		for len(c.output()) == n {
			time.Sleep(20 * time.Microsecond)
		}
		took = append(took, time.Since(began))
		time.Sleep(time.Millisecond) // what else a line end brings
		n = len(c.output())
	}
	slices.Sort(took)
	ms := func(p float64) float64 {
		return float64(took[min(int(p*float64(len(took))), len(took)-1)].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.5), "ms-p50")
	b.ReportMetric(ms(0.99), "ms-p99")
	b.ReportMetric(ms(1), "ms-max")
	b.ReportMetric(0, "ns/op")
}

// output is everything that reached the screen.
func (c *console) output() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.raw.String()
}
