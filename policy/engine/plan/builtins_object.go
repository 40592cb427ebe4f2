package plan

func objectGet(a []Value) (Value, bool) {
	if rank(a[0]) != rankOfObjects {
		return nil, false
	}
	path, ok := a[1].(*Array)
	if !ok {
		if value := Get(a[0], a[1]); value != nil {
			return value, true
		}
		return a[2], true
	}
	at := a[0]
	for _, key := range path.items {
		if at = Get(at, key); at == nil {
			return a[2], true
		}
	}
	return at, true
}

func keys(a []Value) (Value, bool) {
	object := objectOf(a[0])
	if object == nil {
		return nil, false
	}
	made := &Set{}
	for _, key := range object.keys {
		made.add(key)
	}
	return made, true
}

func unionOfObjects(a []Value) (Value, bool) {
	x, y := objectOf(a[0]), objectOf(a[1])
	if x == nil || y == nil {
		return nil, false
	}
	return merged(x, y), true
}

// merged is two objects as one. Under the same key two objects are merged, and of anything else that
// of the second stands.
func merged(x, y *Object) *Object {
	made := x.copied()
	for i, key := range y.keys {
		value := y.at(i)
		if held, other := objectOf(made.get(key)), objectOf(value); held != nil && other != nil {
			value = merged(held, other)
		}
		made.put(key, value)
	}
	return made
}

// walk gives an array of all paths and the values at them, those of the outer before those of the inner.
func walk(a []Value) (Value, bool) {
	made := &Array{}
	walkInto(made, &Array{}, a[0])
	return made, true
}

func walkInto(made, path *Array, v Value) {
	made.items = append(made.items, &Array{items: []Value{path, v}})
	below := func(key, value Value) {
		longer := make([]Value, len(path.items), len(path.items)+1)
		copy(longer, path.items)
		walkInto(made, &Array{items: append(longer, key)}, value)
	}
	switch x := v.(type) {
	case *Array:
		for i, item := range x.items {
			below(i, item)
		}
	case *Object, *document:
		object := objectOf(v)
		for _, place := range object.sorted() {
			below(object.keys[place], object.at(int(place)))
		}
	case *Set:
		for _, item := range x.Members() {
			below(item, item)
		}
	}
}
