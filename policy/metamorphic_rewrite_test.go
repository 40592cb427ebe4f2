package policy_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// edit replaces source[start:end]; an insertion has start == end.
type edit struct {
	start, end int32
	text       string
}

// rewrite applies edits; false when there is none or two overlap.
func rewrite(source string, edits []edit) (string, bool) {
	slices.SortStableFunc(edits, func(a, b edit) int {
		if a.start != b.start {
			return int(a.start - b.start)
		}
		return int(a.end - b.end)
	})
	var out strings.Builder
	at := int32(0)
	for _, e := range edits {
		if e.start < at {
			return "", false
		}
		out.WriteString(source[at:e.start])
		out.WriteString(e.text)
		at = e.end
	}
	out.WriteString(source[at:])
	return out.String(), len(edits) > 0
}

// transformation rewrites a file; it returns no edits where it does not apply.
type transformation struct {
	name  string
	edits func(random *rand.Rand, file *python.File) []edit
	// unbinds: the file binds other names than before, which matters to files that import it.
	unbinds bool
}

var transformations = []transformation{
	{"rename", renameNames, true},
	{"reformat", reformat, false},
	{"extract-constants", extractConstants, false},
	{"import-alias", aliasImports, true},
	{"keywords-to-dict", keywordsToDict, false},
	{"wrap-in-function", wrapInFunction, true},
	{"wrap-in-if", wrapInIf, false},
	{"insert-compliant", insertCompliant, false},
}

// bound counts how the file binds each name, and by what.
type bound struct {
	names   map[string][]python.Span // Name nodes of the identifier
	stored  map[string]bool          // bound by a Name or an undecorated def
	defs    map[string][]python.Span // names of undecorated functions
	fixed   map[string]bool          // bound in a way that renaming would have to follow further
	imports map[string]int
}

func bindingsOf(file *python.File) *bound {
	b := &bound{names: map[string][]python.Span{}, stored: map[string]bool{}, defs: map[string][]python.Span{}, fixed: map[string]bool{}, imports: map[string]int{}}
	var visit func(inClass bool) func(python.Node) bool
	visit = func(inClass bool) func(python.Node) bool {
		return func(node python.Node) bool {
			switch n := node.(type) {
			case *python.Name:
				b.names[n.ID] = append(b.names[n.ID], n.Span)
				if n.Ctx != python.Load {
					b.stored[n.ID] = true
					b.fixed[n.ID] = b.fixed[n.ID] || inClass
				}
				if file.Source[n.Start:n.End] != n.ID {
					b.fixed[n.ID] = true
				}
			case *python.FunctionDef:
				// A decorator may make the name mean something: @dag makes it a dag_id.
				if len(n.Decorators) > 0 || inClass || file.Source[n.NameSpan.Start:n.NameSpan.End] != n.Name {
					b.fixed[n.Name] = true
				} else {
					b.stored[n.Name] = true
					b.defs[n.Name] = append(b.defs[n.Name], n.NameSpan)
				}
			case *python.ClassDef:
				b.fixed[n.Name] = true
				if !inClass {
					python.Walk(n, visit(true))
					return false
				}
			case *python.Arg:
				b.fixed[n.Name] = true
			case *python.Import:
				for _, a := range n.Names {
					first, _, _ := strings.Cut(a.Name, ".")
					if a.AsName != "" {
						first = a.AsName
					}
					b.imports[first]++
					b.fixed[first] = b.fixed[first] || inClass
				}
			case *python.ImportFrom:
				for _, a := range n.Names {
					name := a.Name
					if a.AsName != "" {
						name = a.AsName
					}
					b.imports[name]++
					b.fixed[name] = b.fixed[name] || inClass || n.Module == "__future__"
				}
			case *python.Global:
				for _, name := range n.Names {
					b.fixed[name] = true
				}
			case *python.Nonlocal:
				for _, name := range n.Names {
					b.fixed[name] = true
				}
			case *python.ExceptHandler:
				b.fixed[n.Name] = true
			case *python.MatchAs:
				b.fixed[n.Name] = true
			case *python.MatchStar:
				b.fixed[n.Name] = true
			case *python.MatchMapping:
				b.fixed[n.Rest] = true
			case *python.JoinedStr:
				// f"{x=}" shows the name.
				if text := file.Source[n.Start:n.End]; strings.Contains(text, "=}") || strings.Contains(text, "=!") || strings.Contains(text, "=:") {
					python.Walk(n, func(inner python.Node) bool {
						if name, ok := inner.(*python.Name); ok {
							b.fixed[name.ID] = true
						}
						return true
					})
				}
			}
			return true
		}
	}
	python.Walk(file.Module, visit(false))
	return b
}

