package facts

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestArgumentsAreAnObject(t *testing.T) {
	var a Arguments
	values := map[string]string{"b": "1", "a": "2", "c": "3", "": "4"}
	for _, name := range []string{"b", "a", "c", ""} {
		a.Set(name, &Value{State: Const, Value: "0"})
		a.Set(name, &Value{State: Const, Value: values[name]})
	}
	if !slices.IsSortedFunc(a, func(x, y Argument) int { return slices.Compare([]string{x.Name}, []string{y.Name}) }) || len(a) != 4 {
		t.Errorf("%v is not sorted, or holds a name twice", a)
	}
	for name, want := range values {
		if got, ok := a.Get(name); !ok || got.Value != want {
			t.Errorf("%q is %v, not %s", name, got, want)
		}
	}
	if _, ok := a.Get("d"); ok {
		t.Error("a name that was not set has a value")
	}
	text, err := json.Marshal(a)
	var got map[string]Value
	if err != nil || json.Unmarshal(text, &got) != nil || len(got) != 4 || got["a"].Value != "2" {
		t.Errorf("as JSON: %s, %v", text, err)
	}
	if text, err := json.Marshal(Call{}); err != nil || string(text) == "" || slices.Contains([]string{string(text)}, "keywords") {
		t.Errorf("%s, %v", text, err)
	}
}
