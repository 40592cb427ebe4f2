package plan

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// random makes values in which the same few things come again and again, so that many are equal.
func random(r *rand.Rand, depth int) Value {
	texts := []string{"", "a", "b", "ab", "a.b", "Ä", "{{", "1", "%v", "x y ", "\x00"}
	numbers := []Value{0, 1, -1, 2, 7, 1 << 53, -1 << 60, Number("1.0"), Number("0.5"), Number("1e3"), Number("-0"), Number("123456789012345678901234567890")}
	kinds := 5
	if depth > 0 {
		kinds = 8
	}
	switch r.IntN(kinds) {
	case 0:
		return Null{}
	case 1:
		return r.IntN(2) == 0
	case 2:
		return numbers[r.IntN(len(numbers))]
	case 3, 4:
		return texts[r.IntN(len(texts))]
	case 5:
		array := &Array{}
		for range r.IntN(4) {
			array.items = append(array.items, random(r, depth-1))
		}
		return array
	case 6:
		object := &Object{}
		for range r.IntN(4) {
			object.put(random(r, depth-1), random(r, depth-1))
		}
		return object
	default:
		set := &Set{}
		for range r.IntN(12) {
			set.add(random(r, depth-1))
		}
		return set
	}
}

// TestOrderIsThatOfOPA compares order, equality and the way there and back, and holds hashes to equality.
func TestOrderIsThatOfOPA(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	equals := 0
	for range 50_000 {
		a, b := random(r, 3), random(r, 3)
		x, y := toAST(a), toAST(b)
		want := ast.Compare(x, y)
		if got := Compare(a, b); sign(got) != sign(want) {
			t.Fatalf("%v and %v compare as %d, OPA says %d", x, y, got, want)
		}
		if equal(a, b) != (want == 0) {
			t.Fatalf("%v and %v: equal says %t", x, y, equal(a, b))
		}
		if want == 0 {
			equals++
			if hash(a) != hash(b) {
				t.Fatalf("%v and %v are equal and have different hashes", x, y)
			}
		}
		if back := fromAST(x); Compare(a, back) != 0 {
			t.Fatalf("%v came back as %v", x, toAST(back))
		}
	}
	if equals < 500 {
		t.Errorf("only %d pairs were equal", equals)
	}
}

func sign(n int) int { return min(max(n, -1), 1) }

// TestNativeBuiltinsAreThoseOfOPA calls each builtin that is written anew here with values of all kinds,
// and compares with OPA's own function wherever it says that it knows.
func TestNativeBuiltinsAreThoseOfOPA(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	program := &Program{}
	for _, b := range builtins {
		if b.native == nil || b.name == "walk" { // walk has many answers; TestLanguage has it
			continue
		}
		arity := len(ast.BuiltinMap[b.name].Decl.FuncArgs().Args)
		known := 0
		for range 10_000 {
			arguments := make([]Value, arity)
			text := ""
			for i := range arguments {
				arguments[i] = random(r, 2)
				if r.IntN(2) == 0 { // most builtins want these
					arguments[i] = []Value{"a.b", "a", 1, &Array{items: []Value{"a", "b"}}, random(r, 1)}[r.IntN(5)]
				}
				text += fmt.Sprint(toAST(arguments[i]), ", ")
			}
			got, ok := b.native(arguments)
			if !ok {
				continue
			}
			known++
			want, err := b.asOPA(program.Evaluate(t.Context(), nil), arguments)
			if err != nil {
				t.Fatalf("%s(%s) is %v, OPA says %v", b.name, text, toAST(got), err)
			}
			if (got == nil) != (want == nil) || got != nil && Compare(got, want) != 0 {
				t.Fatalf("%s(%s) is %v, OPA says %v", b.name, text, toAST(got), toAST(want))
			}
		}
		if known < 20 {
			t.Errorf("%s knew only %d answers", b.name, known)
		}
	}
}
