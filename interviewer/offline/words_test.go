package offline

import (
	"testing"

	"mockinterview/rubric/text"
)

func TestOnlyWhoSaysSoDoesNotKnow(t *testing.T) {
	for message, want := range map[string]bool{
		"no idea, sorry": true, "I do not know, maybe a key.": true, "I'm not sure": true, "pass": true,
		"I'd rather pass": true, "ok": true,
		"Honestly I don't know how that works in Postgres":                                        true,
		"I pass an idempotency key to the provider on every retry.":                               false,
		"I'm not sure Kafka is worth it here, a table will do.":                                   false,
		"I don't know the exact limit, so I would measure it with a load test and then set it so": false,
	} {
		if got := passes(message); got != want {
			t.Errorf("passes(%q) = %t, want %t", message, got, want)
		}
	}
}

func TestAHookIsAWholeWordUnlessItIsLong(t *testing.T) {
	for _, tt := range []struct {
		said, hook string
		want       bool
	}{
		{"we retry twice", "retr", true},
		{"all retries", "retry", false},
		{"how many people", "p", false},
		{"what is p?", "p", true},
		{"putting it there", "PUT", false},
		{"a PUT", "PUT", true},
		{"now or later", "no", false},
		{"the shard keys", "shard key", true},
	} {
		if got := holdsAny(tt.said, []string{tt.hook}); got != tt.want {
			t.Errorf("holdsAny(%q, %q) = %t, want %t", tt.said, tt.hook, got, tt.want)
		}
	}
}

func TestWordsInNoOrderAreTold(t *testing.T) {
	for answer, want := range map[string]bool{
		"":    false,
		"the": false,
		"The key is made by the app before the first attempt, and it is sent again with every retry.":        false,
		"key per purchase, unique constraint, then charge; on a crash ask the provider by our key":           false,
		"is by before app the made key the attempt first the and again it with is retry every sent the then": true,
	} {
		if got := disordered(text.Folded(answer)); got != want {
			t.Errorf("disordered(%q) = %t, want %t", answer, got, want)
		}
	}
}
