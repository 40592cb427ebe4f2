package engine_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

var (
	randomSeed  = flag.Uint64("random-seed", 1, "of the random facts")
	randomFacts = flag.Int("random-facts", 0, "how many random facts are judged; 0: some seconds' worth")
)

// mutator makes facts that are a little different from those of a fixture, each time in other places.
type mutator struct {
	*rand.Rand
	// rate is how many fields are kept for one that is changed.
	rate int
	// texts are those that fixtures have in a field: Type.Field → texts.
	texts map[string][]string
}

var oddTexts = []string{
	"", " ", ".", "..", "/", "*", "%v%!d(", "%!s(MISSING)", "{{ ds }}", "{", "\x00", "\xff\xfe", "a\xc3", "Ä", "A\u0308", "ſ", "K", "İ", "\u202e",
	"id", "state", "value", "const", "null", "true", "1", "orders", "ORDERS", "orders_", "payments", "payments-x", "payments/..",
	strings.Repeat("x", 5000), "namespace", "input", "data", "image", "default_args",
}

func oddScalar(r *rand.Rand, depth int) any {
	all := []any{
		nil, "", "payments", "\xff", true, false, 0, -1, 1 << 40, int64(math.MinInt64), int64(1), uint64(math.MaxUint64), 1.0, math.Copysign(0, -1),
		0.1, 1e300, 1e22, 5e-324, math.NaN(), math.Inf(1), math.Inf(-1), new(big.Int).Lsh(big.NewInt(1), 200), json.Number("1.0"), json.Number("1e2"),
	}
	if depth > 0 {
		list := make([]any, r.IntN(12))
		for i := range list {
			list[i] = oddScalar(r, depth-1)
		}
		object := map[string]any{}
		for range r.IntN(14) {
			object[oddTexts[r.IntN(len(oddTexts))]] = oddScalar(r, depth-1)
		}
		all = append(all, list, object)
		if r.IntN(3) == 0 {
			return all[len(all)-1-r.IntN(2)]
		}
	}
	return all[r.IntN(len(all))]
}

// collect gathers the texts of facts by the field that holds them.
func (m *mutator) collect(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.String:
		if known := m.texts[field]; len(known) < 200 && !slices.Contains(known, v.String()) {
			m.texts[field] = append(known, v.String())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			m.collect(v.Elem(), field)
		}
	case reflect.Slice:
		if pairs, ok := v.Interface().(facts.Arguments); ok {
			m.collect(reflect.ValueOf(membersOf(pairs)), field)
			return
		}
		for i := range v.Len() {
			m.collect(v.Index(i), field)
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			m.collect(key, field+"#")
			m.collect(v.MapIndex(key), field)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			m.collect(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name)
		}
	}
}

func sortedKeys(v reflect.Value) []reflect.Value {
	return slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
}

func membersOf(pairs facts.Arguments) map[string]*facts.Value {
	if pairs == nil {
		return nil
	}
	members := map[string]*facts.Value{}
	for _, one := range pairs {
		members[one.Name] = one.Value
	}
	return members
}

func argumentsOf(members map[string]*facts.Value) facts.Arguments {
	var made facts.Arguments
	for name, value := range members {
		made.Set(name, value)
	}
	return made
}

func (m *mutator) text(field string) string {
	if known := m.texts[field]; len(known) > 0 && m.IntN(4) > 0 {
		return known[m.IntN(len(known))]
	}
	return oddTexts[m.IntN(len(oddTexts))]
}

// copied is a value that shares nothing with the one given, and is changed here and there.
func (m *mutator) copied(v reflect.Value, field string) reflect.Value {
	change := m.IntN(m.rate) == 0
	made := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		made.Set(v)
		if change {
			made.SetString(m.text(field))
		}
	case reflect.Bool:
		made.SetBool(v.Bool() != change)
	case reflect.Int, reflect.Int64:
		made.Set(v)
		if change {
			made.SetInt([]int64{0, -1, 1, 2, 1000, math.MaxInt64, math.MinInt64}[m.IntN(7)])
		}
	case reflect.Interface:
		made.Set(v)
		if change {
			if odd := oddScalar(m.Rand, 2); odd == nil {
				made.SetZero()
			} else {
				made.Set(reflect.ValueOf(odd))
			}
		}
	case reflect.Pointer:
		switch {
		case v.IsNil() && !change, !v.IsNil() && change && m.IntN(2) == 0:
		case v.IsNil():
			made.Set(reflect.New(v.Type().Elem()))
		default:
			made.Set(reflect.New(v.Type().Elem()))
			made.Elem().Set(m.copied(v.Elem(), field))
		}
	case reflect.Slice:
		if pairs, ok := v.Interface().(facts.Arguments); ok {
			members := m.copiedMap(reflect.ValueOf(membersOf(pairs)), field, change)
			made.Set(reflect.ValueOf(argumentsOf(members.Interface().(map[string]*facts.Value))))
			return made
		}
		for i := range v.Len() {
			made = reflect.Append(made, m.copied(v.Index(i), field))
		}
		if change {
			made = m.otherSlice(made)
		}
	case reflect.Map:
		made.Set(m.copiedMap(v, field, change))
	case reflect.Struct:
		for i := range v.NumField() {
			made.Field(i).Set(m.copied(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name))
		}
	default:
		panic(fmt.Sprintf("facts hold a %s", v.Type()))
	}
	return made
}