// fresh is a name that the file does not have, whatever was done to it before.
func fresh(file *python.File, stem string, n int) string {
	for strings.Contains(file.Source, stem+"_") {
		stem += "x"
	}
	return fmt.Sprintf("%s_%d", stem, n)
}

func renameNames(random *rand.Rand, file *python.File) []edit {
	b := bindingsOf(file)
	var edits []edit
	for i, name := range sortedNames(b.stored) {
		if b.fixed[name] || b.imports[name] > 0 || strings.HasPrefix(name, "__") || random.IntN(5) == 0 {
			continue
		}
		renamed := fresh(file, "renamed", i)
		for _, span := range append(slices.Clone(b.names[name]), b.defs[name]...) {
			edits = append(edits, edit{span.Start, span.End, renamed})
		}
	}
	return edits
}

func sortedNames[V any](set map[string]V) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func aliasImports(random *rand.Rand, file *python.File) []edit {
	b := bindingsOf(file)
	var edits []edit
	count := 0
	alias := func(a *python.Alias, name string, uses []python.Span) {
		if b.fixed[name] || b.stored[name] || b.imports[name] != 1 || a.Name == "*" || !strings.HasPrefix(file.Source[a.Start:a.End], a.Name) ||
			random.IntN(5) == 0 {
			return
		}
		count++
		other := fresh(file, "aliased", count)
		edits = append(edits, edit{a.Start, a.End, a.Name + " as " + other})
		for _, span := range uses {
			edits = append(edits, edit{span.Start, span.End, other})
		}
	}
	python.Walk(file.Module, func(node python.Node) bool {
		switch n := node.(type) {
		case *python.ImportFrom:
			for _, a := range n.Names {
				name := a.Name
				if a.AsName != "" {
					name = a.AsName
				}
				alias(a, name, b.names[name])
			}
		case *python.Import:
			for _, a := range n.Names {
				first, _, dotted := strings.Cut(a.Name, ".")
				switch {
				case a.AsName != "":
					alias(a, a.AsName, b.names[a.AsName])
				case !dotted:
					alias(a, a.Name, b.names[a.Name])
				default:
					// `import a.b` becomes `import a.b as c` when every use of a is a.b.
					if uses := dottedUses(file, a.Name); len(uses) == len(b.names[first]) {
						alias(a, first, uses)
					}
				}
			}
		}
		return true
	})
	return edits
}

// dottedUses returns the spans of the attributes that read `a.b`.
func dottedUses(file *python.File, name string) []python.Span {
	var uses []python.Span
	python.Walk(file.Module, func(node python.Node) bool {
		if a, ok := node.(*python.Attribute); ok && file.Source[a.Start:a.End] == name {
			uses = append(uses, a.Span)
		}
		return true
	})
	return uses
}

// values calls visit for expressions of which nothing but the value matters, outside f-strings.
func values(file *python.File, visit func(python.Expr)) {
	python.Walk(file.Module, func(node python.Node) bool {
		switch n := node.(type) {
		case *python.JoinedStr, *python.TemplateStr:
			return false
		case *python.Assign:
			visit(n.Value)
		case *python.Keyword:
			visit(n.Value)
		case *python.Return:
			if n.Value != nil {
				visit(n.Value)
			}
		case *python.Call:
			for _, x := range n.Args {
				visit(x)
			}
		case *python.Dict:
			for _, x := range n.Values {
				visit(x)
			}
		case *python.List:
			if n.Ctx == python.Load {
				for _, x := range n.Elts {
					visit(x)
				}
			}
		}
		return true
	})
}

var plainLiteral = regexp.MustCompile(`^("[^"'\\\n]*"|'[^"'\\\n]*')$`)

// reformat writes the same tokens otherwise: quotes, escapes, adjacent literals, parentheses, continued lines, comments, blank lines.
func reformat(random *rand.Rand, file *python.File) []edit {
	var edits []edit
	python.Walk(file.Module, func(node python.Node) bool {
		switch n := node.(type) {
		case *python.JoinedStr, *python.TemplateStr:
			return false
		case *python.Constant:
			text := file.Source[n.Start:n.End]
			if n.Value != python.ConstantStr || n.Unresolved || !plainLiteral.MatchString(text) {
				return true
			}
			inner := text[1 : len(text)-1]
			switch random.IntN(6) {
			case 0:
				text = "'" + inner + "'"
			case 1:
				text = `"` + inner + `"`
			case 2:
				text = `"""` + inner + `"""`
			case 3:
				text = `"" "` + inner + `"`
			case 4:
				if inner != "" && inner[0] < 0x80 {
					text = fmt.Sprintf(`"\x%02x%s"`, inner[0], inner[1:])
				}
			default:
				return true
			}
			edits = append(edits, edit{n.Start, n.End, text})
		}
		return true
	})
	values(file, func(x python.Expr) {
		span := x.Range()
		if _, starred := x.(*python.Starred); starred {
			return
		}
		switch random.IntN(4) {
		case 0:
			edits = append(edits, edit{span.Start, span.Start, "("}, edit{span.End, span.End, ")"})
		case 1:
			if !strings.HasSuffix(strings.TrimRight(file.Source[:span.Start], " \t"), "\n") {
				edits = append(edits, edit{span.Start, span.Start, "\\\n        "})
			}
		}
	})
	for _, p := range places(file, true) {
		if random.IntN(3) == 0 {
			edits = append(edits, edit{p.line, p.line, []string{"\n", "# a remark\n", p.indent + "# dag = None\n\n\n", "   # \"\"\"\n"}[random.IntN(4)]})
		}
	}
	return edits
}

