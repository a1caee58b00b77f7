package evidence

import "testing"

func TestAReasonWithATermThatNobodySaidIsNotGrounded(t *testing.T) {
	const quote = "we keep a key per order and look it up in Redis before we charge"
	const question = "The payment company answers slowly. What do you build?"
	const sought = "Repeating a request is safe, by a key that is stored."
	for reason, want := range map[string]bool{
		"The candidate keeps a key for each order and checks it before charging.": true,
		"Keys are kept in Redis, so a repeated charge is found.":                  true,
		"It says when the request is repeated.":                                   true,
		"The payment is looked up first.":                                         true,
		"Uses idempotency with a TTL on the lease.":                               false,
		"An outbox makes the charge safe.":                                        false,
		"The key is kept in DynamoDB.":                                            false,
		"Mentions retries.":                                                       false,
		"":                                                                        true,
	} {
		if got := Grounded(reason, quote, question, sought); got != want {
			t.Errorf("Grounded(%q) = %v, want %v", reason, got, want)
		}
	}
}
