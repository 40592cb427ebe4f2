package facts

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Arguments are values by their names: sorted, and no name is there twice. JSON and rules see an object.
// There are thousands in a file, of a dozen members each, for which a map would be large and slow.
type Arguments []Argument

// Argument is a value and its name.
type Argument struct {
	Name  string `rego:"key"`
	Value *Value
}

// Get returns the value of a name.
func (a Arguments) Get(name string) (*Value, bool) {
	if i, ok := a.place(name); ok {
		return a[i].Value, true
	}
	return nil, false
}

// Set gives a name a value, in place of the one that it has.
func (a *Arguments) Set(name string, value *Value) {
	i, ok := a.place(name)
	if ok {
		(*a)[i].Value = value
		return
	}
	*a = slices.Insert(*a, i, Argument{name, value})
}

func (a Arguments) place(name string) (int, bool) {
	return slices.BinarySearchFunc(a, name, func(x Argument, name string) int { return strings.Compare(x.Name, name) })
}

// MarshalJSON implements json.Marshaler.
func (a Arguments) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range a {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(a[i].Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(a[i].Value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
