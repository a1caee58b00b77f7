package terminal

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
	extast "github.com/yuin/goldmark/extension/ast"
)

// grid is a table taken out of its Markdown.
type grid struct {
	head  []styledText
	rows  [][]styledText
	align []extast.Alignment
}

const (
	gutter   = 2  // columns between two cells
	readable = 16 // columns below which words in a cell are hard to read
)

func (r *renderer) table(n *extast.Table, f frame) {
	g := r.grid(n)
	widths, fits := g.widths(f.width)
	if r.style.Linear || !fits {
		r.tableAsLines(g, f)
		return
	}
	r.lines(f, g.row(g.head, widths, r.style))
	f.first = f.rest
	total := gutter * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	r.lines(f, []string{r.style.dim(strings.Repeat("-", total))})
	for _, row := range g.rows {
		r.lines(f, g.row(row, widths, r.style))
	}
}

func (r *renderer) grid(n *extast.Table) grid {
	g := grid{align: n.Alignments}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, isHead := row.(*extast.TableHeader)
		var cells []styledText
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			var p styledText
			r.inlines(cell, appearance{bold: isHead}, &p)
			cells = append(cells, p)
		}
		for len(cells) < len(g.head) {
			cells = append(cells, styledText{})
		}
		if isHead {
			g.head = cells
		} else {
			g.rows = append(g.rows, cells[:len(g.head)])
		}
	}
	return g
}

// widths gives every column what it needs and takes from the widest until the table fits, but from none so much that a
// word of it would be broken or its words stand below one another: false says that then it does not fit.
func (g grid) widths(room int) ([]int, bool) {
	widths, least := make([]int, len(g.head)), make([]int, len(g.head))
	for _, row := range append([][]styledText{g.head}, g.rows...) {
		for i := range row {
			widths[i] = max(widths[i], row[i].width(), 1)
			least[i] = max(least[i], row[i].longestWord(), 1)
		}
	}
	for i := range least {
		least[i] = max(least[i], min(widths[i], readable))
	}
	if room <= 0 {
		return widths, true
	}
	over := gutter*(len(widths)-1) - room
	for _, w := range widths {
		over += w
	}
	for ; over > 0; over-- {
		widest := -1
		for i, w := range widths {
			if w > least[i] && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return widths, false
		}
		widths[widest]--
	}
	return widths, true
}

// row lays the cells of one row side by side.
func (g grid) row(cells []styledText, widths []int, s Style) []string {
	columns := make([][]string, len(cells))
	height := 1
	for i := range cells {
		columns[i] = cells[i].lines(s, widths[i])
		height = max(height, len(columns[i]))
	}
	out := make([]string, height)
	for y := range height {
		var b strings.Builder
		for i, c := range columns {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", gutter))
			}
			cell := ""
			if y < len(c) {
				cell = c[y]
			}
			b.WriteString(g.pad(cell, widths[i], i))
		}
		out[y] = b.String()
	}
	return out
}

func (g grid) pad(cell string, width, column int) string {
	free := max(width-ansi.StringWidth(cell), 0)
	left := 0
	if column < len(g.align) {
		switch g.align[column] {
		case extast.AlignRight:
			left = free
		case extast.AlignCenter:
			left = free / 2
		}
	}
	return strings.Repeat(" ", left) + cell + strings.Repeat(" ", free-left)
}

// tableAsLines writes a table as lines of "heading: cell", for a screen too narrow or a reader who hears it.
func (r *renderer) tableAsLines(g grid, f frame) {
	for n, row := range g.rows {
		if n > 0 {
			r.lines(frame{first: f.rest}, []string{""})
		}
		for i, cell := range row {
			if len(cell.text) == 0 {
				continue
			}
			var p styledText
			if i < len(g.head) && len(g.head[i].text) > 0 {
				p.add(string(g.head[i].text)+": ", appearance{bold: true})
			}
			p.text, p.appearances = append(p.text, cell.text...), append(p.appearances, cell.appearances...)
			r.lines(f, p.lines(r.style, f.width))
			f.first = f.rest
		}
	}
}
