package offline

// phrases finds terms by their rarest atom.
type phrases struct {
	terms  []term
	anchor [][]filed // by id: terms whose anchor atom has that id
	reach  int       // how many words of content away the other words of any term may stand
}

// filed is a term under one id of its rarest atom.
type filed struct {
	term int32
	own  int32   // stem of the anchor atom; its other ids are meanings
	need int32   // the next rarest atom, without which the term is nowhere; 0 if there is none
	next int32   // the second atom of a term whose words follow one another
	also []int32 // other ids of what it needs
	near bool    // what it needs has to stand near the anchor, in no order
}

func (p *phrases) add(t term) { p.terms = append(p.terms, t) }

// index files every term under its rarest atom, so that a common word starts few comparisons.
func (p *phrases) index(ids int) {
	freq := make([]int, ids+1)
	for _, t := range p.terms {
		for _, a := range t.atoms {
			for _, id := range a {
				freq[id]++
			}
		}
	}
	common := func(atom []int32) int {
		n := 0
		for _, id := range atom {
			n += freq[id]
		}
		return n
	}
	p.gather()
	p.anchor = make([][]filed, ids+1)
	for i := range p.terms {
		t := &p.terms[i]
		if !t.exact {
			at := rarest(t.atoms, common)
			t.atoms[0], t.atoms[at] = t.atoms[at], t.atoms[0]
			t.first = at
		}
		f := filed{term: int32(i), own: t.atoms[0][0]}
		if len(t.atoms) > 1 {
			next := t.atoms[1+rarest(t.atoms[1:], common)]
			f.need, f.also, f.next, f.near = next[0], next[1:], t.atoms[1][0], !t.exact
			p.reach = max(p.reach, reach(t))
		}
		for _, id := range t.atoms[0] {
			p.anchor[id] = append(p.anchor[id], f)
		}
	}
}

// gather lays the ids of every term side by side, for what is looked at one after the other is had sooner when it lies together.
func (p *phrases) gather() {
	atoms, ids := 0, 0
	for _, t := range p.terms {
		atoms += len(t.atoms)
		ids += len(t.targets)
		for _, a := range t.atoms {
			ids += len(a)
		}
	}
	allAtoms, all := make([][]int32, 0, atoms), make([]int32, 0, ids)
	keep := func(some []int32) []int32 {
		from := len(all)
		all = append(all, some...)
		return all[from:len(all):len(all)]
	}
	for i := range p.terms {
		t := &p.terms[i]
		from := len(allAtoms)
		for _, a := range t.atoms {
			allAtoms = append(allAtoms, keep(a))
		}
		t.atoms, t.targets = allAtoms[from:len(allAtoms):len(allAtoms)], keep(t.targets)
	}
}

// rarest is the place of the atom that is the least common, the first of those.
func rarest(atoms [][]int32, common func(atom []int32) int) int {
	at := 0
	for i := range atoms {
		if common(atoms[i]) < common(atoms[at]) {
			at = i
		}
	}
	return at
}
