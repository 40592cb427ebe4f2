package eval

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/internal/slab"
	"github.com/sekisho/sekisho/policy/jinja"
	"github.com/sekisho/sekisho/policy/python"
)

// The codes of unknowns: stable words, part of the facts' contract.
const (
	codeStatement  = "statement"  // a statement outside the language
	codeExpression = "expression" // an expression outside the language
	codeCallee     = "callee"     // a call of something that is not on the closed list
	codeArgument   = "argument"   // an argument of a kind that the callee must not get
	codeImport     = "import"     // an import that is not on the closed list
	codeName       = "name"       // a name that is not bound, or may be bound to something else
	codeAttribute  = "attribute"  // an attribute that is not on the closed list of its type
	codeIteration  = "iteration"  // a loop over something that is not a known finite sequence
	codeJoin       = "join"       // a state that depends on a condition that is not known
	codeControl    = "control"    // return, break or continue that depends on such a condition
	codeMutation   = "mutation"   // a change of an imported or Airflow object
	codeDecorator  = "decorator"  // a decorator that is not on the closed list
	codeAnnotation = "annotation" // an annotation that is more than names, attributes and subscripts
	codeClass      = "class"      // a class definition
	codeCallable   = "callable"   // code handed to Airflow
	codeOperator   = "operator"   // an operator that is neither a pod nor control flow
	codeTemplate   = "template"   // text of unknown content in a templated field
	codeFormat     = "format"     // string formatting that reaches into objects
	codeUncalled   = "uncalled"   // a function nobody calls, with more in it than the language allows
	codeBudget     = "budget"     // a limit of the interpreter
	codeInternal   = "internal"   // the interpreter failed
)

type evaluator struct {
	file     *python.File
	path     string
	config   Config
	limits   Limits
	out      *facts.File
	lines    []int32
	line     int     // in which position found its last place, from 1
	runes    []int32 // characters before each stretch of the source; nil when all of it is ASCII
	imported map[importKey]bool
	handed   map[facts.Callable]struct{}
	deadRead map[python.Node]bool // dead blocks that were read, by their first statement
	symbols  map[string]resolved
	zones    map[string]bool // names of time zones that were asked for

	home        *module      // whose code runs
	code        *python.File // its file
	site        *python.Span // where the judged file entered the code of another module; nil in its own
	now         python.Node  // the statement that runs
	modules     *modules
	globals     *scope
	scope       *scope
	phase       facts.Phase
	conditional int
	calling     *python.Attribute // the callee that is being evaluated
	consume     consumption       // how the next expression evaluated is consumed
	result      value             // of the function that is returning
	stack       []call            // running functions
	contexts    []opened
	generator   *running // the generator whose body runs; nil outside of one
	suspensions int      // generators that wait for what runs now

	journal     []change
	forks       int
	generation  uint32
	generations uint32
	clock       uint32
	rebinds     int     // names that an expression bound anew
	answering   bool    // a dict was made that a lookup changes
	compiled    float64 // what the compiler does beyond writing each node once
	folded      float64 // bytes of the constants that it computes
	warned      int     // bytes that it prints with warnings

	steps, made, bytes int
	reads              int // nodes of code that was read instead of executed
	nameless, shown    int
	drawn              int // dependencies between tasks
	members            int // of values that facts show
	fields             map[string]*templateFields
	lastFields         *templateFields
	exhausted          bool
	unknowns           map[unknownKey]struct{}
	recorded           map[python.Node]uses
	earlier            []int // of each call, the call before it at the same node

	arena     *arena // shared with the evaluators of imported modules
	functions []*function
	dags      []*dag
	tasks     []*task
	effects   map[facts.Effect]struct{}
	edges     []edge
	templates map[templateKey]struct{}
	rendered  rendered // by the templates of the task at hand
	referred  map[referenceKey]bool
	usesOf    map[string]int // uses of a name that were noted
	shared    map[sharedKey]sharedExport
	vouched   map[string]value // constants of libraries
	docstring value
	hot       bool // code that was read holds more than the language allows
}

// arena allocates what lives as long as an evaluation, or as its facts.
type arena struct {
	links    slab.Of[link]
	objects  slab.Of[object]
	values   slab.Slices[value]
	keywords slab.Slices[keyword]
	sites    slab.Of[site]
	tasks    slab.Of[task]
	shapes   []*shape
	checked  map[string]jinja.Result // by the text of the template

	facts     slab.Of[facts.Value]
	members   slab.Slices[facts.Value]
	because   slab.Slices[facts.Because]
	arguments slab.Slices[facts.Argument]
	pointers  slab.Slices[*facts.Value]
	// open are the containers around the value that is being shown, which may not hold themselves.
	open []*object
}

