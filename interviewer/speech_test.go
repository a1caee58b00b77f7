package interviewer

import "testing"

func TestSpeechIsToldInASentence(t *testing.T) {
	for _, tt := range []struct {
		give Speech
		want string
	}{
		{
			Speech{Seconds: 72.4, Spoken: 150},
			"150 words in 1:12, 124 a minute; no pause of two seconds; no fillers",
		},
		{
			Speech{Seconds: 9, Spoken: 12, Pauses: 1, Longest: 2.6, Fillers: map[string]int{"um": 2, "I mean": 1}},
			"12 words in 0:09, 80 a minute; one long pause, of 3 s; fillers: “I mean” 1, “um” 2",
		},
		{
			Speech{Seconds: 60, Spoken: 90, Pauses: 3, Longest: 5},
			"90 words in 1:00, 90 a minute; 3 long pauses, the longest of 5 s; no fillers",
		},
		{Speech{}, "0 words in 0:00; no pause of two seconds; no fillers"},
	} {
		if got := tt.give.String(); got != tt.want {
			t.Errorf("%+v is told as\n%q, want\n%q", tt.give, got, tt.want)
		}
	}
}

func TestTheSpeechOfASessionIsThatOfTheAnswersThatCount(t *testing.T) {
	spoken := func(n int, taken bool) Message {
		return Message{
			N: n, From: FromCandidate, Kind: KindAnswer, Superseded: taken,
			Speech: &Speech{Seconds: 30, Spoken: 50, Pauses: 1, Longest: float64(n), Fillers: map[string]int{"um": n}},
		}
	}
	s := Session{Turns: []Turn{
		{N: 1, Messages: []Message{spoken(2, false), spoken(3, true), {N: 4, From: FromCandidate, Kind: KindAnswer}}},
		{N: 2, Messages: []Message{spoken(5, false)}},
	}}
	got := s.Speech()
	if got == nil || got.Seconds != 60 || got.Spoken != 100 || got.Pauses != 2 || got.Longest != 5 ||
		got.Fillers["um"] != 7 {
		t.Errorf("speech %+v", got)
	}
	if first := s.Turns[0].Messages[0].Speech; first.Fillers["um"] != 2 {
		t.Errorf("adding changed what was added: %+v", first)
	}
	if none := (Session{Turns: []Turn{{N: 1}}}).Speech(); none != nil {
		t.Errorf("a typed interview has speech %+v", none)
	}
}
