package plan

import "slices"

// fold replaces the making of a collection of constants, such as {"a", "b"}, by the collection. Rules are
// full of them, and a plan makes them anew each time.
func (c *compiler) fold(fn *function, answer int32) {
	for i := range fn.blocks {
		// The blocks of a function are the bodies of its rules, and use the same locals for other things,
		// but for the one in which all of them gather the answer.
		changes := map[int32]int{answer: 1 << 20}
		countChanges(fn.blocks[i:i+1], changes)
		c.foldBlocks(fn.blocks[i:i+1], changes)
	}
}

func countChanges(blocks []block, changes map[int32]int) {
	for _, b := range blocks {
		for i := range b {
			if local, ok := b[i].changes(); ok {
				changes[local]++
			}
			countChanges(b[i].blocks, changes)
		}
	}
}

// changes is the local of the collection that a statement changes.
func (s *statement) changes() (int32, bool) {
	switch s.op {
	case opAppend, opAdd:
		return int32(s.b), true
	case opInsert, opInsertOnce:
		return s.target, true
	}
	return 0, false
}

func (c *compiler) foldBlocks(blocks []block, changes map[int32]int) {
	for i := range blocks {
		for at := 0; at < len(blocks[i]); at++ {
			if until, value := c.collection(blocks[i][at:], changes); value != nil {
				freeze(value)
				made := statement{op: opConstant, index: c.constant(value), target: blocks[i][at].target}
				// Statements that set locals to constants on the way stay: others may read them.
				kept := slices.DeleteFunc(slices.Clone(blocks[i][at+1:at+until]), func(s statement) bool { return s.op != opConstant })
				blocks[i] = slices.Concat(blocks[i][:at], kept, block{made}, blocks[i][at+until:])
				at += len(kept)
			}
		}
		for j := range blocks[i] {
			c.foldBlocks(blocks[i][j].blocks, changes)
		}
	}
}

// collection reads the statements that make a collection of constants and change it nowhere else. It
// returns how many they are, and the collection; nil when they are anything else.
func (c *compiler) collection(b block, changes map[int32]int) (int, Value) {
	var add func(*statement) bool
	local := b[0].target
	known := map[operand]Value{}
	read := func(o operand) Value {
		if o < 0 {
			return c.program.constants[-1-o]
		}
		return known[o]
	}
	var value Value
	switch b[0].op {
	case opMakeSet:
		set := &Set{}
		value, add = set, func(s *statement) bool {
			item := read(s.a)
			if s.op != opAdd || item == nil {
				return false
			}
			set.add(item)
			return true
		}
	case opMakeArray:
		array := &Array{}
		value, add = array, func(s *statement) bool {
			item := read(s.a)
			if s.op != opAppend || item == nil {
				return false
			}
			array.items = append(array.items, item)
			return true
		}
	case opMakeObject:
		object := &Object{}
		value, add = object, func(s *statement) bool {
			key, member := read(s.a), read(s.b)
			if s.op != opInsert || key == nil || member == nil {
				return false
			}
			object.put(key, member)
			return true
		}
	default:
		return 0, nil
	}
	added := 0
	at := 1
	for ; at < len(b) && added < changes[local]; at++ {
		s := &b[at]
		if s.op == opConstant && s.target != local {
			known[operand(s.target)] = c.program.constants[s.index]
			continue
		}
		if changed, ok := s.changes(); !ok || changed != local || !add(s) {
			return 0, nil
		}
		added++
	}
	if added != changes[local] {
		return 0, nil
	}
	return at, value
}

// foldData replaces references to the policy's data, such as data.lists.images.allowed, by what is there.
// A plan looks each part up anew each time.
func (c *compiler) foldData(fn *function, answer int32) {
	handed := handedOn(fn)
	for i := range fn.blocks {
		f := newForwarder(fn, i, answer, handed)
		c.foldDataIn(fn.blocks[i:i+1], f, map[operand]int32{operand(dataLocal): c.data(nil)})
		dropUnread(fn.blocks[i:i+1], f)
	}
}

// changesData reports whether `with data… as` is there: data is not always the same then.
func changesData(blocks []block) bool {
	found := false
	eachStatement(blocks, func(s *statement) { found = found || s.op == opWith && s.target == dataLocal })
	return found
}

// foldDataIn is told which locals hold what part of the data, as constants.
func (c *compiler) foldDataIn(blocks []block, f *forwarder, known map[operand]int32) {
	eachStatement(blocks, func(s *statement) {
		if s.op != opDot || s.a < 0 || s.b >= 0 {
			return
		}
		part, ok := known[s.a]
		key, isText := c.program.constants[-1-s.b].(string)
		if !ok || !isText {
			return
		}
		path := append(slices.Clone(c.program.parts[part]), key)
		constant := c.data(path)
		if constant < 0 {
			return // a rule, or nothing
		}
		f.read[s.a]--
		*s = statement{op: opConstant, index: constant, target: s.target}
		// A local that nothing else assigns holds it wherever it is read.
		if f.once(s.target) {
			known[operand(s.target)] = constant
		}
	})
}

// data is the constant of a part of the data; -1 when there is no such part.
func (c *compiler) data(path []string) int32 {
	name := pathKey(path)
	if constant, ok := c.parts[name]; ok {
		return constant
	}
	value := partOf(c.program.data, path)
	constant := int32(-1)
	if value != nil {
		constant = c.constant(value)
		c.program.parts[constant] = path
	}
	c.parts[name] = constant
	return constant
}

func partOf(data Value, path []string) Value {
	for _, key := range path {
		data = Get(data, key)
	}
	return data
}

// dropUnread takes out constants that nothing reads.
func dropUnread(blocks []block, f *forwarder) {
	for i := range blocks {
		kept := blocks[i][:0]
		for _, s := range blocks[i] {
			if s.op == opConstant && f.read[s.target] == 0 && f.once(s.target) {
				continue
			}
			dropUnread(s.blocks, f)
			kept = append(kept, s)
		}
		blocks[i] = kept
	}
}
