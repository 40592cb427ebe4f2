package plan

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
)

func integer(v int64) Value {
	if int64(int(v)) == v {
		return int(v)
	}
	return Number(strconv.FormatInt(v, 10))
}

// scalar is what an interface holds: a Python or YAML scalar, or plain containers of such.
func scalar(value any) Value {
	switch v := value.(type) {
	case nil:
		return Null{}
	case string, bool, int:
		return v
	case int64:
		return integer(v)
	case uint64:
		return NumberOf(strconv.FormatUint(v, 10))
	case float64:
		text := strconv.FormatFloat(v, 'g', -1, 64)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return text // JSON and Rego have no such number
		}
		return NumberOf(text)
	case *big.Int:
		return NumberOf(v.String())
	case json.Number:
		return NumberOf(string(v))
	case []any:
		items := make([]Value, len(v))
		for i := range v {
			items[i] = scalar(v[i])
		}
		return &Array{items: items}
	case map[string]any:
		return objectOfMap(nil, reflect.ValueOf(v), func(_ *arena, member reflect.Value) Value { return scalar(member.Interface()) })
	}
	panic(&unfitError{reflect.TypeOf(value)})
}

// unfitError is the panic of a Go value that has no Rego form, and the error of the evaluation.
type unfitError struct{ of reflect.Type }

func (e *unfitError) Error() string { return fmt.Sprintf("the type %v has no Rego form", e.of) }

// Of makes a value of what encoding/json or a YAML reader made: nil, texts, truths, numbers, []any
// and map[string]any.
func Of(value any) Value { return scalar(value) }

// Plain makes of a value what encoding/json would read: nil, texts, truths, float64, []any and
// map[string]any. Sets are sorted arrays.
func Plain(v Value) any {
	switch x := v.(type) {
	case string, bool:
		return x
	case int:
		return float64(x)
	case Number:
		f, _ := strconv.ParseFloat(string(x), 64)
		return f
	case *Array:
		return plainAll(x.items)
	case *Set:
		return plainAll(x.Members())
	case *Object, *document:
		object := objectOf(v)
		made := make(map[string]any, len(object.keys))
		for i, key := range object.keys {
			name, ok := key.(string)
			if !ok {
				text, _ := json.Marshal(Plain(key))
				name = string(text)
			}
			made[name] = Plain(object.at(i))
		}
		return made
	}
	return nil
}

func plainAll(items []Value) any {
	made := make([]any, len(items))
	for i := range items {
		made[i] = Plain(items[i])
	}
	return made
}
