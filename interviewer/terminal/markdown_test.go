package terminal

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

func rendered(t *testing.T, markdown string, s Style) string {
	t.Helper()
	var b strings.Builder
	if err := Render(&b, markdown, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRender(t *testing.T) {
	cases := []struct {
		name, markdown string
		style          Style
		want           string
	}{
		{
			"paragraphs are wrapped",
			"one two three four\nfive six\n\nseven",
			Style{Width: 20},
			"one two three four\nfive six\n\nseven\n",
		},
		{"no width keeps lines", "one two\nthree", Style{}, "one two\nthree\n"},
		{"hard breaks", "one  \ntwo\\\nthree<br>four", Style{Width: 40}, "one\ntwo\nthree\nfour\n"},
		{
			"headings",
			"# Top\n\n## Next 数据\n\n### Third\ntext",
			Style{Width: 40},
			"Top\n===\n\nNext 数据\n---------\n\nThird\n\ntext\n",
		},
		{"emphasis without colour", "a **bold** *it* ~~no~~ `code`", Style{Width: 40}, "a bold it no `code`\n"},
		{
			"emphasis in colour",
			"a **bold** `code`",
			Style{Width: 40, Color: true},
			"a \x1b[1mbold\x1b[22m \x1b[36mcode\x1b[0m\n",
		},
		{
			"colour ends with the line",
			"**one two three four five**",
			Style{Width: 20, Color: true},
			"\x1b[1mone two three four\x1b[22m\n\x1b[1mfive\x1b[22m\n",
		},
		{
			"lists",
			"- one two three four five\n- two\n  1. a\n  2. b\n",
			Style{Width: 20},
			"- one two three four\n  five\n- two\n  1. a\n  2. b\n",
		},
		{"loose lists", "3. a\n\n4. b", Style{Width: 20}, "3. a\n\n4. b\n"},
		{
			"quotations",
			"> one two three four five\n>\n> - six",
			Style{Width: 20},
			"│ one two three four\n│ five\n│\n│ - six\n",
		},
		{
			"code keeps its lines",
			"```go\nfunc main() {\n\treturn\n}\n```",
			Style{Width: 40},
			"    func main() {\n        return\n    }\n",
		},
		{"rules", "a\n\n---\n\nb", Style{Width: 20}, "a\n\n--------------------\n\nb\n"},
		{
			"links",
			"[text](http://x.y) <http://z> [http://w](http://w)",
			Style{Width: 80},
			"text (http://x.y) http://z http://w\n",
		},
		{
			"HTML is text",
			"<b>x</b> <script>\n\n<div>\ny\n</div>",
			Style{Width: 40},
			"<b>x</b> <script>\n\n<div>\ny\n</div>\n",
		},
		{
			"references are resolved, then made safe",
			"&amp; \\* &#27;[2J &#x202e;",
			Style{Width: 40},
			"& * ␛[2J ‹U+202E›\n",
		},
		{"a table", "|Name|Level|Score|\n|:--|:-:|--:|\n|数据|strong|3.4|\n|Depth of it|weak|1|", Style{Width: 40},
			"Name         Level   Score\n--------------------------\n数据         strong    3.4\n" +
				"Depth of it   weak       1\n"},
		{"a table that must shrink", "|Name|Why|\n|--|--|\n|Data|says what happens on a retry|", Style{Width: 24},
			"Name  Why\n------------------------\nData  says what happens\n      on a retry\n"},
		{
			"a table too wide is told",
			"|A|B|C|D|\n|-|-|-|-|\n|aaaaaaa|bbbbbbb|ccccccc|ddddddd|\n|e||g|h|",
			Style{Width: 20},
			"A: aaaaaaa\nB: bbbbbbb\nC: ccccccc\nD: ddddddd\n\nA: e\nC: g\nD: h\n",
		},
		{"a table read aloud", "# T\n\n|A|B|\n|-|-|\n|1|2|", Style{Width: 40, Linear: true}, "T\n\nA: 1\nB: 2\n"},
		{"an escaped bar in a cell", "|A|\n|-|\n|x \\| y|", Style{Width: 40}, "A\n-----\nx | y\n"},
		{
			"evidence without colour",
			`**\[+\] stores the key** and **\[-\] waves it off**`,
			Style{Width: 60},
			"[+] stores the key and [-] waves it off\n",
		},
		{"evidence in colour", `**\[+\] a** **\[-\] b** **\[~\] c**`, Style{Width: 60, Color: true},
			"\x1b[1;32m[+] a\x1b[22;0m \x1b[1;31m[-] b\x1b[22;0m \x1b[1;33m[~] c\x1b[22;0m\n"},
		{"nothing", "", Style{Width: 40}, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, rendered(t, tc.markdown, tc.style)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

const sample = "# Scorecard of an interview\n\nA paragraph of *some* length with `code`, 数据库 and " +
	"a-very-long-word-that-goes-on-and-on-and-on-for-ever-and-a-day.\n\n" +
	"> A quotation that is long enough to be wrapped in most widths there are.\n>> nested\n\n" +
	"1. an item with a long text in it, longer than forty columns\n   - nested\n\n" +
	"|Competency|Level|What was shown|\n|---|---|--:|\n|System design depth|strong|names what happens on a retry and " +
	"why|\n"

func TestNothingIsWiderThanTheScreenAndNothingIsLost(t *testing.T) {
	words := strings.Fields(
		strings.NewReplacer("#", "", ">", "", "|", " ", "-", " ", "*", "", "`", "", ":", "").Replace(sample),
	)
	for width := 40; width <= 100; width++ {
		for _, color := range []bool{false, true} {
			out := rendered(t, sample, Style{Width: width, Color: color})
			for _, line := range strings.Split(out, "\n") {
				if w := ansi.StringWidth(line); w > width {
					t.Errorf("at %d columns a line takes %d: %q", width, w, line)
				}
				if n := strings.Count(line, "\x1b["); n%2 != 0 {
					t.Errorf("a colour runs over the end of %q", line)
				}
			}
			flat := strings.NewReplacer("\n", "", " ", "", "-", "", "│", "").Replace(ansi.Strip(out))
			for _, w := range words {
				if color && !strings.Contains(flat, w) && width > 80 {
					t.Errorf("at %d columns %q is missing", width, w)
				}
			}
		}
	}
}

// Only what every palette has: the eight colours, bold, faint, italic, underline and strike, and the ends of them.
func TestOnlyTheColoursOfTheTerminalsOwnPalette(t *testing.T) {
	out := rendered(
		t,
		sample+"\n---\n\n**[+] a** **[-] b** **[~] c** ~~d~~ [e](f)\n\n    code",
		Style{Width: 60, Color: true},
	)
	for _, m := range regexp.MustCompile(`\x1b\[([^m]*)m`).FindAllStringSubmatch(out, -1) {
		for _, code := range strings.Split(m[1], ";") {
			if n, err := strconv.Atoi(code); err != nil || !(n <= 9 || n >= 22 && n <= 29 || n >= 31 && n <= 36) {
				t.Errorf("code %q is not one of them", m[0])
			}
		}
	}
}

func TestStyleForTheEnvironment(t *testing.T) {
	cases := []struct {
		env  map[string]string
		want Style
	}{
		{nil, Style{}},
		{map[string]string{"COLUMNS": "40"}, Style{Width: 40}},
		{map[string]string{"COLUMNS": "200"}, Style{Width: 100}},
		{map[string]string{"COLUMNS": "3"}, Style{Width: 20}},
		{map[string]string{"COLUMNS": "many"}, Style{}},
		{map[string]string{"CLICOLOR_FORCE": "1"}, Style{Color: true}},
		{map[string]string{"CLICOLOR_FORCE": "0"}, Style{}},
		{map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, Style{}},
		{map[string]string{"CLICOLOR_FORCE": "1", "ACCESSIBLE": "1"}, Style{Linear: true}},
		{map[string]string{"ACCESSIBLE": "0"}, Style{}},
	}
	for _, tc := range cases {
		var b strings.Builder
		if got := StyleFor(&b, func(k string) string { return tc.env[k] }); got != tc.want {
			t.Errorf("%v gives %+v, want %+v", tc.env, got, tc.want)
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add(sample, 40)
	f.Add("|a|\n|-|\n|\x1b[2J|", 20)
	f.Add("> - > 1. ```\n&#27;", 0)
	f.Fuzz(func(t *testing.T, markdown string, width int) {
		if len(markdown) > 2000 {
			t.Skip()
		}
		out := rendered(t, markdown, Style{Width: max(0, min(width, 100))})
		if i := strings.IndexFunc(out, func(r rune) bool {
			return r != '\n' && r < ' ' || r >= 0x7f && r <= 0x9f ||
				r == 0x202e
		}); i >= 0 {
			t.Errorf("a control is left in %q", out)
		}
	})
}