func (m *mutator) otherSlice(v reflect.Value) reflect.Value {
	n := v.Len()
	switch {
	case m.IntN(5) == 0:
		return reflect.Append(v, reflect.Zero(v.Type().Elem()))
	case n == 0:
		return reflect.MakeSlice(v.Type(), 0, 0)
	case m.IntN(3) == 0: // one of them many times, each a little different
		one := v.Index(m.IntN(n))
		for range 1 + m.IntN(12) {
			v = reflect.Append(v, m.copied(one, ""))
		}
	case m.IntN(2) == 0:
		i, j := m.IntN(n), m.IntN(n)
		held := v.Index(i).Interface()
		v.Index(i).Set(v.Index(j))
		v.Index(j).Set(reflect.ValueOf(held))
	default:
		return v.Slice(0, m.IntN(n))
	}
	return v
}

func (m *mutator) copiedMap(v reflect.Value, field string, change bool) reflect.Value {
	if v.IsNil() && !change {
		return v
	}
	made := reflect.MakeMap(v.Type())
	keys := sortedKeys(v)
	for _, key := range keys {
		if m.IntN(2*m.rate) == 0 {
			continue
		}
		made.SetMapIndex(key, m.copied(v.MapIndex(key), field))
	}
	if change {
		for range 1 + m.IntN(10) {
			value := reflect.Zero(v.Type().Elem())
			if len(keys) > 0 && m.IntN(4) > 0 {
				value = m.copied(v.MapIndex(keys[m.IntN(len(keys))]), field)
			}
			made.SetMapIndex(reflect.ValueOf(m.text(field+"#")).Convert(v.Type().Key()), value)
		}
	}
	return made
}

// TestRandomFactsAreJudgedAsByOPA changes the facts of the fixtures at random, the types of all fields
// kept, and compares what all rules find, and the verdict, with what OPA's own evaluator finds.
func TestRandomFactsAreJudgedAsByOPA(t *testing.T) {
	e := embedded(t)
	oracle := engine.NewOracle(t, e)
	all := inputs(t)
	names := slices.Sorted(maps.Keys(all))
	m := &mutator{Rand: rand.New(rand.NewPCG(*randomSeed, 0)), texts: map[string][]string{}}
	for _, name := range names {
		m.collect(reflect.ValueOf(all[name]), "")
	}
	rounds := *randomFacts
	if rounds == 0 {
		if rounds = 2000; testing.Short() {
			rounds = 300
		}
	}
	words, refused := map[string]int{}, 0
	for range rounds {
		name := names[m.IntN(len(names))]
		m.rate = []int{20, 100, 1000}[m.IntN(3)]
		input := m.copied(reflect.ValueOf(*all[name]), "").Interface().(facts.FileInput)
		want, wantErr := oracle.File(t.Context(), &input)
		got, err := engine.RawFile(t.Context(), e, &input)
		if wantErr != nil || err != nil {
			// OPA's evaluator asks an object that rules make for one key at a time, and does not see
			// that another key has two values, as with two tenants whose names fold to the same.
			conflict := wantErr == nil && strings.Contains(err.Error(), "more than one value for a key")
			if refused++; (wantErr == nil) != (err == nil) && !conflict {
				t.Errorf("%s: OPA: %v, here: %v", name, wantErr, err)
			}
			continue
		}
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("%s: %s", name, difference)
		}
		words[want.(map[string]any)["verdict"].(string)]++
	}
	t.Logf("%d random facts: %v, %d an error of both", rounds, words, refused)
	if len(words) < 3 {
		t.Errorf("the random facts end in %v only", words)
	}
}

// TestRandomChangesAreJudgedAsByOPA does the same with what rules see of a pull request as a whole.
func TestRandomChangesAreJudgedAsByOPA(t *testing.T) {
	e := embedded(t)
	oracle := engine.NewOracle(t, e)
	all := inputs(t)
	change := facts.ChangeInput{Tenant: smallest().Tenant, Platform: smallest().Platform, Complete: true}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		file := all[name].File
		summary := facts.FileSummary{Path: file.Path, Role: file.Role, Status: file.Status, Content: file.Content}
		for i := range file.DAGs {
			if id, ok := file.DAGs[i].ID.Value.(string); ok {
				summary.DAGIDs = append(summary.DAGIDs, facts.DAGID{ID: id, Span: file.DAGs[i].Span})
			}
		}
		change.Files = append(change.Files, summary)
	}
	m := &mutator{Rand: rand.New(rand.NewPCG(*randomSeed, 1)), texts: map[string][]string{}}
	m.collect(reflect.ValueOf(change), "")
	for _, odd := range []string{".airflowignore", "a/.GitAttributes", ".github/workflows/x.yml", "dags/X.py", "x.so", "README.md"} {
		m.texts["FileSummary.Path"] = append(m.texts["FileSummary.Path"], odd)
	}
	found := 0
	for range 200 {
		m.rate = 3 + m.IntN(30)
		some := change
		some.Files = change.Files[:m.IntN(20)]
		input := m.copied(reflect.ValueOf(some), "").Interface().(facts.ChangeInput)
		want, wantErr := oracle.Change(t.Context(), &input)
		got, err := engine.RawChange(t.Context(), e, &input)
		if (wantErr == nil) != (err == nil) {
			t.Errorf("OPA: %v, here: %v", wantErr, err)
		}
		if difference := cmp.Diff(want, got); err == nil && difference != "" {
			t.Error(difference)
		}
		if rules, ok := want.(map[string]any); ok {
			for _, findings := range rules {
				found += len(findings.([]any))
			}
		}
	}
	t.Logf("200 random changes, %d findings", found)
	if found < 200 {
		t.Errorf("only %d findings", found)
	}
}
