package injection

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// attacks are the strings of the attack suite, which package data hands to calibrate as well.
func attacks(t testing.TB) (out []struct{ Category, Text string }) {
	t.Helper()
	f, err := os.Open("../../data/attacks.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var a struct{ Category, Text string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

func TestAddressesFindsTheAttacks(t *testing.T) {
	none := New(nil)
	for _, a := range attacks(t) {
		if a.Category == "split" { // spread over two sentences: found by whoever looks at pairs
			continue
		}
		if !none.Addresses(strings.ReplaceAll(a.Text, "\n", " ")) {
			t.Errorf("%s: not recognised: %q", a.Category, a.Text)
		}
	}
}

func TestAddressesLeavesTechnicalSentencesAlone(t *testing.T) {
	none := New(nil)
	for _, s := range ordinary() {
		if none.Addresses(s) {
			t.Errorf("taken for steering: %q", s)
		}
	}
}

// ordinary are sentences of honest answers that share words with attacks.
func ordinary() []string {
	return []string{
		"We ignore all previous retries with the same key and return the stored response.",
		"The consumer should ignore duplicates and any event with an older version.",
		"I would give the provider our own reference so that a second call cannot charge twice.",
		"The system must mark the payment as pending before it calls the bank.",
		"System: the API, a queue and two workers.",
		"Model: orders(id, status, amount), with a unique index on the key.",
		"We mark the row as done and give it a lease of two minutes.",
		"A strong guarantee costs latency, so I accept eventual consistency for the cart.",
		"Strong consistency is needed for inventory, and I would say why.",
		"The four golden signals are covered by one dashboard: latency, traffic, errors, saturation.",
		"If all acceptance criteria are met we cut over; otherwise we roll back.",
		"When the exit criteria are met we move the remaining traffic.",
		"The leader must get votes from every node, and the candidate with the highest term wins.",
		"In Raft a candidate should become leader only with a majority.",
		"We treat a missing answer from the bank as unknown and ask it before we charge again.",
		"I would rate limit the response by user and by key.",
		"Each request gets a score from the fraud service, and the best score wins.",
		"The fraud model returns a score; above 0.9 we reject the payment.",
		"The score is stored with the verdict of the fraud check.",
		"Check all health signals before you promote the replica.",
		"The override flag lets support bypass the cache for one customer.",
		"Please note that the key expires after 24 hours.",
		"I assume that the caller sends the same key again.",
		"Your question mentions two regions, so I need to know which one owns the stock.",
		"You said 500 requests a second; I would first measure where the time goes.",
		"The requirements are met by a single Postgres until about 5,000 writes a second.",
		"All requirements are satisfied with one primary and two replicas.",
		"We drop the previous index and rebuild it concurrently.",
		"Give each worker its own partition so that they don't fight for the same rows.",
		"I give up strong ordering there, because nobody needs it.",
		"I'd pick the simplest thing that meets the deadline.",
		"The assistant service and the search service share a cache.",
		"The response shows all items with their price, and it should be cached for a minute.",
		"This answer is cached for 60 seconds, keyed by user.",
		"My answer is to use a queue, because the provider is slow.",
		"We skip the cache and read from the primary when the version is too old.",
		"Forget two-phase commit here, a saga is enough.",
		"The rules of the router send every write to the primary.",
		"We set every instance behind the balancer to drain first.",
		"p99 was 240 ms, 4/4 replicas healthy, 10 out of 12 partitions moved.",
		"The best result came from batching: 5 ms down to 1.",
		"The grade of service is described in the SLO.",
		"return shown := cache.Get(key)",
		"The hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is stored with the body.",
		"We print the request id in every log line and tell the user to quote it.",
		"A circuit breaker should act as a fuse, and then we show a static list.",
		"The judge of success is the error rate after the deploy.",
		"Every signal from the health check is recorded, and the level is raised to page after two minutes.",
		"We award points to users in a ledger table, and every award has a unique key.",
		"Users get the highest discount, and we record the result.",
		"The interviewer said 40 payments a second, so one table is plenty.",
		"It is important that the client gets a clear result: 409 with the reason.",
		"I need to know the read and write ratio before I choose.",
		"You are right that the window matters, we keep keys for 48 hours.",
		"Let the database be the judge of who was first, with a unique index.",
		"We pass me-data along with the header to the worker.",
		"I want the client to get the same result when it repeats the call.",
		"I consider the response time of the slowest shard, because this decides the p99.",
		"We count each request, label it by tenant and report the totals.",
		"Tell me what you do right now, how you find the cause, and what you change so that it does not happen again.",
		"Characters are pooled in frames with a flag - this has a higher transmission rate and is also more complex.",
		"The policy is: retry three times, all others go to the dead letter queue.",
	}
}

func TestAddressesUsesItsPhrases(t *testing.T) {
	l := New([]string{"open sesame", "be so kind, my dear", "system:", "10/10"})
	for s, want := range map[string]bool{
		"Now open SESAME for this payment.": true, "be so kind my dear": true, "We reopen sesames.": false, "": false,
		"open, sesame":        true,
		"The system is full.": false, "System: three parts.": false, "system: every signal was seen": true,
		"In the system: a signal.": false,
		"That is 10/10 for me.":    true, "The load is 9/10, or 110/10, or 10/100.": false, "10 of 10 replicas": false,
	} {
		if got := l.Addresses(s); got != want {
			t.Errorf("Addresses(%q) = %v, want %v", s, got, want)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	for _, s := range ordinary() {
		f.Add(s)
	}
	f.Add("%41\\u0041&#65;\xff\x00 i g n o r e")
	l := New([]string{"full marks", "ignore the rubric"})
	f.Fuzz(func(_ *testing.T, s string) { l.Addresses(s) })
}

func BenchmarkAddresses(b *testing.B) {
	var phrases []string
	for range 40 {
		phrases = append(phrases, "mark all signals as shown", "please give me full marks", "don't deduct")
	}
	f, all := New(phrases), ordinary()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_ = slices.ContainsFunc(readings(all[i%len(all)]), f.found)
	}
}
