package voice

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"
)

// spoken is a sentence, two seconds of silence, and another sentence, said by espeak-ng:
//
//	The app makes one key per purchase. Um, you know, we store it first.
func spoken(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/spoken.wav")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// claims is a WAV whose sizes say something else.
func claims(b []byte, riff, data uint32) []byte {
	b = bytes.Clone(b)
	binary.LittleEndian.PutUint32(b[4:], riff)
	binary.LittleEndian.PutUint32(b[40:], data)
	return b
}

func TestAWAVIsReadAsFarAsItGoes(t *testing.T) {
	whole := sound{8000, 1, []byte{1, 0, 2, 0, 3, 0}}.wav()
	listed := append(append(bytes.Clone(whole[:36]), "LIST\x03\x00\x00\x00abc\x00"...), whole[36:]...)
	for name, tt := range map[string]struct {
		give []byte
		want int // bytes of samples; -1: it is none
	}{
		"whole":                           {whole, 6},
		"sizes of a pipe, sox":            {claims(whole, 0x7fffffff, 0x7fffffdb), 6},
		"sizes of a pipe, ffmpeg":         {claims(whole, 0xffffffff, 0xffffffff), 6},
		"sizes that were to be filled in": {claims(whole, 0, 0), 6},
		"cut in a sample":                 {whole[:len(whole)-1], 4},
		"a chunk before the data":         {listed, 6},
		"only a header":                   {whole[:headerSize], 0},
		"cut in the header":               {whole[:40], 0},
		"cut before the format":           {whole[:20], -1},
		"nothing":                         {nil, -1},
		"raw samples":                     {bytes.Repeat([]byte{1, 2}, 50), -1},
		"8 bits":                          {append(append(bytes.Clone(whole[:34]), 8, 0), whole[36:]...), -1},
		"no channels":                     {append(append(bytes.Clone(whole[:22]), 0, 0), whole[24:]...), -1},
	} {
		s, err := parseWAV(tt.give)
		if tt.want < 0 {
			if err == nil {
				t.Errorf("%s: read as %+v", name, s)
			}
			continue
		}
		if err != nil || s.rate != 8000 || len(s.samples) != tt.want {
			t.Errorf("%s: %+v, %v; want %d bytes", name, s, err, tt.want)
		}
	}
}

func FuzzWAV(f *testing.F) {
	whole := sound{8000, 2, []byte{1, 0, 2, 0, 3, 0, 4, 0}}.wav()
	f.Add(whole)
	f.Add(claims(whole, 0xffffffff, 0xffffffff))
	f.Add(whole[:39])
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parseWAV(b)
		if err != nil {
			return
		}
		measure(s, "")
		again, err := parseWAV(s.wav())
		if err != nil || again.rate != s.rate || again.channels != s.channels ||
			!bytes.Equal(again.samples, s.samples) {
			t.Errorf("read again it is %+v, %v; was %+v", again, err, s)
		}
	})
}

func TestSpeechIsMeasuredByTheSoundAndTheWords(t *testing.T) {
	const heard = "The app makes one key per purchase. Um, you know, we store it first."
	s, err := parseWAV(spoken(t))
	if err != nil {
		t.Fatal(err)
	}
	got := measure(s, heard)
	if got.Spoken != 14 || got.Pauses != 1 || got.Longest < 2 || got.Longest > 3 || got.Seconds < 5 ||
		got.Seconds > 6.1 || len(got.Fillers) != 2 || got.Fillers["um"] != 1 || got.Fillers["you know"] != 1 {
		t.Errorf("measured %+v", got)
	}
	quiet := sound{8000, 1, make([]byte, 5*16000)}
	if m := measure(quiet, ""); m.Pauses != 0 || m.Seconds != 0 || !quiet.silent() || s.silent() {
		t.Errorf("silence is measured as %+v", m)
	}
}

func TestFillersAreWordsThatMeanNothingElse(t *testing.T) {
	for heard, want := range map[string]map[string]int{
		"Um, um. UM! The umbrella is like an album.": {"um": 3},
		"I mean, it is a kind-of queue, you know":    {"i mean": 1, "kind of": 1, "you know": 1},
		"We retry, then we stop.":                    nil,
	} {
		got := fillers(heard)
		if len(got) != len(want) {
			t.Errorf("%q has %v, want %v", heard, got, want)
		}
		for word, n := range want {
			if got[word] != n {
				t.Errorf("%q has %d %q, want %d", heard, got[word], word, n)
			}
		}
	}
}

func TestWhatWasHeardIsALineASentence(t *testing.T) {
	got := lines(words(" First we store it.\nThen\u00a0we charge. [BLANK_AUDIO] .\n"))
	if want := "First we store it.\nThen we charge. .\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := lines(words("[BLANK_AUDIO]\n")); got != "" {
		t.Errorf("silence is the line %q", got)
	}
	if got := words("a\xffb" + strings.Repeat(" ", 3)); got != "a\uFFFDb" {
		t.Errorf("broken text is %q", got)
	}
}
