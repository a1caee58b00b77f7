package offline

// bond is a word beside a family of opposites: "string" beside short and long.
type bond struct {
	stem   string
	family int32
}

// bondReach is how many content words a bond spans.
const bondReach = 5

// bonds says for every word which side of a pair of opposites stands nearest to it; a word with both sides at the same distance is left out. A negation
// turns the side round.
func bonds(ws []shortWord) map[bond]int8 {
	type near struct {
		distance int
		side     int8
	}
	const both = 2
	nearest := map[bond]near{}
	for i := range ws {
		for _, g := range ws[i].against {
			side := int8(g & 1)
			if ws[i].denied {
				side ^= 1
			}
			for j := max(0, i-bondReach); j < min(len(ws), i+bondReach+1); j++ {
				if i == j || inFamily(&ws[j], g>>1) {
					continue
				}
				k, d := bond{ws[j].stem, g >> 1}, max(i-j, j-i)
				if ws[i].clause != ws[j].clause {
					d += bondReach
				}
				switch old, ok := nearest[k]; {
				case !ok || d < old.distance:
					nearest[k] = near{d, side}
				case d == old.distance && side != old.side:
					nearest[k] = near{d, both}
				}
			}
		}
	}
	out := map[bond]int8{}
	for k, n := range nearest {
		if n.side != both {
			out[k] = n.side
		}
	}
	return out
}

func inFamily(w *shortWord, family int32) bool {
	for _, g := range w.against {
		if g>>1 == family {
			return true
		}
	}
	return false
}

// relations says whether the words that both texts have stand beside the same sides of opposites: 1 all, -1 none, and near 0 where there are few. It finds
// what no count of words can: a long string that is said to sound high, where the reference says so of the short one. Told apart are only those opposites of
// which both sides occur when contrasted is true; the others only say that the same words stand together.
func relations(answer, ref map[bond]int8, contrasted bool) float64 {
	const bothSides = 1<<0 | 1<<1
	sides := map[int32]int8{}
	for _, m := range []map[bond]int8{answer, ref} {
		for k, side := range m {
			sides[k.family] |= 1 << side
		}
	}
	same, other := map[string]bool{}, map[string]bool{}
	for k, side := range ref {
		if contrasted && sides[k.family] != bothSides {
			continue
		}
		if has, ok := answer[k]; ok && has == side {
			same[k.stem] = true
		} else if ok {
			other[k.stem] = true
		}
	}
	var agree, differ int
	for w := range same {
		if !other[w] {
			agree++
		}
	}
	for w := range other {
		if !same[w] {
			differ++
		}
	}
	return float64(agree-differ) / float64(agree+differ+1)
}
