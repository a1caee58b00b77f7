//go:build fault

package main

// full says that every answer of the README's report is graded anew.
const full = true
