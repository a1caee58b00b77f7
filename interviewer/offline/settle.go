package offline

import (
	"cmp"
	"math"
	"slices"

	"mockinterview/rubric"
)

// How strict the reading of single touches is follows from the answer as a whole. From its measures a line learned from labelled answers foretells how many
// points a competency is worth; then the threshold of that competency is moved to where the touches, the surest first, add up to that. A reader
// does the same: a short remark of somebody who reasons counts, the same words among names and slogans do not. No touch is invented, and every mark
// keeps its words.

// The cuts of what is foretold, in points over the bar, between the levels.
const (
	highFrom   = .8
	highTold   = .9 // the same for how an answer is told
	middleFrom = .44
)

// atAll is the strength from which a touch of all groups may still count in an answer that is good throughout.
const atAll = 0.4

// weakLeft is the worth below which nothing more is taken from a weak competency.
const weakLeft = 0.12

// weakShown is the worth below which nothing in a weak competency is shown in full.
const weakShown = 0.36

// settle moves the thresholds of every competency.
func (d *document) settle(found [][]finding) {
	whole := d.wholly(found)
	away, _ := d.stance()
	refusing := away > refuses || away == refuses && d.dismissive()
	if refusing {
		doubt(d.c.competencies, found)
	}
	refusing = refusing || d.listing()
	for i, k := range d.c.competencies {
		worth := k.foretold(whole.of(k, found[i]))
		if refusing {
			worth = min(worth, refusedWorth)
		}
		k.settle(found[i], worth)
	}
}

// Whoever waves things away in so many sentences refuses what is asked for, and whoever only lists things has not said what is done with them; no competency of
// such an answer is worth more than refusedWorth.
const (
	refuses      = 3
	refusedWorth = 0.55
)

// foretold is the worth of a competency, in points over the bar.
func (k competency) foretold(m counts) float64 {
	weights, sum := &matterWeights, float64(matterBias)
	if k.of.Always {
		weights, sum = &tellingWeights, tellingBias
	}
	for i, v := range m {
		sum += float64(weights[i] * v) // rounded by itself, so that no machine fuses it with the sum
	}
	return math.Round(sum*1e6) / 1e6
}

// settle moves the threshold of one competency to what it is foretold to be worth.
func (k competency) settle(found []finding, worth float64) {
	order := k.bySureness(found)
	high := highFrom
	if k.of.Always {
		high = highTold
	}
	switch {
	case worth >= high:
		for _, i := range order {
			k.raise(found, i, rubric.Shown, 1)
		}
		for _, i := range order {
			k.raise(found, i, rubric.Partial, 1)
		}
	case worth >= middleFrom:
		for _, i := range order {
			k.raise(found, i, rubric.Partial, .5)
		}
		for _, i := range order {
			k.raise(found, i, rubric.Shown, .5)
		}
		for range 2 { // a shown signal has two steps to fall
			for n := len(order) - 1; n > 0; n-- {
				k.lower(found, order[n], middling(worth), .5)
			}
		}
		for n := len(order) - 1; n >= 0; n-- { // whatever is left above a pass
			k.lower(found, order[n], .99, .5)
		}
	default:
		for n := len(order) - 1; n >= 0; n-- {
			shown := found[order[n]].verdict == rubric.Shown
			if worth < weakShown && shown {
				k.lower(found, order[n], -most, -most)
			}
			if shown && n == 0 && found[order[n]].verdict != rubric.Shown {
				break // the surest that was said in full stays at least in part
			}
			k.lower(found, order[n], max(worth, weakLeft), 0)
		}
		for n := len(order) - 1; n > 0; n-- { // the surest stays at least partial, for it was said
			k.lower(found, order[n], max(worth, weakLeft), 0)
		}
	}
	k.mention(found, order)
}

// mentioned is how many signals have to be touched, one of them at least as strongly as mentionFrom, for a competency without any mark to be mentioned after
// all; a competency that the question chiefly asks for is mentioned sooner.
const (
	mentioned      = 4
	mentionedChief = 2
	mentionFrom    = 0.45
)

// mention leaves a competency that is touched with its surest touch, so that what was brought up weakly is weak, and not missing.
func (k competency) mention(found []finding, order []int) {
	for _, f := range found {
		if f.verdict != rubric.Absent {
			return
		}
	}
	enough := mentioned
	if k.probe == rubric.Chief {
		enough = mentionedChief
	}
	if len(order) >= enough && found[order[0]].strength >= mentionFrom {
		found[order[0]].verdict, found[order[0]].thin = rubric.Partial, true
	}
}

// bySureness orders the strong signals that are touched, the surest first: what is shown before what is not, then by strength, the question's own first.
func (k competency) bySureness(found []finding) []int {
	var order []int
	for i, f := range found {
		if k.signals[i].of.Kind == rubric.Strong && len(f.hits) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(found[b].points(), found[a].points()), cmp.Compare(found[b].strength, found[a].strength))
	})
	return order
}

// net is the worth of the findings as they stand, and how many are shown.
func (k competency) net(found []finding) (worth float64, shown int) {
	e, b := k.points(found)
	for i, f := range found {
		if k.signals[i].of.Kind == rubric.Strong && f.verdict == rubric.Shown {
			shown++
		}
	}
	return (e - b) / k.bar, shown
}

// raise gives a finding a better verdict while the competency is worth less than least.
func (k competency) raise(found []finding, i int, v rubric.Verdict, least float64) {
	f := &found[i]
	if worth, shown := k.net(found); worth >= least && (least < 1 || shown > 1) {
		return
	}
	if f.verdict == rubric.Shown || f.verdict == v || f.doubted || (f.hedged || f.against) && v == rubric.Shown || f.strength < atAll || len(f.missed) > 0 && v == rubric.Shown || len(f.missed) > 1 {
		return
	}
	f.verdict, f.shared = v, false
}

// middling is where in the middle level a competency comes out: at its foot, unless it is foretold to be nearly strong.
func middling(worth float64) float64 { return .5 + max(0, worth-midFrom)*midSlope }

const (
	midFrom  = 0.72
	midSlope = 3
)

// lower takes one step off a finding while the competency is worth more than most, if that leaves it at least at least.
func (k competency) lower(found []finding, i int, most, least float64) {
	f := &found[i]
	before := *f
	worth, _ := k.net(found)
	if worth <= most {
		return
	}
	switch {
	case f.verdict == rubric.Shown:
		f.verdict, f.thin, f.wasShown = rubric.Partial, true, true
	case f.verdict == rubric.Partial && !(f.wasShown && f.strength >= surely):
		f.verdict, f.thin = rubric.Absent, true
	}
	if worth, _ := k.net(found); worth < least { // what is left may also bring a weak signal by absence
		*f = before
	}
}
