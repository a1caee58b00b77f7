package encoder

func fastest() kernel { return newPlain() }
