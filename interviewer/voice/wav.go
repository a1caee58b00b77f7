package voice

import (
	"encoding/binary"
	"errors"
)

// sound is what was recorded: 16-bit samples, those of several channels one after the other.
type sound struct {
	rate, channels int
	samples        []byte // little endian, two bytes each
}

var errNoWAV = errors.New("it is no WAV of 16-bit PCM samples")

// The numbers of a WAV header that are of interest here. An extensible format says in other words what it is, which for
// 16 bits can only be PCM.
const (
	formatPCM        = 1
	formatExtensible = 0xfffe
	headerSize       = 44
)

// parseWAV reads a WAV as far as it goes. A recorder that writes to a pipe cannot know how long it will be, and one
// that was killed never said so: where the sizes claim more than there is, what is there counts.
func parseWAV(b []byte) (sound, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return sound{}, errNoWAV
	}
	var s sound
	for b = b[12:]; len(b) >= 8; {
		id, size := string(b[:4]), int64(binary.LittleEndian.Uint32(b[4:8]))
		b = b[8:]
		body := b[:min(size, int64(len(b)))]
		switch {
		case id == "fmt " && len(body) >= 16:
			format, bits := binary.LittleEndian.Uint16(body), binary.LittleEndian.Uint16(body[14:])
			s.channels, s.rate = int(binary.LittleEndian.Uint16(body[2:])), int(binary.LittleEndian.Uint32(body[4:]))
			if format != formatPCM && format != formatExtensible || bits != 16 || s.channels < 1 || s.channels > 8 ||
				s.rate < 1000 || s.rate > 400_000 {
				return sound{}, errNoWAV
			}
		case id == "data" && s.rate > 0:
			if size == 0 {
				body = b // of a recorder that meant to come back and say how long it is
			}
			s.samples = body[:len(body)-len(body)%(2*s.channels)]
			return s, nil
		}
		b = b[min(size+size%2, int64(len(b))):]
	}
	if s.rate == 0 {
		return sound{}, errNoWAV
	}
	return s, nil
}

// wav is the sound as a whole WAV, with sizes that are true.
func (s sound) wav() []byte {
	b := make([]byte, 0, headerSize+len(s.samples))
	le := binary.LittleEndian
	frame := 2 * s.channels
	b = append(b, "RIFF"...)
	b = le.AppendUint32(b, uint32(headerSize-8+len(s.samples)))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, formatPCM)
	b = le.AppendUint16(b, uint16(s.channels))
	b = le.AppendUint32(b, uint32(s.rate))
	b = le.AppendUint32(b, uint32(s.rate*frame))
	b = le.AppendUint16(b, uint16(frame))
	b = le.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(len(s.samples)))
	return append(b, s.samples...)
}

// seconds is how long it is.
func (s sound) seconds() float64 { return float64(len(s.samples)) / float64(2*s.channels*s.rate) }
