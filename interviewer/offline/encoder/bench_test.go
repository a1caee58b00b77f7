package encoder

import (
	"context"
	"strings"
	"testing"
)

// The figures in the package doc: sentences of 24 tokens through six layers, on one goroutine.
func BenchmarkSentence(b *testing.B) {
	e := mustLoad(b, testFile(b, 6))
	for name, k := range map[string]func() kernel{"fastest": fastest, "plain": plainKernel} {
		b.Run(name, func(b *testing.B) {
			with := *e
			with.newKernel = k
			s := make([]string, b.N)
			for i := range s {
				s[i] = strings.Repeat("a b ", 11)
			}
			b.ResetTimer()
			if _, err := with.Encode(context.Background(), s, 1); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	file := testFile(b, 6)
	b.ReportAllocs()
	for b.Loop() {
		mustLoad(b, file)
	}
}
