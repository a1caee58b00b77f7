package calibration

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Limits of what is read. A line or a set beyond them is a mistake.
const (
	maxLine   = 1 << 20
	maxAnswer = 100 << 10
	maxSet    = 256 << 20
	maxItems  = 50_000
	maxFaults = 100 // that are listed
)

// ErrEmpty says that a set has no line that can be used.
var ErrEmpty = errors.New("no labelled answer in it")

// Reading is how a set is read.
type Reading struct {
	// Role is the role of every line that names none.
	Role string
	// Only leaves out the lines of other roles than Role.
	Only bool
	// Part, if not empty, leaves out the lines of other parts.
	Part string
	// Level is the level of every answer that names none: what marks are worth depends on it. Empty is senior.
	Level rubric.Seniority
	// Pack finds a role's pack; lines are checked against it.
	Pack func(role string) (interviewer.Pack, error)
}

// line is one line of a set. Unknown fields are ignored.
type line struct {
	ID       stringOrNumber  `json:"id"`
	Role     string          `json:"role"`
	Level    optional        `json:"level"`
	Question string          `json:"question"`
	Answer   *string         `json:"answer"`
	Levels   map[string]any  `json:"levels"`
	Overall  json.RawMessage `json:"overall"`
	Marks    json.RawMessage `json:"marks"`
	Part     optional        `json:"part"`
	Kind     optional        `json:"kind"`
	Reasons  json.RawMessage `json:"reasons"`
	Raters   json.RawMessage `json:"raters"`
}

// stringOrNumber is a string that some sets write as a number.
type stringOrNumber string

func (t *stringOrNumber) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err == nil {
		*t = stringOrNumber(s)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return errors.New("an id is neither text nor a number")
	}
	*t = stringOrNumber(n)
	return nil
}

// optional is a string that a set need not have, and may use for something else.
type optional string

func (o *optional) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*o = optional(s)
	}
	return nil
}

// Read reads a labelled set. A line that cannot be used is skipped and stands in Faults; blank lines do not count. The
// error is about the file as a whole.
func Read(r io.Reader, name string, how Reading) (Set, error) {
	s := Set{Name: name, Part: how.Part, Packs: map[string]interviewer.Pack{}}
	rd := reader{Reading: how, set: &s, missing: map[string]error{}}
	sum := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(io.LimitReader(r, maxSet+1), sum), 64<<10)
	read := 0
	for n := 1; ; n++ {
		b, size, err := nextLine(in)
		read += size
		if read > maxSet {
			return s, fmt.Errorf("read %q: %w: more than %d MB", name, interviewer.ErrTooLarge, maxSet>>20)
		}
		if n == 1 {
			b = bytes.TrimPrefix(b, []byte("\ufeff"))
		}
		switch {
		case size > maxLine:
			s.fault(n, fmt.Errorf("longer than %d bytes", maxLine))
		case len(bytes.TrimSpace(b)) > 0:
			if len(s.Items) == maxItems {
				return s, fmt.Errorf("read %q: %w: more than %d answers", name, interviewer.ErrTooLarge, maxItems)
			}
			rd.line(n, b)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return s, fmt.Errorf("read %q: %w", name, err)
		}
	}
	s.Hash = hex.EncodeToString(sum.Sum(nil)[:8])
	if len(s.Items) == 0 {
		return s, fmt.Errorf("read %q: %w", name, ErrEmpty)
	}
	return s, nil
}

// nextLine reads to the end of a line and keeps no more of it than is allowed; size counts all of it. The error is
// io.EOF with the last line.
func nextLine(in *bufio.Reader) (b []byte, size int, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		size += len(piece)
		if len(b) <= maxLine {
			b = append(b, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b, size, err
		}
	}
}

func (s *Set) fault(n int, err error) {
	s.Skipped++
	if len(s.Faults) < maxFaults {
		s.Faults = append(s.Faults, Fault{n, err.Error()})
	}
}

// reader adds the lines of a file to a set.
type reader struct {
	Reading
	set     *Set
	missing map[string]error // roles without a pack
}

func (r *reader) line(n int, b []byte) {
	var l line
	if err := json.Unmarshal(b, &l); err != nil {
		r.set.fault(n, jsonFault(err))
		return
	}
	switch {
	case l.Answer == nil:
		r.set.fault(n, errors.New(`there is no "answer"`))
		return
	case len(*l.Answer) > maxAnswer:
		r.set.fault(n, fmt.Errorf("the answer is longer than %d bytes", maxAnswer))
		return
	case r.Only && l.Role != "" && l.Role != r.Role, r.Part != "" && string(l.Part) != r.Part:
		r.set.LeftOut++
		return
	}
	it, err := r.item(l)
	if err != nil {
		r.set.fault(n, err)
		return
	}
	it.Line, it.ID = n, cmp.Or(string(l.ID), fmt.Sprintf("line %d", n))
	r.set.Items = append(r.set.Items, it)
}

// jsonFault says what is wrong in words that do not name our types.
func jsonFault(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("%q is a %s", cmp.Or(kind.Field, "the line"), kind.Value)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("no JSON: %v", err)
	}
	return err
}

