package eval

import (
	"testing"

	"github.com/sekisho/sekisho/policy/python"
)

// refusedSamples has for every refused kind a source that is nothing else than harmless.
var refusedSamples = map[python.Kind]string{
	python.KindAsyncFunctionDef: "async def f():\n    pass\n",
	python.KindTypeAlias:        "type T = int\n",
	python.KindAsyncFor:         "async def f(x):\n    async for y in x:\n        pass\n",
	python.KindAsyncWith:        "async def f(x):\n    async with x:\n        pass\n",
	python.KindTryStar:          "try:\n    x = 1\nexcept* ValueError:\n    pass\n",
	python.KindAwait:            "async def f(x):\n    await x\n",
	python.KindTemplateStr:      "x = 1\ny = t'{x}'\n",
}

func TestEveryKindIsTreated(t *testing.T) {
	for kind := python.Kind(0); kind < python.KindCount; kind++ {
		if treatments[kind] == 0 {
			t.Errorf("%s is in no list of kinds.go", kind)
		}
		sample, ok := refusedSamples[kind]
		if (treatments[kind] == refused) != ok {
			t.Errorf("%s: refused is %v, but there is a sample: %v", kind, treatments[kind] == refused, ok)
		}
		if !ok {
			continue
		}
		file, err := python.Parse([]byte(sample), python.Options{})
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		found := false
		var walk func(python.Node)
		walk = func(n python.Node) {
			if n != nil {
				found = found || n.Kind() == kind
				python.Children(n, walk)
			}
		}
		walk(file.Module)
		if !found {
			t.Errorf("%s: the sample has no such node", kind)
		}
		if out := evaluate(file); out.Declarative || len(out.Unknowns) == 0 {
			t.Errorf("%s is declarative:\n%s", kind, sample)
		}
	}
}
