//go:build fault

package llm

// Every attacked answer and every fault of every server is tried.
const (
	attackEach = 1
	faultEach  = 1
)