// extractConstants gives constants a name at the top of the file.
func extractConstants(random *rand.Rand, file *python.File) []edit {
	top, ok := topOf(file)
	if !ok {
		return nil
	}
	var edits []edit
	var names strings.Builder
	values(file, func(x python.Expr) {
		n, ok := x.(*python.Constant)
		if !ok || random.IntN(3) == 0 {
			return
		}
		name := fresh(file, "EXTRACTED", len(edits))
		fmt.Fprintf(&names, "%s = (%s)\n", name, file.Source[n.Start:n.End])
		edits = append(edits, edit{n.Start, n.End, name})
	})
	if len(edits) == 0 {
		return nil
	}
	return append(edits, edit{top, top, names.String()})
}

// topOf is the place before the first statement that is neither the docstring nor of __future__.
func topOf(file *python.File) (int32, bool) {
	for i, s := range file.Module.Body {
		if isText(s) && i == 0 || isFuture(s) {
			continue
		}
		p, ok := placeOf(file, s)
		return p.line, ok
	}
	return 0, false
}

func isText(s python.Stmt) bool {
	x, ok := s.(*python.ExprStmt)
	if !ok {
		return false
	}
	c, ok := x.Value.(*python.Constant)
	return ok && c.Value == python.ConstantStr
}

func isFuture(s python.Stmt) bool {
	from, ok := s.(*python.ImportFrom)
	return ok && from.Module == "__future__"
}

// place is where a statement begins that is the first on its line.
type place struct {
	line   int32 // offset of the line
	indent string
}

func placeOf(file *python.File, s python.Stmt) (place, bool) {
	at := s.Range().Start
	var decorators []python.Expr
	switch s := s.(type) {
	case *python.FunctionDef:
		decorators = s.Decorators
	case *python.ClassDef:
		decorators = s.Decorators
	}
	if len(decorators) > 0 {
		at = int32(strings.LastIndexByte(file.Source[:decorators[0].Range().Start], '@'))
	}
	line := int32(strings.LastIndexByte(file.Source[:at], '\n') + 1)
	indent := file.Source[line:at]
	return place{line, indent}, strings.Trim(indent, " \t") == "" && !strings.HasSuffix(file.Source[:line], "\\\n")
}

// places are those of all statements. Code may not stand before a docstring or an import of __future__, comments may.
func places(file *python.File, comments bool) []place {
	var all []place
	body := func(body []python.Stmt) {
		future := 0
		for i, s := range body {
			if isFuture(s) {
				future = i + 1
			}
		}
		for i, s := range body {
			if !comments && (i < future || i == 0 && isText(s)) {
				continue
			}
			if p, ok := placeOf(file, s); ok {
				all = append(all, p)
			}
		}
	}
	python.Walk(file.Module, func(node python.Node) bool {
		switch n := node.(type) {
		case *python.Module:
			body(n.Body)
		case *python.FunctionDef:
			body(n.Body)
		case *python.ClassDef:
			body(n.Body)
		case *python.For:
			body(n.Body)
		case *python.While:
			body(n.Body)
		case *python.If:
			body(n.Body)
		case *python.With:
			body(n.Body)
		case *python.Try:
			body(n.Body)
			body(n.Finalbody)
		case *python.ExceptHandler:
			body(n.Body)
		}
		return true
	})
	return all
}

var compliant = []string{
	"inserted_a = 3\n", "inserted_b = [n * 2 for n in range(4)]\n", "inserted_c = {\"team\": \"orders\", \"cost\": f\"{1 + 1}\"}\n",
	"for inserted_d in (1, 2):\n    pass\n", "def inserted_e(value):\n    return value\n", "if 1 < 2:\n    inserted_f = \"x\"\n",
	"from datetime import timedelta as inserted_g\n", "import os.path as inserted_h\n", "assert True\n", "inserted_i: int = len(\"abc\")\n",
	"inserted_j = \"{{ ds }}\"\n", "inserted_k = list(\"abc\")\ninserted_k.append(\"d\")\n", "pass\n",
	"from airflow.operators.empty import EmptyOperator as inserted_l\n",
}

