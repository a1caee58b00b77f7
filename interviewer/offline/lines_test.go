package offline_test

import (
	"context"
	"strings"
	"testing"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/offline"
	"mockinterview/rubric"
)

// bench grades answers to the questions of the built-in role, whose concepts these tests are about as much as the reading of them.
type bench struct {
	pack interviewer.Pack
	g    *offline.Grader
}

func newBench(t *testing.T) bench {
	t.Helper()
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	lex, err := data.Lexicon[offline.Lexicon]()
	if err != nil {
		t.Fatal(err)
	}
	return bench{pack: p, g: offline.New(lex)}
}

// marks gives the marks of an answer by signal.
func (b bench) marks(t *testing.T, question, answer string) map[string]rubric.Mark {
	t.Helper()
	q, ok := b.pack.Question(question)
	if !ok {
		t.Fatalf("no question %s", question)
	}
	turn := interviewer.Turn{N: 1, Question: q, Messages: []interviewer.Message{{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: answer}}}
	a := interviewer.Assessment{Pack: b.pack, Turn: turn, Level: rubric.Senior}
	j, err := b.g.Grade(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]rubric.Mark{}
	for _, c := range interviewer.Finish(a, j, b.g.Addresses).Competencies {
		for _, m := range c.Marks {
			out[m.Signal] = m
		}
	}
	return out
}

// A line of an answer and the mark that its author would agree with. Credited is shown or partly shown: which of them, the rest of the answer decides.
const credited = rubric.Verdict("credited")

// wrongPayments is confident and wrong, payments and pages are right.
const (
	wrongPayments = "We charge the card first, because that is the critical part, and afterwards we save the payment in the database. A timeout is a failure, so I return an error and the customer pays again. " +
		"The app disables the button while the request is running, so a second click simply cannot happen and an idempotency key would be over-engineering. To be safe I retry the call three times with " +
		"exponential backoff if the provider does not answer. If a server dies the load balancer takes it out and the client talks to another one. I am very confident with this because we ran it like this " +
		"for two years and had no complaints."
	payments = "The app generates a payment id when the user opens the checkout, and every attempt carries it in a header. On the server, step one is an INSERT into payments(key PK, order_id UNIQUE, request_hash, " +
		"status, response) with status 'started', committed before anything else happens. If the insert hits the unique constraint, we look at the row: finished means we send back the stored response word for " +
		"word; started and younger than 60 seconds means 409 with Retry-After; a different hash for the same key is a bug in the client and gets a 422. Then we call the provider with our row id as their " +
		"reference. A timeout is not a failure. We leave the row on 'started' and ask the provider by that reference what became of it. Rows stay 90 days, because our partners may repeat for a day. " +
		"Every night we compare our rows with the settlement file from the provider. What I give up: one extra write of about 3 ms per payment, and during an outage of our database we refuse payments. I accept " +
		"that, since somebody who could not pay is cheaper than one who paid twice."
	pages = "One prepared page per product it is, kept for ten minutes, and thrown away the moment an editor saves a change. We keep the price out of that page for the basket, the basket always asks the price " +
		"database itself, so nobody pays an old price. When the sale starts at noon, a million pages would become old in the same minute, so we prepare the sale pages the hour before. If two people ask for the " +
		"same missing page, only one goes to the database and the other waits. When the throwing away fails, the ten minutes are our safety net. That is the price for being ten times faster, and I can live with it."
)

