package plan

import "slices"

// optimize rewrites the statements of a function to fewer that mean the same. A plan is written to be
// simple to make: it looks up, copies, resets and tests again what is plain from what came before, and half
// of the statements that would be executed are of that kind.
//
// Nothing here knows what a policy is about. Each step says which form of statements it looks for, and leaves
// everything else as it is.
func (c *compiler) optimize(fn *function, answer int32) {
	fn.blocks = flattenElse(unwrap(fn.blocks))
	if c.foldsData {
		c.foldData(fn, answer)
	}
	c.fold(fn, answer)
	c.forward(fn, answer)
	specialize(fn.blocks)
	returnAtOnce(fn, answer)
	leaveEarly(fn, answer)
	c.markKeys(fn, answer)
	compact(fn, answer)
}

// unwrap puts statements that are looked up in two blocks, so that another lookup may follow where the first
// fails, into the block around, where no other follows:
//
//	block { block { …; break 1 }; break 1 }  is  …
//
// Both end the block around when one of the statements is undefined.
func unwrap(blocks []block) []block {
	for i, b := range blocks {
		kept := make(block, 0, len(b))
		for j := range b {
			s := b[j]
			s.blocks = unwrap(s.blocks)
			if inside, ok := lookup(&s); ok {
				kept = append(kept, inside...)
			} else {
				kept = append(kept, s)
			}
		}
		blocks[i] = kept
	}
	return blocks
}

// lookup returns the statements that take the place of one that unwrap is about.
func lookup(s *statement) (block, bool) {
	if s.op != opBlock || len(s.blocks) != 1 || len(s.blocks[0]) != 2 {
		return nil, false
	}
	alternatives, otherwise := &s.blocks[0][0], &s.blocks[0][1]
	if alternatives.op != opBlock || otherwise.op != opBreak || otherwise.index != 1 {
		return nil, false
	}
	if tested, ok := collectionTest(alternatives.blocks); ok {
		return block{{op: opIsCollection, a: tested}}, true
	}
	if len(alternatives.blocks) != 1 {
		return nil, false
	}
	b := alternatives.blocks[0]
	last := len(b) - 1
	if last < 0 || b[last].op != opBreak || b[last].index != 1 || leaves(b[:last]) {
		return nil, false
	}
	return b[:last], true
}

// collectionTest recognizes the test of `every` that what it goes through has members, and returns what is tested.
func collectionTest(alternatives []block) (operand, bool) {
	tests := []op{opIsArray, opIsObject, opIsSet}
	if len(alternatives) != len(tests) {
		return 0, false
	}
	tested := operand(-1)
	for i, b := range alternatives {
		if len(b) != 2 || b[0].op != tests[i] || b[1].op != opBreak || b[1].index != 1 || i > 0 && b[0].a != tested {
			return 0, false
		}
		tested = b[0].a
	}
	return tested, true
}

// leaves reports whether statements, or those of blocks inside them, may leave a number of blocks, for which
// it matters how many are around them.
func leaves(b block) bool {
	found := false
	eachStatement([]block{b}, func(s *statement) { found = found || s.op == opBreak || s.op == opCallDynamic })
	return found
}

// flattenElse makes the alternatives of `else` blocks of the function: what one of them cannot answer, the next
// is asked, in either place.
func flattenElse(blocks []block) []block {
	made := make([]block, 0, len(blocks))
	for _, b := range blocks {
		if len(b) == 1 && b[0].op == opBlock && !slices.ContainsFunc(b[0].blocks, leaves) {
			made = append(made, b[0].blocks...)
		} else {
			made = append(made, b)
		}
	}
	return made
}

// specialize gives tests that most rules make statements of their own.
func specialize(blocks []block) {
	for i, b := range blocks {
		kept := b[:0]
		for at := range b {
			s := b[at]
			last := len(kept) - 1
			switch {
			// A call with the test behind it whether what it gave is false.
			case s.op == opNotEqual && last >= 0 && (kept[last].op == opCall || kept[last].op == opBuiltin) &&
				s.a == operand(kept[last].target) && s.b == falseOperand:
				kept[last].test = true
				continue
			}
			specialize(s.blocks)
			if s.op == opMakeObject {
				s.index = members(b[at+1:], s.target)
			}
			kept = append(kept, s)
		}
		blocks[i] = kept
	}
	eachStatement(blocks, func(s *statement) {
		if s.op != opBuiltin || !s.test {
			return
		}
		made := opNop
		switch builtins[s.index].name {
		case "equal":
			made = opEqual
		case "neq":
			made = opNotEqual
		case "internal.member_2":
			made = opMember
		default:
			return
		}
		*s = statement{op: made, a: s.more[0], b: s.more[1]}
	})
}