func insertCompliant(random *rand.Rand, file *python.File) []edit {
	all := places(file, false)
	if len(all) == 0 {
		return nil
	}
	var edits []edit
	for range 1 + random.IntN(4) {
		p := all[random.IntN(len(all))]
		text := strings.TrimSuffix(compliant[random.IntN(len(compliant))], "\n")
		edits = append(edits, edit{p.line, p.line, p.indent + strings.ReplaceAll(text, "\n", "\n"+p.indent) + "\n"})
	}
	return edits
}

// keywordsToDict hands keywords over in a dict: f(a=1) becomes f(**{"a": 1}) or f(**dict(a=1)).
func keywordsToDict(random *rand.Rand, file *python.File) []edit {
	var edits []edit
	python.Walk(file.Module, func(node python.Node) bool {
		switch n := node.(type) {
		case *python.JoinedStr, *python.TemplateStr:
			return false
		case *python.Call:
			if len(n.Keywords) == 0 || random.IntN(4) == 0 {
				return true
			}
			first, last := n.Keywords[0], n.Keywords[len(n.Keywords)-1]
			for _, x := range n.Args {
				if x.Range().Start > first.Start {
					return true
				}
			}
			display := random.IntN(2) == 0
			var keys []edit
			for _, k := range n.Keywords {
				after := strings.TrimLeft(strings.TrimPrefix(file.Source[k.Start:k.End], k.Arg), " ")
				if k.Arg == "" || !strings.HasPrefix(file.Source[k.Start:], k.Arg) || !strings.HasPrefix(after, "=") {
					return true
				}
				keys = append(keys, edit{k.Start, k.End - int32(len(after)) + 1, fmt.Sprintf("%q: ", k.Arg)})
			}
			if display {
				keys[0].text = "**{" + keys[0].text
				edits = append(append(edits, keys...), edit{last.End, last.End, "}"})
			} else {
				edits = append(edits, edit{first.Start, first.Start, "**dict("}, edit{last.End, last.End, ")"})
			}
		}
		return true
	})
	return edits
}

func wrapInFunction(_ *rand.Rand, file *python.File) []edit {
	return wrap(file, "def wrapped():\n", "wrapped()\n", func(node python.Node) bool {
		switch n := node.(type) {
		case *python.Global:
			return false
		case *python.ImportFrom:
			return n.Names[0].Name != "*"
		}
		return true
	})
}

func wrapInIf(random *rand.Rand, file *python.File) []edit {
	header := []string{"if True:\n", "if 1 + 1 == 2:\n", "for wrapped in (1,):\n", "if not []:\n"}[random.IntN(4)]
	return wrap(file, header, "", func(python.Node) bool { return true })
}

// wrap puts everything from the first statement that is no import under a header.
func wrap(file *python.File, header, footer string, fits func(python.Node) bool) []edit {
	from := int32(-1)
	for i, s := range file.Module.Body {
		switch s.(type) {
		case *python.Import, *python.ImportFrom:
			continue
		}
		if p, ok := placeOf(file, s); ok && from < 0 && (i > 0 || !isText(s)) {
			from = p.line
		}
		if from >= 0 {
			allowed := true
			python.Walk(s, func(n python.Node) bool { allowed = allowed && fits(n); return true })
			if !allowed {
				return nil
			}
		}
	}
	if from < 0 {
		return nil
	}
	for _, s := range file.Module.Body {
		if s.Range().Start >= from && (isFuture(s) || !fits(s)) {
			return nil
		}
	}
	var texts []python.Span // literals of several lines keep their lines
	python.Walk(file.Module, func(node python.Node) bool {
		switch node.(type) {
		case *python.Constant, *python.JoinedStr, *python.TemplateStr:
			if span := node.Range(); strings.Contains(file.Source[span.Start:span.End], "\n") {
				texts = append(texts, span)
			}
		}
		return true
	})
	edits := []edit{{from, from, header}}
	for at := from; at < int32(len(file.Source)); {
		end := int32(len(file.Source))
		if n := strings.IndexByte(file.Source[at:], '\n'); n >= 0 {
			end = at + int32(n) + 1
		}
		within := slices.ContainsFunc(texts, func(s python.Span) bool { return s.Start < at && at < s.End })
		if !within && strings.TrimSpace(file.Source[at:end]) != "" {
			edits = append(edits, edit{at, at, "    "})
		}
		at = end
	}
	end := int32(len(file.Source))
	if !strings.HasSuffix(file.Source, "\n") {
		footer = "\n" + footer
	}
	return append(edits, edit{end, end, footer})
}
