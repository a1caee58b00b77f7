package encoder

import (
	"context"
	"encoding/binary"
	"math"
	"runtime"
	"strings"
	"testing"
)

func TestAFileThatIsNoneIsAnError(t *testing.T) {
	file := testFile(t, 1)
	body := file[len(magic)+8:]
	number := func(at int, n uint32) string { // of the head, behind the checksum
		b := []byte(body)
		binary.LittleEndian.PutUint32(b[4*at:], n)
		return signed(string(b))
	}
	limit := []byte(body)
	pieces, at := int(binary.LittleEndian.Uint32(limit[7*4:])), 9*4+int(binary.LittleEndian.Uint32(limit[8*4:]))
	at += pieces*Width + 4*(pieces+MaxTokens*Width+2*Width) // behind the embedding
	binary.LittleEndian.PutUint32(limit[at:], math.Float32bits(float32(math.NaN())))
	for _, c := range []struct{ name, file, want string }{
		{"nothing", "", "not one of these"},
		{"other text", strings.Repeat("encoder ", 100), "not one of these"},
		{"another version", magic + "\x01" + file[len(magic)+1:], "version 1, want 3"},
		{"a changed weight", file[:len(file)-1] + "\x55", "checksum"},
		{"cut", file[:len(file)-1], "checksum"},
		{"cut and signed", signed(body[:len(body)-1]), "too short"},
		{"more than it says", signed(body + "x"), "too long"},
		{"another width", number(0, 768), "shape 768/12/1536/128"},
		{"other heads", number(1, 6), "shape 384/6"},
		{"no layers", number(4, 0), "0 layers"},
		{"layers without end", number(4, 1<<31), "layers"},
		{"more layers shared than there are", number(5, 2), "1 layers, 2 of them shared"},
		{"a reader without end", number(6, 1<<31), "above"},
		{"pieces without end", number(7, 1<<31), "pieces"},
		{"a vocabulary without end", number(8, 1<<32-1), "piece 0 is missing"},
		{"a limit that is no number", signed(string(limit)), "a limit of NaN"},
	} {
		_, err := Load(c.file)
		if err == nil || !strings.HasPrefix(err.Error(), "encoder file: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one of the encoder file with %q", c.name, err, c.want)
		}
	}
}

func TestLoadingTakesAFileAtAnyAddress(t *testing.T) {
	file := testFile(t, 1)
	want := encode(t, mustLoad(t, file), fastest, []string{"a b c"})
	for shift := 1; shift < 4; shift++ {
		moved := (strings.Repeat("x", shift) + file)[shift:]
		if got := encode(t, mustLoad(t, moved), fastest, []string{"a b c"}); got[0] != want[0] {
			t.Errorf("moved by %d, the file gives another vector", shift)
		}
	}
}

func TestLoadingDoesNotCopyTheWeights(t *testing.T) {
	file := testFile(t, 4)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	mustLoad(t, file)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
		t.Errorf("loading %d bytes allocates %d, want 1 MB at most", len(file), got)
	}
}

// What is damaged is signed again, so that the fuzzer gets past the checksum; an Encoder of whatever numbers has to
// encode and read.
func FuzzLoad(f *testing.F) {
	body := testFile(f, 1)[len(magic)+8:]
	f.Add(0, []byte{}, len(body))
	f.Add(16, []byte{2}, len(body))
	f.Add(20, []byte{1, 0, 0, 0}, len(body))
	f.Add(24, []byte{255, 255, 255, 255}, 1000)
	f.Add(28, []byte("[UNK]\n[CLS]\n"), len(body))
	f.Add(len(body)-4*Width, []byte{0, 0, 0x80, 0x7F}, len(body)) // an infinity
	f.Fuzz(func(t *testing.T, at int, damage []byte, size int) {
		b := []byte(body)
		if at < 0 || at > len(b) || size < 0 || size > len(b) {
			return
		}
		copy(b[at:], damage)
		e, err := Load(signed(string(b[:size])))
		if err != nil {
			return
		}
		if _, err := e.Encode(context.Background(), []string{"damaged weights"}, 1); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Read(context.Background(), []Reading{{Sentence: "damaged weights"}}, 1); err != nil {
			t.Fatal(err)
		}
	})
}
