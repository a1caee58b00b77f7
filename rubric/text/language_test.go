package text

import "testing"

func TestForeignIsWhatIsMostlyNotEnglish(t *testing.T) {
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"Die App erzeugt einen Schlüssel pro Kauf und schickt ihn bei jedem Versuch mit, " +
			"damit nichts doppelt bezahlt wird.", true},
		{"Приложение создаёт ключ на каждую покупку и отправляет его при каждой попытке, чтобы не списать дважды.", true},
		{"The app makes one key per purchase and sends it along with every attempt.", false},
		{"idempotency keys, retries, Postgres, Kafka, Redis, outbox, saga, two-phase commit, Kubernetes, Istio", false},
		{"non-blocking I/O, per user limits, o11y, con-current maps, van Jacobson, Redis, gRPC, Kafka, Istio", false},
		{"no lo sé", false}, // too short to tell
		{"", false},
	} {
		if got := Foreign(tt.text); got != tt.want {
			t.Errorf("Foreign(%.30q) = %t, want %t", tt.text, got, tt.want)
		}
	}
}
