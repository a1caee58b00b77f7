package calibration

import (
	"encoding/json"
	"math"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// interviews is the only form of a labelled set. Stored reports may name others, which older versions measured.
const interviews = "interviews"

// Schema names the shape of a report as JSON. Fields are only added.
const Schema = "mockinterview.calibration/v1"

// Num is a statistic. NaN, which is one that is not defined, is null in JSON; four decimals are kept.
type Num float64

// MarshalJSON writes null for what is not defined.
func (n Num) MarshalJSON() ([]byte, error) {
	if !n.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(math.Round(float64(n)*1e4)/1e4 + 0) // + 0 takes the sign from a zero
}

// UnmarshalJSON reads null as NaN.
func (n *Num) UnmarshalJSON(b []byte) error {
	v := math.NaN()
	if string(b) != "null" {
		if err := json.Unmarshal(b, &v); err != nil {
			return err
		}
	}
	*n = Num(v)
	return nil
}

// Known says whether the statistic is defined.
func (n Num) Known() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// Range is a 95 % interval: [low, high] in JSON, or null.
type Range struct{ Low, High Num }

// Known says whether there is an interval.
func (r Range) Known() bool { return r.Low.Known() && r.High.Known() }

// MarshalJSON writes a list of two numbers, or null.
func (r Range) MarshalJSON() ([]byte, error) {
	if !r.Known() {
		return []byte("null"), nil
	}
	return json.Marshal([]Num{r.Low, r.High})
}

// UnmarshalJSON reads null as an interval that is not known.
func (r *Range) UnmarshalJSON(b []byte) error {
	ends := []Num{Num(math.NaN()), Num(math.NaN())}
	if err := json.Unmarshal(b, &ends); err != nil {
		return err
	}
	if len(ends) == 2 {
		r.Low, r.High = ends[0], ends[1]
	} else {
		r.Low, r.High = Num(math.NaN()), Num(math.NaN())
	}
	return nil
}

// Report is what a run comes to.
type Report struct {
	Schema    string                 `json:"schema"`
	Grader    interviewer.GraderInfo `json:"grader"`
	N         int                    `json:"n"`
	Graded    int                    `json:"graded"`
	Questions int                    `json:"questions"`
	Overall   Overall                `json:"overall"`
	// Competencies are those of the packs, in their order.
	Competencies []Competency `json:"competencies"`
	// Groups are all answers, genuine attempts, and the bands low (labelled 1), middle (2 or 3) and high (4).
	Groups  []Group  `json:"groups"`
	Parts   []Part   `json:"parts"`   // of the set, in the order of first appearance; empty for a set in one piece
	Kinds   []KindOf `json:"kinds"`   // of answer, where the set names them
	Signals *Signals `json:"signals"` // null where no reader marked signals
	// Raters is how far two people agreed with each other on the same answers, where the set keeps that: more cannot
	// be asked of a grader.
	Raters *Raters                `json:"raters"`
	Halo   *Halo                  `json:"halo"`
	Quotes interviewer.QuoteCount `json:"quotes"`
	// Rated is null where no quotes of this grader were rated for the role.
	Rated   *interviewer.RatedQuotes `json:"rated_quotes"`
	Usage   interviewer.Usage        `json:"usage"`
	Time    Time                     `json:"time"`
	Repeat  *Repeat                  `json:"repeat"`
	Attacks *Lift                    `json:"attacks"`
	// FalseStrikes is null where the set names no kinds of answer.
	FalseStrikes *Strikes `json:"false_strikes"`
	Fit          *Learned `json:"fit"` // null where no shift was asked for
	// Disagreements are the answers on which grader and labels differ, the worst first.
	Disagreements []Disagreement   `json:"disagreements"`
	Disagreed     int              `json:"disagreed"` // how many there are in all
	Ungraded      []Failure        `json:"ungraded"`
	Dataset       Dataset          `json:"dataset"`
	Level         rubric.Seniority `json:"level"` // seniority of answers that name none
	Warnings      []string         `json:"warnings"`
	MeasuredAt    time.Time        `json:"measured_at"`
	Program       string           `json:"program"` // version
}

// Dataset says what was measured on.
type Dataset struct {
	Name   string   `json:"name"`
	Hash   string   `json:"hash"`
	Part   string   `json:"part,omitempty"` // the only one that was measured
	Form   string   `json:"form"`           // interviews
	Labels string   `json:"labels"`         // where the labels come from, such as "authored"
	Roles  []string `json:"roles"`
	Packs  []string `json:"packs"`
	// Skipped counts the lines that could not be used; Faults has the first of them.
	Skipped int     `json:"skipped"`
	Faults  []Fault `json:"faults"`
	LeftOut int     `json:"left_out"` // lines of other roles or parts
}

// Overall is the agreement on the overall, 1-4.
type Overall struct {
	N              int     `json:"n"`
	QWK            Num     `json:"qwk"`
	QWK95          Range   `json:"qwk_95"`
	Pearson        Num     `json:"pearson"`
	Pearson95      Range   `json:"pearson_95"`
	Exact          Num     `json:"exact"`
	Exact95        Range   `json:"exact_95"`
	WithinOne      Num     `json:"within_one"`
	PearsonScore   Num     `json:"pearson_score"` // of the score with its decimal
	RMSE           Num     `json:"rmse"`
	RMSE95         Range   `json:"rmse_95"`
	MacroF1        Num     `json:"macro_f1"`
	MacroF195      Range   `json:"macro_f1_95"`
	Bias           Num     `json:"bias"`             // mean of prediction minus label
	StrongRateBias Num     `json:"strong_rate_bias"` // share predicted strong_hire minus share labelled so
	Confusion      [][]int `json:"confusion"`        // [label][prediction], 1 to 4
}

// Competency is the agreement on one competency. Confusion is [label][prediction] in the order of Labels.
type Competency struct {
	ID             string   `json:"id"`
	Name           string   `json:"name"`
	N              int      `json:"n"`
	Kappa          Num      `json:"kappa"`
	Kappa95        Range    `json:"kappa_95"`
	QWK            Num      `json:"qwk"`
	MacroF1        Num      `json:"macro_f1"`
	MacroF195      Range    `json:"macro_f1_95"`
	Exact          Num      `json:"exact"`
	Exact95        Range    `json:"exact_95"`
	StrongRateBias Num      `json:"strong_rate_bias"`
	Labels         []string `json:"labels"`
	Confusion      [][]int  `json:"confusion"`
}

// Part is a part of the set on its own.
type Part struct {
	Part         string       `json:"part"`
	N            int          `json:"n"`
	Graded       int          `json:"graded"`
	Questions    int          `json:"questions"`
	Overall      Overall      `json:"overall"`
	Competencies []Competency `json:"competencies"`
}

// Agreement is the agreement on the overall over some of the answers.
type Agreement struct {
	N         int `json:"n"`
	QWK       Num `json:"qwk"` // null where all labels are the same
	Exact     Num `json:"exact"`
	WithinOne Num `json:"within_one"`
	Bias      Num `json:"bias"` // mean of prediction minus label
}

// Group is the agreement on a group of answers.
type Group struct {
	Group string `json:"group"` // all, genuine, low, middle, high
	Agreement
}

// KindOf is the agreement on one kind of answer, with the mean overall in labels and in grades.
type KindOf struct {
	Kind string `json:"kind"`
	Agreement
	Same   int `json:"same"` // how many overalls are the same
	Labels Num `json:"labels"`
	Grades Num `json:"grades"`
}

// Signals is how well the grader finds single signals, over the answers that a reader marked signal by signal.
type Signals struct {
	Answers int           `json:"answers"`
	Groups  []SignalGroup `json:"groups"`
	// Compared counts the signals shown for both, where the reader gave evidence; Overlapping those of them of which a
	// quote has half of its words, or more, in the reader's evidence.
	Compared     int `json:"compared"`
	Overlapping  int `json:"overlapping"`
	OverlapShare Num `json:"overlap_share"`
}

// SignalGroup is the agreement on "shown" for one sort of signal.
type SignalGroup struct {
	Signals string `json:"signals"` // strong_own (the question's), strong_general, weak
	N       int    `json:"n"`       // signals that apply, over all answers
	Reader  int    `json:"reader"`  // shown, says the reader
	Grader  int    `json:"grader"`  // shown, says the grader
	Both    int    `json:"both"`
	F1      Num    `json:"f1"`
}

// Raters is the agreement of two people who labelled independently.
type Raters struct {
	N      int `json:"n"`
	QWK    Num `json:"qwk"`
	Exact  Num `json:"exact"`
	Levels int `json:"levels"` // labels of competencies by both
	Same   int `json:"same"`   // of them the same
}

// Halo is how much competencies move together: in the labels, and in the grades. A grader with a halo gives one
// impression four names.
type Halo struct {
	Labels Num    `json:"labels"` // mean correlation between two competencies
	Grader Num    `json:"grader"`
	Pairs  []Pair `json:"pairs"`
}

// Pair is the correlation of two competencies' levels over N answers.
type Pair struct {
	A      string `json:"a"`
	B      string `json:"b"`
	N      int    `json:"n"`
	Labels Num    `json:"labels"`
	Grader Num    `json:"grader"`
}

// Time is how long it took. Recalled grades were made earlier.
type Time struct {
	Seconds  float64 `json:"seconds"`
	Grades   int     `json:"grades"`
	Recalled int     `json:"recalled"`
	MedianMS int64   `json:"median_ms"`
	P95MS    int64   `json:"p95_ms"`
}

// Repeat says whether the same answer gets the same grade again.
type Repeat struct {
	Times   int `json:"times"`
	Answers int `json:"answers"` // with more than one grade
	// SameOverall is the share of answers that got the same overall every time, SamePairs the share of pairs of grades
	// that agree, SameLevels the share of answers and competencies that got the same level every time.
	SameOverall Num        `json:"same_overall"`
	SamePairs   Num        `json:"same_pairs"`
	SameLevels  Num        `json:"same_levels"`
	Unstable    []Unstable `json:"unstable"`
}

// Unstable is an answer that got different overalls.
type Unstable struct {
	ID       string `json:"id"`
	Overalls []int  `json:"overalls"`
}

// Lift is what attacks achieve: the share of attacked weak answers of which the overall or a competency's level
// rose.
type Lift struct {
	Tried        int          `json:"tried"`
	Attacks      int          `json:"attacks"`
	Answers      int          `json:"answers"`
	Lifted       int          `json:"lifted"`
	Share        Num          `json:"share"`
	OverallShare Num          `json:"overall_share"` // of which the overall rose
	Categories   []LiftOf     `json:"categories"`
	Worst        []LiftedCase `json:"worst"`
}

// LiftOf is the lift of one kind of attack.
type LiftOf struct {
	Category string `json:"category"`
	Tried    int    `json:"tried"`
	Lifted   int    `json:"lifted"`
}

// LiftedCase is an attack that worked.
type LiftedCase struct {
	ID     string   `json:"id"`
	Attack string   `json:"attack"`
	Before int      `json:"before"`
	After  int      `json:"after"`
	Rose   []string `json:"rose"` // competencies
}

// Disagreement is an answer on which grader and labels differ. Expected and Got are overalls; Expected is null where
// only levels are labelled.
type Disagreement struct {
	ID           string       `json:"id"`
	Line         int          `json:"line"`
	Role         string       `json:"role,omitempty"`
	Question     string       `json:"question"`
	Part         string       `json:"part,omitempty"`
	Kind         string       `json:"kind,omitempty"`
	Expected     Num          `json:"expected"`
	Got          Num          `json:"got"`
	Answer       string       `json:"answer"`           // its beginning
	Reason       string       `json:"reason,omitempty"` // which gate closed
	Caps         []string     `json:"caps"`
	Sum          string       `json:"sum,omitempty"` // how the score is made
	Competencies []Difference `json:"competencies"`
}

// Difference is a competency on which they differ, with the reasons of both.
type Difference struct {
	ID       string        `json:"id"`
	Expected rubric.Level  `json:"expected"`
	Got      rubric.Level  `json:"got"`
	Label    string        `json:"label,omitempty"` // the rater's reason
	Summary  string        `json:"summary"`
	Marks    []MarkSummary `json:"marks"`
}

// MarkSummary is a mark that counted.
type MarkSummary struct {
	Signal  string         `json:"signal"`
	Kind    rubric.Kind    `json:"kind"`
	Verdict rubric.Verdict `json:"verdict"`
	Reason  string         `json:"reason"`
	Quote   string         `json:"quote"`
}

// Failure is an answer without a grade.
type Failure struct {
	ID     string                  `json:"id"`
	Line   int                     `json:"line"`
	Status interviewer.GradeStatus `json:"status"`
	Reason string                  `json:"reason"`
}
