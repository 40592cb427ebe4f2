package plan

// locals calls f with each local of a statement, to be replaced by what f returns; not with those of blocks
// inside it.
func (s *statement) locals(f func(int32) int32) {
	s.reads(func(o *operand) {
		if *o >= 0 {
			*o = operand(f(int32(*o)))
		}
	})
	switch s.op {
	case opScan:
		s.target, s.index = f(s.target), f(s.index)
	case opInsert, opInsertOnce, opWith, opCall, opBuiltin, opCallDynamic, opDot, opLen, opAssign, opAssignOnce, opReset, opConstant,
		opMakeArray, opMakeObject, opMakeSet, opMerge:
		s.target = f(s.target)
	}
}

// compact numbers the locals of a function anew, without gaps: its parameters first, then those by which
// its blocks hand something on to each other, then those of each block alone.
func compact(fn *function, answer int32) {
	numbers := make([]int32, fn.locals)
	for i := range numbers {
		numbers[i] = -1
	}
	next := int32(0)
	give := func(local int32) {
		if numbers[local] < 0 {
			numbers[local] = next
			next++
		}
	}
	give(inputLocal)
	give(dataLocal)
	for i := range fn.parameters - firstParameter {
		give(int32(fn.own + i))
	}
	give(answer)
	for local, handed := range handedOn(fn) {
		if handed {
			give(int32(local))
		}
	}
	shared := next
	fn.locals = int(shared)
	for i := range fn.blocks {
		next = shared
		own := []int32{}
		eachStatement(fn.blocks[i:i+1], func(s *statement) {
			s.locals(func(local int32) int32 {
				if numbers[local] < 0 {
					own = append(own, local)
				}
				give(local)
				return numbers[local]
			})
		})
		fn.locals = max(fn.locals, int(next))
		for _, local := range own {
			numbers[local] = -1
		}
	}
	fn.own = firstParameter
}

// handedOn are the locals that a block of the function may read without having assigned them itself.
func handedOn(fn *function) []bool {
	found := make([]bool, fn.locals)
	var look func(b block, assigned []bool)
	look = func(b block, assigned []bool) {
		for i := range b {
			s := &b[i]
			read := func(local int32) { found[local] = found[local] || !assigned[local] }
			s.reads(func(o *operand) {
				if *o >= 0 {
					read(int32(*o))
				}
			})
			if changed, ok := s.changes(); ok {
				read(changed)
			}
			if s.op == opWith {
				read(s.target)
			}
			s.targets(func(local int32) {
				if s.op != opScan {
					assigned[local] = true
				}
			})
			for _, inside := range s.blocks {
				// What is assigned in there may not have been when the block ends.
				known := append([]bool(nil), assigned...)
				if s.op == opScan {
					known[s.target], known[s.index] = true, true
				}
				look(inside, known)
			}
		}
	}
	for _, b := range fn.blocks {
		look(b, make([]bool, fn.locals))
	}
	return found
}
