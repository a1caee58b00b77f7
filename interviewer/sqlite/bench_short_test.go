//go:build !fault

package sqlite_test

// large is how many sessions the large database of the benchmarks has.
const large = 300
