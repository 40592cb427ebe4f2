package plan

// forward takes out copies of locals: plans name the same value again for each step of an expression.
// A copy `t := s` goes, and t is read from s instead, where that cannot be told apart: the body assigns
// each of the two in one place only, and reads t nowhere but in what follows the copy in its own block.
func (c *compiler) forward(fn *function, answer int32) {
	for i := range fn.blocks {
		body := fn.blocks[i : i+1]
		f := forwarder{
			assigned: make([]int, fn.locals), read: make([]int, fn.locals), fixed: make([]bool, fn.locals),
			answer: answer, own: int32(fn.own), parameters: int32(fn.parameters),
		}
		f.count(body)
		f.forward(body)
		f.markKeys(body)
	}
}

// markKeys marks the loops that do not read the values that they go through.
func (f *forwarder) markKeys(blocks []block) {
	for _, b := range blocks {
		for i := range b {
			if s := &b[i]; s.op == opScan {
				s.test = f.read[s.target] == 0 && !f.fixed[s.target] && s.target != f.answer
			}
			f.markKeys(b[i].blocks)
		}
	}
}

type forwarder struct {
	assigned []int  // statements that assign a local
	read     []int  // operands that read it
	fixed    []bool // it is tested for being defined, reset, or changed in place
	answer   int32
	own      int32
	// parameters counts those of the function; input and data among them.
	parameters int32
}

// targets calls f with the locals that a statement assigns.
func (s *statement) targets(f func(int32)) {
	switch s.op {
	case opCall, opBuiltin, opCallDynamic, opDot, opLen, opAssign, opAssignOnce, opReset, opConstant,
		opMakeArray, opMakeObject, opMakeSet, opMerge, opWith:
		f(s.target)
	case opScan:
		f(s.target)
		f(s.index)
	}
}

// reads calls f with the operands that a statement reads, but those of the blocks inside it.
func (s *statement) reads(f func(*operand)) {
	if s.usesA() {
		f(&s.a)
	}
	if s.usesB() {
		f(&s.b)
	}
	if s.op == opCallDynamic {
		f(&s.b)
	}
	for i := range s.more {
		f(&s.more[i])
	}
}

func (f *forwarder) count(blocks []block) {
	for _, b := range blocks {
		for i := range b {
			s := &b[i]
			s.targets(func(local int32) { f.assigned[local]++ })
			s.reads(func(o *operand) {
				if *o >= 0 {
					f.read[*o]++
				}
			})
			switch s.op {
			case opIsDefined, opIsUndefined:
				f.fixed[s.a] = true
			case opReset, opWith, opInsert, opInsertOnce:
				f.fixed[s.target] = true
			case opAppend, opAdd:
				f.fixed[s.b] = true
			}
			f.count(s.blocks)
		}
	}
}

// once reports whether a local has one meaning in the whole body.
func (f *forwarder) once(local int32) bool {
	parameter := local < int32(firstParameter) || local >= f.own && local < f.own+f.parameters-int32(firstParameter)
	return local != f.answer && !f.fixed[local] && (parameter && f.assigned[local] == 0 || !parameter && f.assigned[local] == 1)
}

func (f *forwarder) forward(blocks []block) {
	for i := range blocks {
		kept := blocks[i][:0]
		for at := range blocks[i] {
			s := blocks[i][at]
			if s.op == opAssign && s.a >= 0 && f.once(s.target) && f.once(int32(s.a)) && f.replace(blocks[i][at+1:], operand(s.target), s.a) {
				continue
			}
			f.forward(s.blocks)
			kept = append(kept, s)
		}
		blocks[i] = kept
	}
}

// replace reads one local from another in what follows, if that is all that reads it.
func (f *forwarder) replace(following block, from, to operand) bool {
	if reading(following, from, nil) != f.read[from] {
		return false
	}
	reading(following, from, &to)
	f.read[to] += f.read[from] - 1 // the copy read it too
	f.read[from] = 0
	return true
}

// reading counts the operands that read a local, and replaces them where asked to.
func reading(b block, local operand, by *operand) int {
	n := 0
	for i := range b {
		b[i].reads(func(o *operand) {
			if *o == local {
				n++
				if by != nil {
					*o = *by
				}
			}
		})
		for j := range b[i].blocks {
			n += reading(b[i].blocks[j], local, by)
		}
	}
	return n
}
