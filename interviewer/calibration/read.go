package calibration

import (
	"bufio"
	"bytes"
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

// What is read at most. A line or a set beyond it is somebody's mistake.
const (
	maxLine   = 1 << 20
	maxAnswer = 100 << 10
	maxSet    = 256 << 20
	maxItems  = 50_000
	maxRefs   = 50
	maxFaults = 100 // that are told one by one
)

// ErrEmpty says that a set has no line that can be used.
var ErrEmpty = errors.New("no labelled answer in it")

// Reading is how a set is read.
type Reading struct {
	// Role is that of lines which name none.
	Role string
	// Only leaves out the lines of other roles than Role.
	Only bool
	// Part, if not empty, leaves out the lines of other parts.
	Part string
	// Pack finds a role's pack; lines are checked against it.
	Pack func(role string) (interviewer.Pack, error)
}

// line is one line of either form. Fields that are not known are ignored.
type line struct {
	ID       idText          `json:"id"`
	Role     string          `json:"role"`
	Level    loose           `json:"level"`
	Question string          `json:"question"`
	Answer   *string         `json:"answer"`
	Levels   map[string]any  `json:"levels"`
	Overall  json.RawMessage `json:"overall"`
	Part     loose           `json:"part"`
	Split    loose           `json:"split"`
	Kind     loose           `json:"kind"`
	Reasons  json.RawMessage `json:"reasons"`
	Raters   json.RawMessage `json:"raters"`

	QID   idText   `json:"qid"`
	Refs  texts    `json:"refs"`
	Score *float64 `json:"score"`
	Max   *float64 `json:"max"`
}

// idText is a string that some sets write as a number.
type idText string

func (t *idText) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err == nil {
		*t = idText(s)
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return errors.New("an id is neither text nor a number")
	}
	*t = idText(n)
	return nil
}

// loose is a string that a set need not have, and may use for something else.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*l = loose(s)
	}
	return nil
}

// texts is a list of strings, or one alone.
type texts []string

func (t *texts) UnmarshalJSON(b []byte) error {
	var one string
	if err := json.Unmarshal(b, &one); err == nil {
		*t = texts{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(b, &many); err != nil {
		return errors.New(`"refs" is no list of texts`)
	}
	*t = many
	return nil
}

// Read reads a labelled set. A line that cannot be used is skipped and told in Faults; blank lines are no lines. The error is about the file as a whole.
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
			return s, fmt.Errorf("read %q: more than %d MB", name, maxSet>>20)
		}
		if n == 1 {
			b = bytes.TrimPrefix(b, []byte("\ufeff"))
		}
		switch {
		case size > maxLine:
			s.fault(n, fmt.Errorf("longer than %d bytes", maxLine))
		case len(bytes.TrimSpace(b)) > 0:
			if len(s.Items) == maxItems {
				return s, fmt.Errorf("read %q: more than %d answers", name, maxItems)
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

// nextLine reads to the end of a line and keeps no more of it than is allowed. size counts all of it. The error is io.EOF with the last line.
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
	s.Bad++
	if len(s.Faults) < maxFaults {
		s.Faults = append(s.Faults, Fault{n, err.Error()})
	}
}

type reader struct {
	Reading
	set     *Set
	missing map[string]error
}

func (r *reader) line(n int, b []byte) {
	var l line
	if err := json.Unmarshal(b, &l); err != nil {
		r.set.fault(n, jsonFault(err))
		return
	}
	form, fill := Interviews, r.interview
	if l.Refs != nil || l.QID != "" && l.Levels == nil {
		form, fill = ShortAnswers, r.short
	}
	if len(r.set.Items) > 0 && form != r.set.Form {
		r.set.fault(n, fmt.Errorf("of the form %s, while the set began with %s", form, r.set.Form))
		return
	}
	switch {
	case l.Answer == nil:
		r.set.fault(n, errors.New(`there is no "answer"`))
		return
	case len(*l.Answer) > maxAnswer:
		r.set.fault(n, fmt.Errorf("the answer is longer than %d bytes", maxAnswer))
		return
	case form == Interviews && r.Only && l.Role != "" && l.Role != r.Role, r.Part != "" && string(first(l.Part, l.Split)) != r.Part:
		r.set.LeftOut++
		return
	}
	it := Item{Line: n, ID: string(l.ID), Question: l.Question, Answer: *l.Answer, Part: string(first(l.Part, l.Split)), Kind: string(l.Kind)}
	if err := fill(l, &it); err != nil {
		r.set.fault(n, err)
		return
	}
	it.ID = first(it.ID, fmt.Sprintf("line %d", n))
	r.set.Form = form
	r.set.Items = append(r.set.Items, it)
}

// jsonFault says what is wrong in words that do not name our types.
func jsonFault(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("%q is a %s", first(kind.Field, "the line"), kind.Value)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("no JSON: %v", err)
	}
	return err
}

func (r *reader) short(l line, it *Item) error {
	it.Question, it.Asked = first(string(l.QID), l.Question), l.Question
	for _, ref := range l.Refs {
		if strings.TrimSpace(ref) != "" {
			it.Refs = append(it.Refs, ref)
		}
	}
	switch {
	case it.Question == "":
		return errors.New(`there is neither "qid" nor "question"`)
	case len(it.Refs) == 0:
		return errors.New(`there is no reference answer in "refs"`)
	case len(it.Refs) > maxRefs:
		return fmt.Errorf("more than %d reference answers", maxRefs)
	case l.Score == nil:
		return errors.New(`there is no "score"`)
	case l.Max == nil || !(*l.Max > 0):
		return errors.New(`"max" is not above 0`)
	case *l.Score < 0 || *l.Score > *l.Max:
		return fmt.Errorf(`"score" %v is not within 0 and "max" %v`, *l.Score, *l.Max)
	}
	it.Mark, it.Max = *l.Score, *l.Max
	return nil
}

func (r *reader) interview(l line, it *Item) error {
	it.Role = first(l.Role, r.Role)
	p, err := r.pack(it.Role)
	if err != nil {
		return err
	}
	q, ok := p.Question(l.Question)
	if !ok {
		return fmt.Errorf("%s has no question %q", p.ID, l.Question)
	}
	it.Asked = q.Text
	if s := rubric.Seniority(l.Level); slices.Contains(rubric.Seniorities(), s) {
		it.Seniority = s
	}
	if it.Levels, err = levels(p, l.Levels); err != nil {
		return err
	}
	if it.Overall, err = overall(l.Overall); err != nil {
		return err
	}
	if len(it.Levels) == 0 && it.Overall == 0 {
		return errors.New("it is not labelled yet: fill in the levels or the overall")
	}
	// Reasons are for the reader of the report; a set that has none, or another shape of them, is as good.
	_ = json.Unmarshal(l.Reasons, &it.Reasons)
	var raters []Rater
	if json.Unmarshal(l.Raters, &raters) == nil && len(raters) == 2 {
		it.Raters = raters
	}
	return nil
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
		l := rubric.Level(strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(s))))
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

func first[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
