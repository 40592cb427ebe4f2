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

// leaveEarly lets the body of a function end when it has found that its value is a constant, such as true
// in `harmful(pod) if { some field in pod; … }`: what is left of its loops can find nothing else. OPA's
// evaluator does the same; its plans go through all.
func leaveEarly(fn *function, answer int32) {
	// The planner has each body put its value into one local, which the answer is then taken from.
	found := int32(-1)
	eachStatement(fn.blocks, func(s *statement) {
		if s.op == opAssignOnce && s.target == answer && s.a >= 0 {
			found = int32(s.a)
		}
	})
	if found >= 0 {
		leaveBodies(fn.blocks, found, 0)
	}
}

func eachStatement(blocks []block, f func(*statement)) {
	for _, b := range blocks {
		for i := range b {
			f(&b[i])
			eachStatement(b[i].blocks, f)
		}
	}
}

// leaveBodies adds the leaving; depth counts the blocks of the body around, 0 outside of one.
func leaveBodies(blocks []block, found int32, depth int) {
	for i, b := range blocks {
		inside := depth
		// A body begins with undoing, or asking for, what the one before it found.
		if len(b) > 0 && (b[0].op == opReset && b[0].target == found || b[0].op == opIsUndefined && int32(b[0].a) == found) {
			inside = 1
		} else if depth > 0 {
			inside++
		}
		kept := make(block, 0, len(b))
		for j := range b {
			s := b[j]
			leaveBodies(s.blocks, found, inside)
			kept = append(kept, s)
			if s.op == opAssignOnce && s.target == found && s.a < 0 && inside > 1 {
				kept = append(kept, statement{op: opBreak, index: int32(inside - 1)})
			}
		}
		blocks[i] = kept
	}
}
