package engine_test

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

func encoded(t *testing.T, value any) any {
	t.Helper()
	pointer := reflect.ValueOf(value)
	if pointer.Kind() != reflect.Pointer {
		pointer = reflect.New(pointer.Type())
		pointer.Elem().Set(reflect.ValueOf(value))
	}
	text, err := engine.EncodedJSON(pointer.Interface())
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

// TestEncodingIsThatOfJSON compares with encoding/json on the facts of every fixture, but for what
// encode says it does otherwise.
func TestEncodingIsThatOfJSON(t *testing.T) {
	for _, f := range fixtures(t, embedded(t)) {
		snapshot, _ := f.snapshot(t)
		input := analysed(t, snapshot)
		text, err := json.Marshal(input)
		if err != nil {
			t.Fatal(err)
		}
		var want any
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(pruned(want), pruned(encoded(t, input))); difference != "" {
			t.Errorf("%s: %s", f.file, difference)
		}
	}
}

// pruned takes out what is empty.
func pruned(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, member := range value {
			if member = pruned(member); member != nil && !reflect.ValueOf(member).IsZero() {
				kept[key] = member
			}
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	case []any:
		if len(value) == 0 {
			return nil
		}
		kept := make([]any, len(value))
		for i := range value {
			kept[i] = pruned(value[i])
		}
		return kept
	default:
		return value
	}
}

func TestEncodingOfEmptyFields(t *testing.T) {
	got := encoded(t, &facts.File{}).(map[string]any)
	for _, list := range []string{"imports", "calls", "dags", "tasks", "pods", "templates", "callables", "references", "effects", "unknowns"} {
		if members, ok := got[list].([]any); !ok || len(members) != 0 {
			t.Errorf("%s is %v, not an empty array", list, got[list])
		}
	}
	if index, ok := got["index"].(map[string]any); !ok || index["calls_by_detail"] == nil {
		t.Errorf("the index is %v", got["index"])
	}
	for _, absent := range []string{"parse", "encoding", "pod_template"} {
		if _, ok := got[absent]; ok {
			t.Errorf("%s is there", absent)
		}
	}
	symbol := encoded(t, facts.Symbol{}).(map[string]any)
	if symbol["detail"] != "" || symbol["kind"] != "" {
		t.Errorf("empty texts are left out, and a rule that compares them would find nothing: %v", symbol)
	}
	value := encoded(t, facts.Value{State: facts.Const, Type: "NoneType"}).(map[string]any)
	if !cmp.Equal(value, map[string]any{"state": "const", "type": "NoneType"}) {
		t.Errorf("a value has more than it says: %v", value)
	}
}

func TestEncodingOfScalars(t *testing.T) {
	for name, test := range map[string]struct{ value, want any }{
		"text":      {"a", "a"},
		"false":     {false, false},
		"zero":      {0, 0.0},
		"empty":     {"", ""},
		"int64":     {int64(math.MaxInt64), float64(math.MaxInt64)},
		"fraction":  {1.5, 1.5},
		"big":       {new(big.Int).Lsh(big.NewInt(1), 80), math.Pow(2, 80)},
		"no number": {math.NaN(), "NaN"},
		"infinity":  {math.Inf(1), "+Inf"},
		"number":    {json.Number("12"), 12.0},
		"list":      {[]any{"a", 1}, []any{"a", 1.0}},
	} {
		got := encoded(t, facts.Value{State: facts.Const, Value: test.value}).(map[string]any)
		if !cmp.Equal(got["value"], test.want) {
			t.Errorf("%s: %v, want %v", name, got["value"], test.want)
		}
	}
}

func TestEncodingRefuses(t *testing.T) {
	for name, value := range map[string]any{
		"channels": &facts.Value{State: facts.Const, Value: make(chan int)},
		"nothing":  (*facts.File)(nil),
		"a text":   "text",
	} {
		if _, err := engine.EncodedJSON(value); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestMessages: what comes from a pull request stays data.
func TestMessages(t *testing.T) {
	because := []facts.Because{
		{What: "NS", Span: facts.Span{Start: facts.Position{Line: 7}}},
		{What: "default_args", Span: facts.Span{Start: facts.Position{Line: 12}}},
	}
	for name, test := range map[string]struct {
		text   string
		values map[string]any
		want   string
	}{
		"chain":              {"in {ns}{chain}", map[string]any{"ns": "payments"}, "in `payments` (from `NS` at line 7, `default_args` at line 12)"},
		"symbol":             {"{v}", map[string]any{"v": map[string]any{"written": "B`", "name": "a.b.Bash"}}, "`B'` (`a.b.Bash`)"},
		"backtick":           {"{v}", map[string]any{"v": "a` @everyone `b"}, "`a' @everyone 'b`"},
		"line ends":          {"{v}", map[string]any{"v": "a\n\n# b\r\x00"}, "`a\uFFFD\uFFFD# b\uFFFD\uFFFD`"},
		"bidi":               {"{v}", map[string]any{"v": "a\u202eb\u200bc"}, "`a\uFFFDb\uFFFDc`"},
		"only blanks":        {"{v}", map[string]any{"v": "  "}, "`\"  \"`"},
		"empty":              {"{v}", map[string]any{"v": ""}, "`\"\"`"},
		"truth":              {"{v}", map[string]any{"v": true}, "`True`"},
		"none":               {"{v}", map[string]any{"v": nil}, "`None`"},
		"number":             {"{v}", map[string]any{"v": 3.0}, "`3`"},
		"list":               {"{v}", map[string]any{"v": []any{"a", "b`"}}, "`a`, `b'`"},
		"empty list":         {"{v}", map[string]any{"v": []any{}}, "nothing"},
		"placeholder inside": {"{v}", map[string]any{"v": "{other}"}, "`{other}`"},
		"prose":              {"{v:text}", map[string]any{"v": "a `while` loop of dag.clear"}, "a `while` loop of `dag.clear`"},
		"mention":            {"{v:text}", map[string]any{"v": "hello @sre <b>[x](http://evil.example)</b>"}, "hello sre `bx(http://evil.example)/b`"},
		"unbalanced":         {"{v:text}", map[string]any{"v": "a ` b @x"}, "a  b x"},
		"emphasis":           {"{v:text}", map[string]any{"v": "**x** __init__"}, "x `__init__`"},
	} {
		got, err := engine.Format(test.text, test.values, because)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(test.text, "{chain}") {
			got, _ = engine.Format(test.text, test.values, nil)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	link := func(what string, line int) facts.Because {
		return facts.Because{What: what, Span: facts.Span{Start: facts.Position{Line: line}}}
	}
	told := []facts.Because{link("namespace=", 18), link("namespace=", 16), link("NS", 12), link("NS", 12), link("NS", 9), link("NS", 7), link("X", 1)}
	got, err := engine.Format("x{chain}", nil, told)
	want := "x (from `namespace=` at line 18, `namespace=` at line 16, `NS` at line 7, changed at line 9, changed at line 12, `X` at line 1)"
	if err != nil || got != want {
		t.Errorf("a chain: %q, %v, want %q", got, err, want)
	}
	long, err := engine.Format("{v} and {w}", map[string]any{"v": strings.Repeat("`x\n", 5000), "w": strings.Repeat("a b", 5000)}, nil)
	if err != nil || len([]rune(long)) > 250 || strings.Count(long, "`") != 4 {
		t.Errorf("a long value: %q, %v", long, err)
	}
	if _, err := engine.Format("{v}", nil, nil); err == nil {
		t.Error("a missing value is no error")
	}
}
