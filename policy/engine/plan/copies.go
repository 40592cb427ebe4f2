package plan

// forward takes out copies of locals and constants: plans name the same value again for each step of an
// expression. A copy `t := s` goes, and t is read from s instead, where that cannot be told apart: the body
// assigns t in one place only and reads it nowhere but in what follows the copy in its own block, and there s
// stays what it is.
func (c *compiler) forward(fn *function, answer int32) {
	handed := handedOn(fn)
	for i := range fn.blocks {
		newForwarder(fn, i, answer, handed).forward(fn.blocks[i : i+1])
	}
}

// markKeys marks the loops that do not read the values that they go through.
func (c *compiler) markKeys(fn *function, answer int32) {
	handed := handedOn(fn)
	for i := range fn.blocks {
		f := newForwarder(fn, i, answer, handed)
		eachStatement(fn.blocks[i:i+1], func(s *statement) {
			if s.op == opScan {
				s.test = f.read[s.target] == 0 && !f.fixed[s.target]
			}
		})
	}
}

// forwarder knows how one block of a function, which is a body of a rule or a part of one, uses its locals.
type forwarder struct {
	assigned []int  // statements that assign a local
	read     []int  // operands that read it
	fixed    []bool // it is tested for being defined, reset, changed in place, or handed on
}

func newForwarder(fn *function, place int, answer int32, handed []bool) *forwarder {
	f := &forwarder{assigned: make([]int, fn.locals), read: make([]int, fn.locals), fixed: append([]bool(nil), handed...)}
	f.fixed[answer], f.fixed[inputLocal], f.fixed[dataLocal] = true, true, true
	f.count(fn.blocks[place : place+1])
	return f
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
	for i := range s.more {
		f(&s.more[i])
	}
}

func (f *forwarder) count(blocks []block) {
	eachStatement(blocks, func(s *statement) {
		s.targets(func(local int32) { f.assigned[local]++ })
		s.reads(func(o *operand) {
			if *o >= 0 {
				f.read[*o]++
			}
		})
		switch s.op {
		case opIsDefined, opIsUndefined:
			f.fixed[s.a] = true
		case opReset, opWith:
			f.fixed[s.target] = true
		}
		if changed, ok := s.changes(); ok {
			f.fixed[changed] = true
		}
	})
}

// once reports whether a local gets one value in the body, which is what everything that reads it means.
func (f *forwarder) once(local int32) bool { return !f.fixed[local] && f.assigned[local] == 1 }

func (f *forwarder) forward(blocks []block) {
	for i := range blocks {
		kept := blocks[i][:0]
		for at := range blocks[i] {
			s := blocks[i][at]
			rest := blocks[i][at+1:]
			switch {
			case s.op == opConstant && f.once(s.target) && f.replace(rest, s.target, operand(-1-s.index)):
				continue
			case s.op == opAssign && f.once(s.target) && (s.a < 0 || keeps(rest, int32(s.a))) && f.replace(rest, s.target, s.a):
				continue
			}
			f.forward(s.blocks)
			kept = append(kept, s)
		}
		blocks[i] = kept
	}
}

// keeps reports whether statements leave a local as it is.
func keeps(following block, local int32) bool {
	kept := true
	eachStatement([]block{following}, func(s *statement) {
		changed, ok := s.changes()
		kept = kept && !assigns(s, local) && (!ok || changed != local)
	})
	return kept
}

// replace reads one local from another, or a constant, in what follows, if that is all that reads it.
func (f *forwarder) replace(following block, from int32, to operand) bool {
	reading := func(each func(*operand)) {
		eachStatement([]block{following}, func(s *statement) {
			s.reads(func(o *operand) {
				if *o == operand(from) {
					each(o)
				}
			})
		})
	}
	n := 0
	reading(func(*operand) { n++ })
	if n != f.read[from] {
		return false
	}
	reading(func(o *operand) { *o = to })
	if to >= 0 {
		f.read[to] += n - 1 // the copy read it too
	}
	f.read[from] = 0
	return true
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
