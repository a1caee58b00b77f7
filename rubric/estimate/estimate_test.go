package estimate

import (
	"math"
	"testing"
	"unicode/utf8"
)

func TestFiguresAreReadAsPeopleTypeThem(t *testing.T) {
	for _, tt := range []struct {
		text      string
		low, high float64 // in bytes, seconds or things, a second where it is a rate
		as        string
	}{
		{"about 2,000,000 photos", 2e6, 2e6, "2,000,000 photos"},
		{"2 million a day", 2e6 / 86400., 2e6 / 86400., "2 million a day"},
		{"some 40k users", 40e3, 40e3, "40k users"},
		{"1.5M rows", 1.5e6, 1.5e6, "1.5M rows"},
		{"3bn events", 3e9, 3e9, "3bn events"},
		{"1.5 MB each", 1.5e6, 1.5e6, "1.5 MB"},
		{"1.5MB", 1.5e6, 1.5e6, "1.5MB"},
		{"210 MB/s inbound", 210e6, 210e6, "210 MB/s"},
		{"80-200 MB/s", 80e6, 200e6, "80-200 MB/s"},
		{"between 3 and 5 days", 3 * 86400, 5 * 86400, "3 and 5 days"},
		{"3 to 5 million rows", 3e6, 5e6, "3 to 5 million rows"},
		{"500-2k users", 500, 2000, "500-2k users"},
		{"1,000 to 2 million rows", 1000, 2e6, "1,000 to 2 million rows"},
		{"1.7 Gbit/s", 1.7e9 / 8, 1.7e9 / 8, "1.7 Gbit/s"},
		{"1.7 Gbps", 1.7e9 / 8, 1.7e9 / 8, "1.7 Gbps"},
		{"2 gigabits a second", 2e9 / 8, 2e9 / 8, "2 gigabits a second"},
		{"8 PB of photos", 8e15, 8e15, "8 PB"},
		{"4 GiB", 4 << 30, 4 << 30, "4 GiB"},
		{"10^6 users", 1e6, 1e6, "10^6 users"},
		{"3 x 10^8 writes", 3e8, 3e8, "3 x 10^8 writes"},
		{"2**20 slots", 1 << 20, 1 << 20, "2**20 slots"},
		{"3e4 requests", 3e4, 3e4, "3e4 requests"},
		{"300 ms", .3, .3, "300 ms"},
		{"7200 per hour", 2, 2, "7200 per hour"},
		{"500 rps", 500, 500, "500 rps"},
		{"23 uploads a second", 23, 23, "23 uploads a second"},
		{"so nine machines", 9, 9, "nine machines"},
		{"thirty nodes", 30, 30, "thirty nodes"},
		{"79 person-weeks", 79, 79, "79 person-weeks"},
	} {
		all := Figures(tt.text)
		if len(all) != 1 {
			t.Errorf("%q: %d figures %+v, want one", tt.text, len(all), all)
			continue
		}
		f := all[0]
		if !near(f.Low, tt.low) || !near(f.High, tt.high) || f.Text != tt.as {
			t.Errorf("%q is %q, %g to %g, want %q, %g to %g", tt.text, f.Text, f.Low, f.High, tt.as, tt.low, tt.high)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }

func TestWhatIsNoFigureIsPassedOver(t *testing.T) {
	for _, s := range []string{"the p95", "v2", "issue #12", "utf8", "no number here"} {
		if got := Figures(s); len(got) > 0 {
			t.Errorf("%q has the figures %+v", s, got)
		}
	}
}

func TestAnAnswerIsHeldAgainstSoundFigures(t *testing.T) {
	peak := Sound{"peak rate of uploads", 90, 500, "uploads a second", "Four to twenty times the average."}
	bandwidth := Sound{"inbound bandwidth at peak", 80, 200, "MB/s", ""}
	machines := Sound{"machines at peak", 3, 60, "machines", ""}
	rows := Sound{"rows a day", 50, 65, "million rows", ""}
	bill := Sound{"hosted bill for a month", 4800, 5300, "money units", ""}
	hire := Sound{"net addition of one hire", -4, 5, "person-weeks", ""}
	for _, tt := range []struct {
		sound  Sound
		answer string
		want   string
	}{
		{bandwidth, "At peak it's 120 MB/s.", "inbound bandwidth at peak: your 120 MB/s lies within 80-200 MB/s"},
		{bandwidth, "About 1 Gbit/s then.", "inbound bandwidth at peak: your 1 Gbit/s lies within 80-200 MB/s"},
		{bandwidth, "A photo is 120 MB.", "inbound bandwidth at peak: a sound answer gives 80-200 MB/s"},
		{bandwidth, "The peak bandwidth is 3 GB/s.", "inbound bandwidth at peak: your 3 GB/s lies outside 80-200 MB/s"},
		{bandwidth, "A disk writes 3 GB/s.", "inbound bandwidth at peak: a sound answer gives 80-200 MB/s"},
		{peak, "Six times that, about 140 uploads a second.",
			"peak rate of uploads: your 140 uploads a second lies within 90-500 uploads a second"},
		{peak, "At peak about 140 a second.",
			"peak rate of uploads: your 140 a second lies within 90-500 uploads a second"},
		{peak, "The peak rate is 9000 uploads a second.", "peak rate of uploads: your 9000 uploads a second lies outside " +
			"90-500 uploads a second (Four to twenty times the average)"},
		{peak, "The peak is 9000 uploads a second.",
			"peak rate of uploads: a sound answer gives 90-500 uploads a second (Four to twenty times the average)"},
		{bill, "Hosted, the bill is 5,040 a day.", "hosted bill for a month: a sound answer gives 4,800-5,300 money units"},
		{peak, "It has 140 cores.",
			"peak rate of uploads: a sound answer gives 90-500 uploads a second (Four to twenty times the average)"},
		{machines, "so nine machines", "machines at peak: your nine machines lies within 3-60 machines"},
		{machines, "anything from 1 to 900 machines", "machines at peak: a sound answer gives 3-60 machines"},
		{rows, "57.6 million rows a day", "rows a day: your 57.6 million rows a day lies within 50-65 million rows"},
		{rows, "57.6 million rows a week", "rows a day: a sound answer gives 50-65 million rows"},
		{rows, "In all 57,600,000 rows.", "rows a day: your 57,600,000 rows lies within 50-65 million rows"},
		{bill, "The hosted bill is 5,040.", "hosted bill for a month: your 5,040 lies within 4,800-5,300 money units"},
		{bill, "We have 5,040 users.", "hosted bill for a month: a sound answer gives 4,800-5,300 money units"},
		{hire, "two person-weeks, more or less",
			"net addition of one hire: your two person-weeks lies within -4-5 person-weeks"},
	} {
		if got := Check([]Sound{tt.sound}, tt.answer)[0].String(); got != tt.want {
			t.Errorf("%q gives\n  %s, want\n  %s", tt.answer, got, tt.want)
		}
	}
}

// A figure that is right for one estimate is not held against another of the same measure.
func TestAFigureThatFitsElsewhereIsNotOutside(t *testing.T) {
	average := Sound{"average rate of uploads", 20, 26, "uploads a second", ""}
	peak := Sound{"peak rate of uploads", 90, 500, "uploads a second", ""}
	for _, f := range Check([]Sound{average, peak}, "The average rate of uploads is 23 uploads a second.") {
		if f.Said() != (f.Sound == average) || f.Within != f.Said() {
			t.Errorf("%s", f)
		}
	}
}

func FuzzFigures(f *testing.F) {
	for _, s := range []string{"3 to 5 million", "10^99 x 10^99", "1,2,3", "e9", "9e99", "80-200 MB/s", "½ of 2²"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		for _, g := range Figures(s) {
			if g.Text == "" || !(g.Low <= g.High) || math.IsInf(g.High, 0) {
				t.Errorf("%q has the figure %+v", s, g)
			}
		}
	})
}
