package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/sqlite"
)

// graderKey names a grader among the stored reports.
func graderKey(g interviewer.GraderInfo) string { return strings.Trim(string(g.Kind)+" "+g.Model, " ") }

// keep stores a report, for the stamp on scorecards and for whoever wants to look again.
func (k *calibrating) keep(r calibration.Report) error {
	if r.Dataset.Part != "" || r.Graded == 0 { // half a measurement is no stamp
		return nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return k.db.PutCalibration(context.WithoutCancel(k.c.Context), sqlite.Calibration{
		Grader: graderKey(r.Grader), Dataset: r.Dataset.Name + "@" + r.Dataset.Hash, Done: r.Graded == r.N, Body: b,
	})
}

// stamps are the stored reports in a sentence each. Scorecards are written after the database was closed, so they are read when it is opened.
type stamps []stored

type stored struct {
	grader string
	roles  []string
	text   string
}

func (a *app) readStamps(ctx context.Context, db *sqlite.DB) {
	all, err := db.Calibrations(ctx)
	if err != nil { // a scorecard without its stamp is better than none
		return
	}
	a.stamps = nil
	for _, c := range all {
		var r calibration.Report
		if json.Unmarshal(c.Body, &r) != nil || r.Schema != calibration.Schema || r.Stamp() == "" {
			continue
		}
		text := fmt.Sprintf("%s, %s, measured %s", r.Stamp(), r.Dataset.Labels, r.MeasuredAt.Format(time.DateOnly))
		if r.Program != version() {
			text += " by another version of this program"
		}
		a.stamps = append(a.stamps, stored{c.Grader, r.Dataset.Roles, text})
	}
}

// stamp says how far a grader was found to agree with people on a role, or nothing where that was never measured. The newest report counts.
func (a *app) stamp(role string, g interviewer.GraderInfo) string {
	for _, s := range a.stamps {
		if s.grader == graderKey(g) && slices.Contains(s.roles, role) {
			return s.text
		}
	}
	return ""
}

// etaLine is the line that says how far a calibration is.
type etaLine struct {
	what string

	mu sync.Mutex
	p  calibration.Progress
}

func (l *etaLine) set(p calibration.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p = p
}

func (l *etaLine) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.what
	if l.p.Total > 0 {
		s += fmt.Sprintf(": %d of %d grades", l.p.Done, l.p.Total)
	}
	if l.p.Failed > 0 {
		s += fmt.Sprintf(", %d without one", l.p.Failed)
	}
	if l.p.Left > 0 {
		s += ", about " + l.p.Left.Round(time.Second).String() + " left"
	}
	return s
}
