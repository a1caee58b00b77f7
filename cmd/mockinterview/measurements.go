package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/sqlite"
)

// graderKey names a grader among the stored reports.
func graderKey(g interviewer.GraderInfo) string { return strings.Trim(string(g.Kind)+" "+g.Model, " ") }

// measurements are the stored reports of calibrate in a sentence each, the newest first.
type measurements []measurement

type measurement struct {
	grader   string
	roles    []string
	sentence string
}

func readMeasurements(ctx context.Context, db *sqlite.DB) measurements {
	all, err := db.Calibrations(ctx)
	if err != nil { // a scorecard that cites none is better than no scorecard
		return nil
	}
	var out measurements
	for _, c := range all {
		var r calibration.Report
		if json.Unmarshal(c.Body, &r) != nil || r.Schema != calibration.Schema || r.Stamp() == "" {
			continue
		}
		text := fmt.Sprintf("%s, %s, measured %s", r.Stamp(), r.Dataset.Labels, r.MeasuredAt.Format(time.DateOnly))
		if r.Program != version() {
			text += " by another version of this program"
		}
		out = append(out, measurement{c.Grader, r.Dataset.Roles, text})
	}
	return out
}

// stamp says how far a grader was found to agree with people on a role, or nothing where that was never measured. The
// newest report counts.
func (m measurements) stamp(role string, g interviewer.GraderInfo) string {
	for _, r := range m {
		if r.grader == graderKey(g) && slices.Contains(r.roles, role) {
			return r.sentence
		}
	}
	return ""
}
