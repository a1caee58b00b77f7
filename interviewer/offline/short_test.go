//go:build !fault

package offline_test

// full says that the tests that grade answers try all that they have: go test -tags fault.
const full = false
