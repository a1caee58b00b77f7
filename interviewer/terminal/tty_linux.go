package terminal

import "golang.org/x/sys/unix"

const (
	ioctlGet = unix.TCGETS
	ioctlSet = unix.TCSETS
)

func tcflag(n uint32) uint32 { return n }
