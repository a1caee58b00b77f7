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
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
)

// fitsOf is the name under which shifts for a role are kept beside the reports of calibrate.
func fitsOf(role string) string { return fitPrefix + role }

const fitPrefix = "fit/"

// readFits are the shifts that were learned, the newest first. What cannot be read is not applied.
func readFits(ctx context.Context, db *sqlite.DB) []interviewer.Fit {
	all, err := db.Calibrations(ctx)
	if err != nil {
		return nil
	}
	var out []interviewer.Fit
	for _, c := range all {
		var f interviewer.Fit
		if strings.HasPrefix(c.Dataset, fitPrefix) && json.Unmarshal(c.Body, &f) == nil && f.Role != "" {
			out = append(out, f)
		}
	}
	return out
}

// asking names the prompts and the way of asking of a grader. The offline grader is that of this program.
func (g graders) asking() string {
	if g.client != nil {
		return g.client.Asking()
	}
	return "offline " + version()
}

// calibrated has the scores of a grader also shown as calibrate learned to shift them.
func (f *graderFactory) calibrated(ctx context.Context, g graders) graders {
	if f.raw || g.grader == nil {
		return g
	}
	db, done := f.db, func() {}
	if db == nil {
		db, done = f.keptIn(ctx)
	}
	defer done()
	if db == nil {
		return g
	}
	if fits := readFits(ctx, db.DB); len(fits) > 0 {
		g.grader = interviewer.Calibrated{Grader: g.grader, Asking: g.asking(), Fits: fits}
	}
	return g
}

// keepFit keeps the shifts that hold, in the place of those that were kept of this grader for the role, and says so.
func (k *calibrating) keepFit(ctx context.Context, g graders, r calibration.Report) error {
	role := k.set.Items[0].Role
	f := interviewer.Fit{
		Grader: g.info, Asking: g.asking(), Role: role, Rubric: k.set.Packs[role].RubricHash(), Shifts: r.Fit.Shifts(),
		Dataset: k.set.Name + "@" + k.set.Hash, Answers: r.Graded, At: k.now().UTC(),
	}
	if f.Shifts == nil {
		k.say("No shift is kept: for no competency is all of the interval gain. What was kept before stands.")
		return nil
	}
	b, err := json.Marshal(f)
	if err != nil {
		return err
	}
	err = k.db.PutCalibration(context.WithoutCancel(ctx), sqlite.Calibration{
		Grader: graderKey(g.info), Dataset: fitsOf(role), Done: true, Body: b,
	})
	if err == nil {
		k.say("Kept for %s: from now on grades of %s say \"raw 2.6, calibrated 2.3\". %s removes it.", role,
			strings.Join(f.Competencies(), ", "), k.command("calibrate", "--fit", "--clear", "--role", role))
	}
	return err
}

// clearFits removes what was learned for a role.
func (o calibrateOptions) clearFits(ctx context.Context) error {
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	n, err := db.DropCalibrations(ctx, fitsOf(o.reading.Role))
	if err == nil {
		o.say("Removed %s for %s. Grades that were made with one keep what they say; %s makes them anew.",
			report.Count(n, "calibration"), o.reading.Role, o.command("grade", "ID"))
	}
	return err
}

// fitRole is the one role of a set that a shift is to be learned for.
func fitRole(s calibration.Set) error {
	if slices.ContainsFunc(s.Items, func(it calibration.Item) bool { return it.Role != s.Items[0].Role }) {
		return usagef("--role names one", "a shift is learned for one role, and the set has several")
	}
	return nil
}

// fitWords names a stored shift by its role, its grader, its competencies, and when and from how much it was learned.
func fitWords(f interviewer.Fit) string {
	return fmt.Sprintf("%s, %s: %s, learned %s from %s", f.Role, graderKey(f.Grader),
		strings.Join(f.Competencies(), ", "), f.At.Format(time.DateOnly), report.Count(f.Answers, "answer"))
}
