package terminal

func tcflag(n uint32) uint64 { return uint64(n) }
