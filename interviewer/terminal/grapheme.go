package terminal

import (
	"github.com/charmbracelet/x/ansi"
	"github.com/chzyer/readline"
)

// snapToGrapheme makes keys go by what is perceived as one character, where readline goes by code points: an arrow that
// landed inside an emoji or an accented letter goes on to its end, and what was half erased is erased whole. before is
// the line as it was.
func snapToGrapheme(before, line []rune, pos int, key rune) ([]rune, int, bool) {
	erased := len(before) == len(line)+1
	switch key {
	case readline.CharBackward:
		start, _ := graphemeAt(line, pos)
		return line, start, start != pos
	case readline.CharForward:
		start, end := graphemeAt(line, pos)
		if start == pos {
			return line, pos, false
		}
		return line, end, end != pos
	case readline.CharBackspace, readline.CharCtrlH:
		if start, _ := graphemeAt(before, pos); erased && start < pos {
			return append(append([]rune{}, line[:start]...), line[pos:]...), start, true
		}
	case readline.CharDelete:
		if _, end := graphemeAt(before, pos); erased && end > pos+1 {
			return append(append([]rune{}, line[:pos]...), line[end-1:]...), pos, true
		}
	}
	return line, pos, false
}

// graphemeAt finds the beginning and the end of the character that position pos is at or in.
func graphemeAt(line []rune, pos int) (start, end int) {
	if pos >= len(line) {
		return len(line), len(line)
	}
	from := pos
	for from > 0 && (line[from] >= 0x80 || line[from-1] >= 0x80) && pos-from < 64 {
		from-- // far enough back that what follows is not broken by where we begin
	}
	for from < len(line) {
		if line[from] < 0x80 && (from+1 == len(line) || line[from+1] < 0x80) {
			end = from + 1
		} else {
			stop := min(len(line), from+64)
			piece, _ := ansi.FirstGraphemeCluster(string(line[from:stop]), ansi.GraphemeWidth)
			end = from + max(len([]rune(piece)), 1)
		}
		if end > pos {
			return from, end
		}
		from = end
	}
	return pos, pos
}
