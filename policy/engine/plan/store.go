package plan

import (
	"embed"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/sekisho/sekisho/policy/engine/binary"
)

// Sources are the files of this package. A stored program is good for the code that stored it alone, and
// the digest of these files is how the one who keeps it can tell.
//
//go:embed *.go
var Sources embed.FS

// Store writes the program that New makes of the same.
func Store(w *binary.Writer, policy *ir.Policy, data any, allowed func(builtin string) bool) error {
	p, err := compile(policy, data, allowed)
	if err != nil {
		return err
	}
	storeValue(w, p.data)
	w.Int(len(p.constants))
	for i, constant := range p.constants {
		path, part := p.parts[int32(i)]
		w.Truth(part)
		if !part {
			storeValue(w, constant)
			continue
		}
		w.Int(len(path))
		for _, key := range path {
			w.Text(key)
		}
	}
	w.Int(len(p.functions))
	for i := range p.functions {
		fn := &p.functions[i]
		w.Text(fn.name)
		w.Text(fn.path)
		w.Int(fn.parameters)
		w.Int(fn.own)
		w.Int(fn.locals)
		storeBlocks(w, fn.blocks)
	}
	return nil
}

func storeBlocks(w *binary.Writer, blocks []block) {
	w.Int(len(blocks))
	for _, b := range blocks {
		w.Int(len(b))
		for i := range b {
			s := &b[i]
			w.Int(int(s.op))
			w.Int(int(s.a))
			w.Int(int(s.b))
			w.Int(int(s.target))
			switch s.op {
			case opBuiltin:
				w.Text(builtins[s.index].name) // places change from one OPA to the next
			case opDot: // symbols are given anew
			default:
				w.Int(int(s.index))
			}
			w.Truth(s.test)
			w.Int(len(s.more))
			for _, o := range s.more {
				w.Int(int(o))
			}
			storeBlocks(w, s.blocks)
		}
	}
}

// Restore reads a program that Store wrote. Only builtins that allowed names may be called.
func Restore(r *binary.Reader, allowed func(builtin string) bool) (*Program, error) {
	p := &Program{}
	p.data = restoreValue(r)
	freeze(p.data)
	p.constants = make([]Value, r.Length())
	for i := range p.constants {
		if !r.Truth() {
			p.constants[i] = restoreValue(r)
			freeze(p.constants[i])
			continue
		}
		path := make([]string, r.Length())
		for j := range path {
			path[j] = r.Text()
		}
		p.constants[i] = partOf(p.data, path)
	}
	p.functions = make([]function, r.Length())
	refused := ""
	for i := range p.functions {
		fn := &p.functions[i]
		fn.name, fn.path = r.Text(), r.Text()
		fn.parameters, fn.own, fn.locals = r.Int(), r.Int(), r.Int()
		fn.blocks = restoreBlocks(r, func(builtin string) int32 {
			place := builtinIndex(builtin)
			if place < 0 || !allowed(builtin) {
				refused = builtin
			}
			return place
		})
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	if refused != "" {
		return nil, fmt.Errorf("the builtin %s may not be called", refused)
	}
	if len(p.constants) < 2 || p.constants[0] != false || p.constants[1] != true {
		return nil, errors.New("the stored program has other constants")
	}
	p.link()
	return p, nil
}

func restoreBlocks(r *binary.Reader, builtin func(string) int32) []block {
	blocks := make([]block, r.Length())
	for i := range blocks {
		blocks[i] = make(block, r.Length())
		for j := range blocks[i] {
			s := &blocks[i][j]
			s.op = op(r.Int())
			s.a, s.b, s.target = operand(r.Int()), operand(r.Int()), int32(r.Int())
			switch s.op {
			case opBuiltin:
				s.index = builtin(r.Text())
			case opDot:
			default:
				s.index = int32(r.Int())
			}
			s.test = r.Truth()
			if n := r.Length(); n > 0 {
				s.more = make([]operand, n)
			}
			for k := range s.more {
				s.more[k] = operand(r.Int())
			}
			s.blocks = restoreBlocks(r, builtin)
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return blocks
}

func storeValue(w *binary.Writer, v Value) {
	w.Int(rank(v))
	switch x := v.(type) {
	case bool:
		w.Truth(x)
	case int, Number:
		w.Text(numberText(v))
	case string:
		w.Text(x)
	case *Array:
		storeAll(w, x.items)
	case *Set:
		storeAll(w, x.Members())
	case *Object, *document:
		object := objectOf(v)
		w.Int(len(object.keys))
		for _, place := range object.sorted() {
			storeValue(w, object.keys[place])
			storeValue(w, object.at(int(place)))
		}
	}
}

func storeAll(w *binary.Writer, items []Value) {
	w.Int(len(items))
	for _, item := range items {
		storeValue(w, item)
	}
}

func restoreValue(r *binary.Reader) Value {
	switch r.Int() {
	case rankOfNull:
		return Null{}
	case rankOfTruths:
		return r.Truth()
	case rankOfNumbers:
		return NumberOf(r.Text())
	case rankOfTexts:
		return r.Text()
	case rankOfArrays:
		array := &Array{}
		for range r.Length() {
			array.items = append(array.items, restoreValue(r))
		}
		return array
	case rankOfSets:
		set := &Set{}
		for range r.Length() {
			set.add(restoreValue(r))
		}
		return set
	case rankOfObjects:
		object := &Object{}
		for range r.Length() {
			key := restoreValue(r)
			object.put(key, restoreValue(r))
		}
		return object
	}
	r.Fail(errors.New("a stored value is of no kind"))
	return Null{}
}
