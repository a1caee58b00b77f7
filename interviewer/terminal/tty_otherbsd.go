//go:build freebsd || netbsd || openbsd || dragonfly

package terminal

func tcflag(n uint32) uint32 { return n }
