//go:build fault

package sqlite_test

// large is how many sessions the large database of the benchmarks has, with ten answers each.
const large = 10_000
