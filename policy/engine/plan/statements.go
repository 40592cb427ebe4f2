package plan

import (
	"errors"
	"fmt"
)

// change executes the statements that test a type, or change what another statement made.
func (e *Evaluation) change(s *statement, locals []Value) ending {
	switch s.op {
	case opIsArray:
		if _, ok := e.read(s.a, locals).(*Array); !ok {
			return undefined
		}
	case opIsObject:
		if objectOf(e.read(s.a, locals)) == nil {
			return undefined
		}
	case opIsSet:
		if _, ok := e.read(s.a, locals).(*Set); !ok {
			return undefined
		}
	case opIsCollection:
		if rank(e.read(s.a, locals)) < rankOfArrays {
			return undefined
		}
	case opLen:
		length := size(e.read(s.a, locals))
		if length < 0 {
			return undefined
		}
		locals[s.target] = length
	case opAppend:
		array, ok := locals[s.b].(*Array)
		if !ok {
			return e.broken(s)
		}
		array.items = append(array.items, e.read(s.a, locals))
	case opAdd:
		set, ok := locals[s.b].(*Set)
		if !ok {
			return e.broken(s)
		}
		set.add(e.read(s.a, locals))
	case opInsert, opInsertOnce:
		object, ok := locals[s.target].(*Object)
		if !ok {
			return e.broken(s)
		}
		key, value := e.read(s.a, locals), e.read(s.b, locals)
		if s.op == opInsertOnce {
			if held := object.get(key); held != nil && !equal(held, value) {
				return e.fail(errors.New("an object has more than one value for a key"))
			}
		}
		object.put(key, value)
	case opMerge:
		x, y := objectOf(e.read(s.a, locals)), objectOf(e.read(s.b, locals))
		if x == nil || y == nil {
			return e.fail(errors.New("documents that are no objects cannot be merged"))
		}
		// What stands in the first wins, as in OPA's own.
		locals[s.target] = merged(y, x)
	default:
		return e.broken(s)
	}
	return normally
}

func (e *Evaluation) broken(s *statement) ending {
	return e.fail(fmt.Errorf("the plan is broken at a statement of kind %d", s.op))
}

// size is the number of members, or -1.
func size(v Value) int {
	switch x := v.(type) {
	case *Array:
		return len(x.items)
	case *Set:
		return len(x.items)
	case *Object, *document:
		return len(objectOf(v).keys)
	}
	return -1
}

// scan executes a block for each member, in Rego's order.
func (e *Evaluation) scan(s *statement, locals []Value) ending {
	step := func(key, value Value) ending {
		locals[s.index], locals[s.target] = key, value
		r := e.run(s.blocks[0], locals)
		if r == undefined {
			return normally // with the next member
		}
		return r
	}
	// A block that leaves more than itself leaves the loop.
	switch x := e.read(s.a, locals).(type) {
	case *Array:
		if s.looksUp {
			if places, known := x.with(s.blocks[0][0].index, e.read(s.blocks[0][1].b, locals)); known {
				return e.scanThose(s, locals, x.items, places)
			}
		}
		for i := range x.items {
			if r := step(i, x.items[i]); r != normally {
				return r.left()
			}
		}
	case *Object, *document:
		object := objectOf(x)
		for _, place := range object.sorted() {
			var value Value
			if !s.test {
				value = object.at(int(place))
			}
			if r := step(object.keys[place], value); r != normally {
				return r.left()
			}
		}
	case *Set:
		for _, place := range x.sorted() {
			if r := step(x.items[place], x.items[place]); r != normally {
				return r.left()
			}
		}
	}
	return normally
}

func (e *Evaluation) callDynamic(s *statement, locals []Value) ending {
	var path []string
	for _, o := range s.more {
		part, ok := e.read(o, locals).(string)
		if !ok {
			return undefined
		}
		path = append(path, part)
	}
	index, ok := e.program.byPath[pathKey(path)]
	if !ok {
		return undefined
	}
	value := e.call(index, locals[:firstParameter])
	if value == nil && e.err == nil {
		// The rule is there and has no value: no other meaning of the reference is tried. OPA's plans
		// count on it to leave the blocks around.
		return undefined + 3
	}
	return e.result(s, locals, value)
}

// with executes a block with another input or data.
func (e *Evaluation) with(s *statement, locals []Value) ending {
	held := locals[s.target]
	locals[s.target] = upserted(held, s.more, e.read(s.a, locals), e)
	e.apart++
	r := e.run(s.blocks[0], locals)
	e.apart--
	locals[s.target] = held
	return r.left()
}

// upserted is a document with another value at a path; what is missing on the way is made.
func upserted(held Value, path []operand, value Value, e *Evaluation) Value {
	if len(path) == 0 {
		return value
	}
	made := &Object{}
	if object := objectOf(held); object != nil {
		made = object.copied()
	}
	key := e.read(path[0], nil)
	made.put(key, upserted(made.get(key), path[1:], value, e))
	return made
}