// call is one activation of a function of the file.
type call struct {
	fn     *function
	at     python.Node
	making *construction // of the `__init__` of a class
}

// opened is an open `with DAG` or `with TaskGroup`.
type opened struct {
	dag   *dag
	group *group
}

type unknownKey struct {
	start, end int32
	code       string
}

// uses are the calls that were noted at one node.
type uses struct{ count, last int }

// edge is a dependency between tasks; only the semantic digest reads it.
type edge struct{ from, to int }

// Evaluate executes the file, whose path in the repository is path, and fills the part of out that
// follows from it: Imports to Unknowns, Declarative and Digest. It reads out.Content, out.Parse and
// out.Encoding, which must be set before. file must not be nil.
func Evaluate(file *python.File, path string, config Config, out *facts.File) {
	newEvaluator(file, path, config, out).evaluate()
}

func newEvaluator(file *python.File, path string, config Config, out *facts.File) *evaluator {
	e := &evaluator{
		file: file, path: path, config: config, limits: config.Limits.withDefaults(), out: out,
		phase:     facts.PhaseParse,
		arena:     &arena{},
		fields:    map[string]*templateFields{},
		symbols:   map[string]resolved{},
		zones:     map[string]bool{},
		unknowns:  map[unknownKey]struct{}{},
		recorded:  map[python.Node]uses{},
		effects:   map[facts.Effect]struct{}{},
		templates: map[templateKey]struct{}{},
		deadRead:  map[python.Node]bool{},
		imported:  map[importKey]bool{},
		handed:    map[facts.Callable]struct{}{},
		referred:  map[referenceKey]bool{},
		usesOf:    map[string]int{},
		shared:    map[sharedKey]sharedExport{},
		vouched:   map[string]value{},
	}
	out.Imports, out.Calls = make([]facts.Import, 0, 8), make([]facts.Call, 0, 16)
	out.DAGs, out.Tasks, out.Pods = []facts.DAG{}, []facts.Task{}, []facts.Pod{}
	out.Templates, out.Callables = []facts.Jinja{}, []facts.Callable{}
	out.References, out.Effects = []facts.Reference{}, []facts.Effect{}
	out.Unknowns = []facts.UnknownConstruct{}
	return e
}

func (e *evaluator) evaluate() {
	file, path, out := e.file, e.path, e.out
	defer e.rescue()
	e.lines, e.line, e.runes = lineStarts(file.Source), 1, runeCounts(file.Source)
	e.globals = newScope(nil)
	e.scope = e.globals
	e.docstring = noneValue
	e.code = file
	e.home = &module{path: path, file: file, globals: e.globals, docstring: noneValue}
	e.modules = &modules{byName: map[string]*module{"": e.home}}
	if file.Module != nil {
		e.module(file.Module)
		e.step(file.Module) // the last statement may have been the one that is too much
		e.finish()
	} else {
		e.unknown(&python.Module{}, codeStatement, "the file was not parsed")
	}
	e.index()
	out.Declarative = e.declarative()
	out.Digest = e.digest()
}

// rescue turns a bug of the interpreter into an unknown: what was not evaluated to its end is never
// declarative.
func (e *evaluator) rescue() {
	reason := recover()
	if reason == nil {
		return
	}
	e.out.Declarative = false
	e.out.Unknowns = append(e.out.Unknowns, facts.UnknownConstruct{
		Construct: "Module", Code: codeInternal, Reason: fmt.Sprintf("the interpreter failed: %v", reason), Phase: facts.PhaseParse,
		Span: facts.Span{Start: facts.Position{Line: 1, Column: 1}, End: facts.Position{Line: 1, Column: 1}},
	})
	e.index()
	sum := sha256.Sum256([]byte("sekisho failed\n" + e.file.Source))
	e.out.Digest = hex.EncodeToString(sum[:])
}

// module executes the file's body; what a used-up budget leaves over is still read.
func (e *evaluator) module(m *python.Module) {
	e.compiles(m)
	if len(m.Body) > 0 {
		if s, ok := m.Body[0].(*python.ExprStmt); ok {
			if c, ok := s.Value.(*python.Constant); ok && c.Value == python.ConstantStr {
				e.docstring = docText(c)
				e.home.docstring = e.docstring
			}
		}
	}
	for i, s := range m.Body {
		if end := e.exec(s); end != normal {
			if !e.exhausted {
				e.unknown(s, codeControl, "the module may end here")
			}
			if e.exhausted {
				e.read(m.Body[i+1:], e.globals, facts.PhaseParse)
				return
			}
		}
	}
}

