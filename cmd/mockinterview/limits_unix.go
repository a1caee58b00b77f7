//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileSize makes a file-size limit an error of the write, which is reported, instead of a signal, which would end
// the process.
func ignoreFileSize() { signal.Ignore(syscall.SIGXFSZ) }