func TestLinesGetTheMarksTheirAuthorsWouldAgreeWith(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		question, answer, signal string
		want                     rubric.Verdict
		quote                    string // part of the first quote
	}{
		// a decision is quoted where it is made
		{"scale-500-to-50k", "At 50,000 a second with 95% reads there are 47,500 reads, so the database breaks first, because one primary carries 15,000 queries. A cache with a lifetime of 60 seconds " +
			"takes nine of ten reads away. I keep Postgres, because 2,500 writes a second fit one primary.", "leads-to-decision", credited, "I keep Postgres"},
		{"cache-invalidation", "One prepared page it is: it is kept for ten minutes and deleted the moment an editor saves a price, because nobody may pay an old price. The basket reads the price from the database.",
			"leads-to-decision", credited, "One prepared page it is"},
		{"sql-or-nosql", "I'd keep it in one ordinary relational database. Customers look up one parcel by its number, which is one lookup by primary key, and billing must be right to the cent.",
			"leads-to-decision", credited, "I'd keep it"},
		// a time of day is one word
		{"incident-story", "Our nightly import filled the disk of the main database. From 02:10 to 03:25 nobody could order, about 1,300 orders lost. I was on call, I stopped the import, deleted the temp files and had " +
			"writes back after 75 minutes, and since then imports go to a volume with a quota.", "impact-in-figures", credited, "From 02:10 to 03:25 nobody could order"},
		{"incident-story", "Our nightly import filled the disk of the main database. From 02:10 to 03:25 nobody could order, about 1,300 orders lost. I was on call, I stopped the import, deleted the temp files and had " +
			"writes back after 75 minutes, and since then imports go to a volume with a quota.", "damage-stopped", credited, "I stopped the import"},
		// tables as code writes them
		{"zero-downtime-migration", "New table order_address(order_id PK, street, house_no, zip, city); making it is instant. All four services get a release that writes both, old column and new table, in one " +
			"transaction, because no write may be lost. The backfill goes in batches of 2,000 orders by id and pauses when the lag is above 2 seconds, so that nobody notices. It inserts only where no row exists, " +
			"so it never overwrites a newer address. A job compares 100,000 orders a day and counts differences. Reads move service by service, 1% first.", "models-the-data", credited, "house_no, zip, city"},
		{"sql-or-nosql", "Tables: parcel(number PK, sender_id, status, updated_at) and scan_event(parcel_number, scanned_at, courier_id, type), with a unique index on (scanner_id, scanner_seq) so that a " +
			"scanner that sends again makes no second row.", "late-and-double-scans", credited, "sends again"},
		// what contradicts is marked, and its twin is not
		{"idempotent-payments", wrongPayments, "timeout-taken-as-failure", rubric.Shown, "A timeout is a failure"},
		{"idempotent-payments", wrongPayments, "resolves-unknown-outcome", rubric.Absent, ""},
		{"idempotent-payments", wrongPayments, "settles-simultaneous-calls", rubric.Absent, ""},
		{"idempotent-payments", wrongPayments, "writes-intent-before-charge", rubric.Absent, ""},
		{"idempotent-payments", wrongPayments, "limits-blast-radius", rubric.Absent, ""},
		{"idempotent-payments", payments, "timeout-taken-as-failure", rubric.Absent, ""},
		{"idempotent-payments", "I wouldn't build any of this. Idempotency keys are something from conference talks. Payment providers already detect duplicates. Servers don't die halfway.",
			"repeat-assumed-away", rubric.Shown, "Idempotency keys"},
		// a choice against something is no weakness
		{"consistency-choice", "Stock lives in one home region and taking a piece is one conditional update where available is greater than zero, because nobody may win the same piece. Distributed locks are overkill. " +
			"The conditional update is enough. Carts are local and merged later.", "oversell-shrugged-off", rubric.Absent, ""},
		{"consistency-choice", "For the stock I would use strong consistency because we cannot sell the same piece twice, in a Postgres in one region with transactions. If the link breaks the other region can't sell, " +
			"but that happens rarely.", "oversell-shrugged-off", rubric.Absent, ""},
		{"consistency-choice", "Carts live in the region of the shopper. A cart promises nothing, so if it is a few seconds behind after a switch of region, we merge the two lists and keep everything. Stock has one owner " +
			"region and strong consistency.", "one-level-for-all", rubric.Absent, ""},
		{"incident-story", "Black Friday 2021. Someone shipped a query without an index on orders; we had moved that lookup to Postgres. The CPU was at 100%, 6,000 orders were lost in 27 minutes. I saw the query, killed the " +
			"sessions and built the index.", "lost-data-shrugged-off", rubric.Absent, ""},
		{"incident-story", "What I saw first was that the primary Postgres had 100% of its connections in use. I stopped the marketing export and orders came back at 10:00. The cause was a migration that waited for a lock.",
			"store-without-reason", rubric.Absent, ""},
		{"incident-story", "We are a small team and had no data loss. The report page was slow because of a missing index on the date column. I added it and the page went from 12 seconds to 300 ms. Since then we look at the " +
			"slow query log every Friday. I know that is not a severe incident.", "incidents-in-general", rubric.Absent, ""},
		// words that only sound alike
		{"incident-story", "We cancelled the migration after four minutes, and it is rehearsed on a restored copy of production now. 2,300 customers paid in those 50 minutes and got no order.", "caches-with-a-plan", rubric.Absent, ""},
		{"disagreement-on-design", "A colleague and I disagreed about how our booking service should tell the invoicing service about changes. She wanted a queue and I wanted a table, because four people would have to run it.",
			"defines-observability", rubric.Absent, ""},
		{"consistency-choice", "I go for Cassandra in both regions and last write wins. The stock and the carts are copied to both, so everybody sees the same number of pieces.", "structures-answer", rubric.Absent, ""},
		// said plainly
		{"idempotent-payments", payments, "settles-simultaneous-calls", credited, "409"},
		{"idempotent-payments", payments, "rejects-changed-request", credited, "different hash"},
		{"idempotent-payments", payments, "keys-kept-long-enough", credited, "Rows stay 90 days"},
		{"idempotent-payments", payments, "models-the-data", credited, "order_id UNIQUE"},
		{"idempotent-payments", payments, "names-trade-off", credited, "What I give up"},
		{"cache-invalidation", pages, "change-drives-invalidation", credited, "thrown away the moment"},
		{"cache-invalidation", pages, "refill-without-stampede", credited, "same minute"},
		{"cache-invalidation", pages, "lifetime-bounds-the-error", credited, "safety net"},
	} {
		m := b.marks(t, tt.question, tt.answer)[tt.signal]
		got := m.Verdict
		if tt.want == credited && got != rubric.Absent && got != "" {
			got = credited
		}
		if got != tt.want {
			t.Errorf("%s, %q: %s is %q, want %q (%s)", tt.question, tt.answer, tt.signal, got, tt.want, m.Reason)
			continue
		}
		if tt.quote != "" && (len(m.Quotes) == 0 || !strings.Contains(m.Quotes[0].Text, tt.quote)) {
			t.Errorf("%s: %s quotes %v, want %q in it", tt.question, tt.signal, m.Quotes, tt.quote)
		}
	}
}