// step counts one step of execution; it is false when the budget is used up.
func (e *evaluator) step(at python.Node) bool {
	if e.exhausted {
		return false
	}
	e.steps++
	if e.steps > e.limits.Steps {
		e.exhaust(at, "the file takes more steps to build than the interpreter spends")
	}
	return !e.exhausted
}

// charge counts work that one step does beyond the ordinary.
func (e *evaluator) charge(n int) { e.steps += n }

// alloc counts bytes of strings and members of containers; false when one is too large, or all are.
func (e *evaluator) alloc(at python.Node, n int) bool {
	e.bytes += min(n, e.limits.String)
	e.charge(min(n, e.limits.String) / 128)
	if n > e.limits.String {
		e.unknown(at, codeBudget, "a string or container is larger than the interpreter builds")
	}
	if e.bytes > e.limits.Bytes {
		e.exhaust(at, "the file builds more data than the interpreter holds")
	}
	return n <= e.limits.String && e.bytes <= e.limits.Bytes
}

func (e *evaluator) exhaust(at python.Node, reason string) {
	if !e.exhausted {
		e.unknown(at, codeBudget, reason)
		e.exhausted = true
	}
}

// unknown records a construct that was not executed and returns the value of which nothing is
// known. The same place and code is recorded once.
func (e *evaluator) unknown(at python.Node, code, reason string) value {
	span := e.here(at.Range())
	key := unknownKey{span.Start, span.End, code}
	v := value{kind: unknownKind, s: reason}
	if _, seen := e.unknowns[key]; seen || len(e.unknowns) > e.limits.Unknown {
		return v
	}
	e.unknowns[key] = struct{}{}
	if len(e.unknowns) > e.limits.Unknown {
		code, reason = codeBudget, "more unknowns follow than are listed"
	}
	reason = orInstead(reason, insteadOf[reason])
	construct := at.Kind().String()
	if at.Kind() == python.KindCall {
		construct = "call"
	}
	e.out.Unknowns = append(e.out.Unknowns, facts.UnknownConstruct{
		Construct: construct, Code: code, Reason: reason, Phase: e.phase, Span: e.span(span),
	})
	return v
}

func (e *evaluator) effect(kind, target string, at python.Node) {
	effect := facts.Effect{Kind: kind, Target: target, Phase: e.phase, Span: e.span(at.Range())}
	if _, seen := e.effects[effect]; seen {
		return
	}
	e.effects[effect] = struct{}{}
	e.out.Effects = append(e.out.Effects, effect)
}

// reference notes that something outside the file is named. The same name at the same place is noted once.
func (e *evaluator) reference(kind string, target value, by facts.Symbol, at python.Span) {
	e.referenceTo(kind, target, e.export(target), by, at)
}

func (e *evaluator) referenceTo(kind string, target value, exported facts.Value, by facts.Symbol, at python.Span) {
	if target.kind == strKind {
		key := referenceKey{kind, target.s, by.Name, at}
		if e.referred[key] {
			return
		}
		e.referred[key] = true
	}
	if len(e.out.References) >= maxReferences {
		e.unknown(&python.Keyword{Span: at}, codeBudget, "the file names more things outside of it than facts list")
		return
	}
	e.out.References = append(e.out.References, facts.Reference{Kind: kind, Target: exported, By: by, Span: e.span(at)})
}

type referenceKey struct {
	kind, target, by string
	at               python.Span
}

// maxReferences bounds the references that facts list.
const maxReferences = 2000

// symbol resolves a qualified name. A name that is not listed is looked for under the canonical
// name of what it is an attribute of.
func (e *evaluator) symbol(qualified string) (facts.Symbol, bool) {
	if known, ok := e.symbols[qualified]; ok {
		return known.symbol, known.listed
	}
	s, ok := e.config.Catalogue.Resolve(qualified)
	if !ok {
		if _, vouched := e.vouchedOperator(qualified); vouched {
			s, ok = vouchedSymbol(qualified), true
		}
	}
	if s.Name == "" {
		s.Name = qualified
	}
	if s.Canonical == "" {
		s.Canonical = qualified
	}
	if s.Capability == "" {
		s.Capability = facts.CapUnknown
	}
	e.symbols[qualified] = resolved{s, ok}
	return s, ok
}

// resolved is a symbol and whether the catalogue lists it.
type resolved struct {
	symbol facts.Symbol
	listed bool
}
