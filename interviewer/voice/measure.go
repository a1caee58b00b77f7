package voice

import (
	"encoding/binary"
	"math"
	"regexp"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// Loudness is measured over windows of a twentieth of a second, as root mean square of the samples.
const windowsPerSecond = 20

// nothingHeard is the loudness, of 32768, below which a whole recording is the hiss of a microphone that is off.
const nothingHeard = 30

// loudness is that of each window.
func (s sound) loudness() []float64 {
	size := 2 * s.channels * (s.rate / windowsPerSecond)
	var out []float64
	for window := range slices.Chunk(s.samples, size) {
		sum := 0.
		for i := 0; i+1 < len(window); i += 2 {
			v := float64(int16(binary.LittleEndian.Uint16(window[i:])))
			sum += v * v
		}
		out = append(out, math.Sqrt(sum/float64(len(window)/2)))
	}
	return out
}

// silent says whether there is nothing to hear.
func (s sound) silent() bool {
	return !slices.ContainsFunc(s.loudness(), func(v float64) bool { return v >= nothingHeard })
}

// measure says how something was spoken: the pauses by the sound, the words by what was heard.
func measure(s sound, heard string) interviewer.Speech {
	out := interviewer.Speech{Spoken: len(text.Words(heard)), Fillers: fillers(heard)}
	first, last, long := -1, -1, int(interviewer.LongPause.Seconds()*windowsPerSecond)
	level, windows := s.loudness(), 0
	threshold := between(level)
	for i, v := range level {
		if v < threshold {
			continue
		}
		if quiet := i - last - 1; first >= 0 && quiet >= long {
			out.Pauses++
			windows = max(windows, quiet)
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	if first >= 0 {
		out.Seconds = tenths(float64(last-first+1) / windowsPerSecond)
	}
	out.Longest = tenths(float64(windows) / windowsPerSecond)
	return out
}

func tenths(v float64) float64 { return math.Round(v*10) / 10 }

// between is the loudness that parts speech from the quiet of the room: a fifth of the way from the quietest tenth of
// the windows to the loudest, on the scale of decibels, and never so low that hiss is speech.
func between(level []float64) float64 {
	if len(level) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(level))
	at := func(share float64) float64 { return max(1, sorted[int(share*float64(len(sorted)-1))]) }
	quiet, loud := at(.1), at(.9)
	return max(nothingHeard, quiet*math.Pow(loud/quiet, .2))
}

// fillers counts words that fill a gap, whatever is said. Others, such as "like" and "well", may mean something.
func fillers(heard string) map[string]int {
	all := text.Folded(heard)
	var out map[string]int
	for _, filler := range []string{"um", "uh", "er", "erm", "hmm", "you know", "i mean", "sort of", "kind of"} {
		if n := text.Times(all, strings.Fields(filler)); n > 0 {
			if out == nil {
				out = map[string]int{}
			}
			out[filler] += n
		}
	}
	return out
}

// noises are what whisper.cpp writes where nobody speaks, such as [BLANK_AUDIO].
var noises = regexp.MustCompile(`\[[A-Z_ ]+\]`)

// words are what was heard on one line, without noises.
func words(heard string) string {
	return interviewer.OneLine(noises.ReplaceAllString(strings.ToValidUTF8(heard, "\uFFFD"), " "))
}

// lines are the sentences of what was heard, a line each, so that one can be taken back or gone up to.
func lines(heard string) string {
	var b strings.Builder
	for _, s := range text.Pieces(heard) {
		b.WriteString(s.Of(heard) + "\n")
	}
	return b.String()
}
