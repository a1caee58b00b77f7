package sqlite

import (
	"bytes"
	"io"
	"maps"
	"os"
)

// traces are pieces of removed texts, by which a copy of them left in a file is found. A text is cut into windows of a
// fixed length; any stretch of twice that length holds a whole window, wherever SQLite may have cut the text to fit its
// pages. They are looked for with a rolling hash (Rabin and Karp, "Efficient randomized pattern-matching algorithms",
// 1987), so that the time is that of reading, however many there are.
type traces struct {
	windows map[string]bool
	short   map[string]bool // texts shorter than a window
	filter  []uint64        // a bit for some bits of each window's hash
	known   map[string]bool // the sessions whose texts are in it
}

const (
	window     = 24
	shortest   = 10 // texts below this are found everywhere
	filterBits = 20
	hashBase   = 0x9E3779B97F4A7C15
)

func newTraces() *traces {
	return &traces{
		windows: map[string]bool{}, short: map[string]bool{}, known: map[string]bool{},
		filter: make([]uint64, 1<<(filterBits-6)),
	}
}

func (t *traces) clone() *traces {
	return &traces{windows: maps.Clone(t.windows), short: maps.Clone(t.short), filter: t.filter}
}

// add takes in a text that was removed.
func (t *traces) add(text string) {
	if len(text) < window {
		if len(text) >= shortest {
			t.short[text] = true
		}
		return
	}
	for i := 0; i+window <= len(text); i += window {
		t.addWindow(text[i : i+window])
	}
	t.addWindow(text[len(text)-window:])
}

func (t *traces) addWindow(w string) {
	var h uint64
	for i := range window {
		h = h*hashBase + uint64(w[i]) + 1
	}
	bit := h >> (64 - filterBits)
	t.filter[bit/64] |= 1 << (bit % 64)
	t.windows[w] = true
}

// find calls hit for every trace in b, until it says false.
func (t *traces) find(b []byte, hit func(string) bool) {
	for s := range t.short {
		if bytes.Contains(b, []byte(s)) && !hit(s) {
			return
		}
	}
	if len(b) < window || len(t.windows) == 0 {
		return
	}
	var h, out uint64 = 0, 1
	for range window {
		out *= hashBase
	}
	for i, c := range b {
		h = h*hashBase + uint64(c) + 1
		if i >= window {
			h -= (uint64(b[i-window]) + 1) * out
		}
		if bit := h >> (64 - filterBits); i < window-1 || t.filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		if w := b[i-window+1 : i+1]; t.windows[string(w)] && !hit(string(w)) {
			return
		}
	}
}

// forgive drops the traces that also stand in a text which stays.
func (t *traces) forgive(text []byte) {
	t.find(text, func(s string) bool {
		delete(t.windows, s)
		delete(t.short, s)
		return true
	})
}

// in says whether a file holds a trace. A missing file holds none.
func (t *traces) in(path string) (bool, error) {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	found := false
	buf := make([]byte, 1<<20)
	kept := 0 // bytes of the last block, so that nothing hides across two
	for {
		n, err := io.ReadFull(f, buf[kept:])
		t.find(buf[:kept+n], func(string) bool { found = true; return false })
		if found || err == io.EOF || err == io.ErrUnexpectedEOF {
			return found, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(buf, buf[len(buf)-window:])
	}
}
