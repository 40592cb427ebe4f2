package plan

import "math/bits"

// Rules go through all tasks for the few that have some argument:
//
//	some task in input.file.tasks
//	value := task.arguments.retries
//
// Such a loop goes through those that have it alone, by an index that the array keeps of its members.

// looksUp reports whether a loop begins so: with a field of the member, and in that with a key that is known before
// the loop.
func looksUp(s *statement) bool {
	if s.op != opScan || len(s.blocks[0]) < 2 {
		return false
	}
	field, member := &s.blocks[0][0], &s.blocks[0][1]
	return field.op == opDot && field.a == operand(s.target) && field.b < 0 &&
		member.op == opDot && member.a == operand(field.target) &&
		member.b != operand(s.target) && member.b != operand(s.index) && member.b != operand(field.target)
}

// keyed is an index of documents: by the keys of what one of their fields holds.
type keyed struct {
	field  int32 // symbol
	words  int   // of a set of places
	places map[string]int
	sets   []uint64
}

// worthAnIndex is how many members an array has at least that keeps one.
const worthAnIndex = 3

// with returns the places of the members whose field holds a key, as a set of bits, and whether they are known.
func (x *Array) with(field int32, key Value) ([]uint64, bool) {
	name, ok := key.(string)
	if !ok || len(x.items) < worthAnIndex {
		return nil, false
	}
	// What several evaluations share holds no document, and must not be changed.
	if _, ok := x.items[0].(*document); !ok {
		return nil, false
	}
	for i := range x.indexes {
		if x.indexes[i].field == field {
			return x.indexes[i].of(name)
		}
	}
	x.indexes = append(x.indexes, indexOf(x.items, field))
	return x.indexes[len(x.indexes)-1].of(name)
}

func (k *keyed) of(name string) ([]uint64, bool) {
	if k.places == nil {
		return nil, false
	}
	place, ok := k.places[name]
	if !ok {
		return nil, true
	}
	return k.sets[place*k.words : (place+1)*k.words], true
}

// indexOf makes the index; one without places for an array that has none, because it holds other things than
// documents whose fields are objects of texts.
func indexOf(items []Value, field int32) keyed {
	none := keyed{field: field}
	made := keyed{field: field, words: (len(items) + 63) / 64, places: map[string]int{}}
	for i, item := range items {
		d, ok := item.(*document)
		if !ok {
			return none
		}
		object, ok := d.symbol(field).(*Object)
		if !ok {
			return none
		}
		for _, key := range object.keys {
			name, ok := key.(string)
			if !ok {
				return none
			}
			place, ok := made.places[name]
			if !ok {
				place = len(made.places)
				made.places[name] = place
				made.sets = append(made.sets, make([]uint64, made.words)...)
			}
			made.sets[place*made.words+i/64] |= 1 << (i % 64)
		}
	}
	return made
}

// scanThose executes the block of a loop that looks up for the members of an array in a set of places.
func (e *Evaluation) scanThose(s *statement, locals []Value, items []Value, places []uint64) ending {
	for word, set := range places {
		for ; set != 0; set &= set - 1 {
			i := word*64 + bits.TrailingZeros64(set)
			locals[s.index], locals[s.target] = i, items[i]
			if r := e.run(s.blocks[0], locals); r != normally && r != undefined {
				return r.left()
			}
		}
	}
	return normally
}
