package eval

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/python"
)

// harm is code that no declarative module executes. CPython tells by it whether it came there.
const harm = `exec("import builtins; builtins.reached = True")`

// TestEveryPlaceIsLookedAt puts harm into random declarative modules, at every statement and around every expression in
// turn. What is still called declarative must be a place that CPython does not come to: code after a `return`, a branch
// whose condition is known. So no place of the syntax tree is forgotten by the interpreter, whatever stands around it.
func TestEveryPlaceIsLookedAt(t *testing.T) {
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: nothing says which places are never come to. Install Python 3.9 or later.")
	}
	wanted := 18
	if testing.Short() {
		wanted = 4
	}
	modules, places := 0, 0
	var dead [][2]string
	for seed := uint64(0); modules < wanted; seed++ {
		source := generate(seed, seed%4 == 0)
		if file := parsed(t, source); !evaluate(file).Declarative {
			continue
		}
		modules++
		for _, harmed := range withHarm(t, source) {
			places++
			if file := parsed(t, harmed); evaluate(file).Declarative {
				dead = append(dead, [2]string{harmed, ""}, [2]string{harmed, "y"})
			}
		}
	}
	for i, result := range oracle(t, interpreter, dead) {
		if result.Reached {
			t.Errorf("CPython comes to the harm in a module that is called declarative:\n%s", dead[i][0])
		}
	}
	t.Logf("%d places of %d modules, %d of them never come to", places, modules, len(dead)/2)
	if places < 50*modules || len(dead) == 0 || len(dead)/2 > places/2 {
		t.Error("the modules have few places, or few that are come to")
	}
}

func parsed(t *testing.T, source string) *python.File {
	t.Helper()
	file, err := python.Parse([]byte(source), python.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	return file
}

// withHarm are the modules with harm at one place each. Where an expression may not be any (a target, a keyword), or
// may not be put into brackets (the parts of a formatted string), the module does not parse and is left out.
func withHarm(t *testing.T, source string) []string {
	t.Helper()
	edits := map[string]bool{}
	python.Walk(parsed(t, source).Module, func(n python.Node) bool {
		span := n.Range()
		before, text, after := source[:span.Start], source[span.Start:span.End], source[span.End:]
		switch n.(type) {
		case python.Stmt:
			line := strings.LastIndexByte(before, '\n') + 1
			if indent := before[line:]; strings.TrimLeft(indent, " ") == "" {
				edits[before+harm+"\n"+indent+text+after] = true
			}
		case python.Expr:
			edits[fmt.Sprintf("%s(%s or (%s))%s", before, harm, text, after)] = true
		}
		return true
	})
	var modules []string
	for edit := range edits {
		if _, err := python.Parse([]byte(edit), python.Options{}); err == nil {
			modules = append(modules, edit)
		}
	}
	slices.Sort(modules)
	return modules
}