// members is how many members the statements behind the making of an object give it.
func members(following block, object int32) int32 {
	n := int32(0)
	for i := range following {
		if changed, ok := following[i].changes(); ok && changed == object {
			n++
		}
	}
	return n
}

// returnAtOnce lets a function return what its body finds. A plan has every body put its value into a local,
// takes the answer from that, and returns it at the end, so that another body may be found to give another value.
// No other can where there is one body, or where all give the same constant.
func returnAtOnce(fn *function, answer int32) {
	bodies, rest := bodiesOf(fn.blocks, answer)
	if len(bodies) == 0 || !oneValue(bodies) {
		return
	}
	made := make([]block, 0, len(fn.blocks))
	for _, one := range bodies {
		converted := true
		for _, b := range one.blocks {
			converted = returning(b, one.found, false) && converted
		}
		for _, b := range one.blocks {
			// Nothing is found when the next alternative is asked: it would have been returned.
			if converted && len(b) > 0 && (b[0].op == opReset || b[0].op == opIsUndefined) && oneLocal(&b[0]) == one.found {
				b = b[1:]
			}
			made = append(made, b)
		}
		if !converted {
			made = append(made, block{
				{op: opIsDefined, a: operand(one.found)},
				{op: opReturn, a: operand(one.found)},
			})
		}
	}
	fn.blocks = append(made, rest...)
}

// body is a body of a rule or function, with its `else`: blocks that put its value into a local.
type body struct {
	blocks []block
	found  int32
}

// bodiesOf returns the bodies at the beginning of a function, and what follows.
func bodiesOf(blocks []block, answer int32) (bodies []body, rest []block) {
	first := 0
	for i, b := range blocks {
		if len(b) != 2 || b[0].op != opIsDefined || b[1].op != opAssignOnce || b[1].target != answer || b[1].a != b[0].a {
			continue
		}
		found := int32(b[0].a)
		bodies = append(bodies, body{blocks[first:i], found})
		first = i + 1
	}
	return bodies, blocks[first:]
}

// oneValue reports whether the bodies cannot give different values, and are of the form that bodies have.
func oneValue(bodies []body) bool {
	values := map[operand]bool{}
	for _, one := range bodies {
		if len(one.blocks) == 0 {
			return false
		}
		for i, b := range one.blocks {
			if len(b) == 0 || b[0].op != opReset && b[0].op != opIsUndefined || oneLocal(&b[0]) != one.found || (b[0].op == opReset) != (i == 0) {
				return false
			}
			sound := true
			eachStatement([]block{b[1:]}, func(s *statement) {
				switch {
				case s.op == opAssignOnce && s.target == one.found:
					values[s.a] = true
				case assigns(s, one.found) || readsLocal(s, one.found):
					sound = false
				}
			})
			if !sound {
				return false
			}
		}
	}
	if len(bodies) == 1 {
		return true
	}
	for value := range values {
		if value >= 0 || len(values) > 1 {
			return false
		}
	}
	return true
}

// oneLocal is the local that a reset or a test of being defined is about.
func oneLocal(s *statement) int32 {
	if s.op == opReset {
		return s.target
	}
	return int32(s.a)
}

func assigns(s *statement, local int32) bool {
	found := false
	s.targets(func(target int32) { found = found || target == local })
	return found
}

func readsLocal(s *statement, local int32) bool {
	found := false
	s.reads(func(o *operand) { found = found || *o == operand(local) })
	if changed, ok := s.changes(); ok && changed == local {
		return true
	}
	return found
}

// returning replaces the statements that put a value into a local by such that return it, and reports
// whether it could replace all. A loop may put several values there, which are then compared.
func returning(b block, found int32, looping bool) bool {
	all := true
	for i := range b {
		s := &b[i]
		for _, inside := range s.blocks {
			all = returning(inside, found, looping || s.op == opScan) && all
		}
		if s.op != opAssignOnce || s.target != found {
			continue
		}
		if i != len(b)-1 || looping && s.a >= 0 {
			all = false
			continue
		}
		*s = statement{op: opReturn, a: s.a}
	}
	return all
}
