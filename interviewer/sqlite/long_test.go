//go:build fault

package sqlite

// full says that the fault tests run in their long form.
const full = true