// item checks a line against its role's pack.
func (r *reader) item(l line) (Item, error) {
	it := Item{
		Role: cmp.Or(l.Role, r.Role), Question: l.Question, Answer: *l.Answer, Part: string(l.Part),
		Kind: string(l.Kind),
	}
	p, err := r.pack(it.Role)
	if err != nil {
		return it, err
	}
	q, ok := p.Question(l.Question)
	if !ok {
		return it, fmt.Errorf("%s has no question %q", p.ID, l.Question)
	}
	if s := rubric.Seniority(l.Level); slices.Contains(rubric.Seniorities(), s) {
		it.Seniority = s
	}
	if it.Levels, err = levels(p, l.Levels); err != nil {
		return it, err
	}
	if it.Overall, err = overall(l.Overall); err != nil {
		return it, err
	}
	if it.Marks, err = readerMarks(p, q, l.Marks); err != nil {
		return it, err
	}
	switch {
	case len(it.Levels) > 0 || it.Overall > 0:
	case it.Marks == nil:
		return it, errors.New("it is not labelled yet: fill in the levels or the overall")
	default:
		it.Levels, it.Overall = scored(p, q, it, cmp.Or(it.Seniority, r.Level, rubric.Senior))
	}
	// Reasons and raters inform the reader of the report; a set with another shape of them is as good.
	_ = json.Unmarshal(l.Reasons, &it.Reasons)
	var raters []Rater
	if json.Unmarshal(l.Raters, &raters) == nil && len(raters) == 2 {
		it.Raters = raters
	}
	return it, nil
}

// pack finds a role's pack once.
func (r *reader) pack(role string) (interviewer.Pack, error) {
	if p, ok := r.set.Packs[role]; ok {
		return p, nil
	}
	if err, ok := r.missing[role]; ok {
		return interviewer.Pack{}, err
	}
	p, err := r.Pack(role)
	if err != nil {
		r.missing[role] = err
		return p, err
	}
	r.set.Packs[role] = p
	return p, nil
}

// levels reads the labels of competencies. An empty one is not filled in yet.
func levels(p interviewer.Pack, given map[string]any) (map[string]rubric.Level, error) {
	out := map[string]rubric.Level{}
	for _, id := range slices.Sorted(maps.Keys(given)) {
		if _, ok := p.Competency(id); !ok {
			return nil, fmt.Errorf("%s has no competency %q", p.ID, id)
		}
		s, ok := given[id].(string)
		if given[id] == nil || ok && strings.TrimSpace(s) == "" {
			continue
		}
		spelt := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(s)))
		l := rubric.Level(spelt)
		if !ok || l.Rank() == 0 {
			return nil, fmt.Errorf("%s: %v is no level; it is strong, mixed, weak or not_shown", id, given[id])
		}
		out[id] = l
	}
	return out, nil
}

// overall reads 1-4; absent, null and 0 are not filled in yet.
func overall(raw json.RawMessage) (int, error) {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == `""` {
		return 0, nil
	}
	var v float64
	if err := json.Unmarshal(raw, &v); err != nil || v != math.Trunc(v) || v < 0 || v > 4 {
		return 0, fmt.Errorf("overall is %s; it is a whole number from 1 to 4", interviewer.Clip(string(raw), 40))
	}
	return int(v), nil
}

// readerMarks reads a reader's marks: {"signal": {"v": "shown", "e": ["a passage"]}}. Without the field there are none,
// which is not the same as an empty object: there the reader found nothing.
func readerMarks(p interviewer.Pack, q interviewer.Question, raw json.RawMessage) (map[string]ReaderMark, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var given map[string]struct {
		V rubric.Verdict `json:"v"`
		E []string       `json:"e"`
	}
	if err := json.Unmarshal(raw, &given); err != nil {
		return nil, errors.New(`marks is not of the form {"signal": {"v": "shown", "e": ["a passage"]}}`)
	}
	known := map[string]bool{}
	for _, s := range slices.Concat(q.Signals, q.ClaimSignals()) {
		known[s.ID] = true
	}
	for _, c := range p.Rubric {
		for _, s := range c.Signals {
			known[s.ID] = true
		}
	}
	out := map[string]ReaderMark{}
	for _, id := range slices.Sorted(maps.Keys(given)) {
		switch m := given[id]; {
		case !known[id]:
			return nil, fmt.Errorf("%s has no signal %q", q.ID, id)
		case m.V != rubric.Shown && m.V != rubric.Partial:
			return nil, fmt.Errorf("%s: %q is no mark; it is shown or partial", id, m.V)
		default:
			out[id] = ReaderMark{Verdict: m.V, Evidence: m.E}
		}
	}
	return out, nil
}

// scored are the labels of an answer of which a reader has marked the signals: what the arithmetic makes of the marks.
func scored(
	p interviewer.Pack, q interviewer.Question, it Item, level rubric.Seniority,
) (map[string]rubric.Level, int) {
	var j interviewer.Judgement
	claims := q.ClaimSignals() // of no competency; they count where they are cited first
	for _, c := range p.Probed(q) {
		f := interviewer.Finding{Competency: c.ID}
		signals := slices.Concat(rubric.Applicable(c, q.Signals), claims)
		claims = nil
		for _, s := range signals {
			m, marked := it.Marks[s.ID]
			if !marked {
				continue
			}
			mark := rubric.Mark{Signal: s.ID, Kind: s.Kind, Verdict: m.Verdict}
			for _, e := range m.Evidence {
				mark.Quotes = append(mark.Quotes, rubric.Quote{Text: e})
			}
			f.Marks = append(f.Marks, mark)
		}
		j.Findings = append(j.Findings, f)
	}
	g := interviewer.Finish(assess(p, q, it.Answer, level, false), j, func(string) bool { return false })
	out := map[string]rubric.Level{}
	for _, c := range g.Competencies {
		out[c.ID] = c.Level
	}
	return out, max(g.Recommendation.Overall(), 1)
}
