package eval

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

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

	journal     []change
	forks       int
	generation  uint32
	generations uint32
	clock       uint32
	rebinds     int // names that an expression bound anew

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

// finish does what can only be done when the module has run.
func (e *evaluator) finish() {
	e.lookAgain()
	e.readFunctions()
	e.finishDAGs()
	e.starts()
	e.finishTasks()
}

// lookAgain looks once more at containers that DAGs and tasks hold by reference and that were
// changed since: what was put into them later reaches Airflow all the same.
func (e *evaluator) lookAgain() {
	changed := func(k keyword, stamp uint32) bool {
		return (k.value.isContainer() || k.value.kind == objectKind) && e.deepVersion(k.value) > stamp
	}
	for _, d := range e.dags {
		if e.clock <= d.stamp {
			continue
		}
		for _, k := range d.args {
			if changed(k, d.stamp) {
				e.callables(k.name, k.value, k.span)
				e.dagTemplates(k.name, k.value, k.span)
				switch k.name {
				case "params":
					e.noObjects(k.value, k.span)
				case "default_args":
					e.newDefaults(k)
				}
			}
		}
	}
	for _, t := range e.tasks {
		if e.clock <= t.stamp {
			continue
		}
		for _, v := range t.expanded {
			if e.deepVersion(v) > t.stamp {
				e.unknown(t.node, codeMutation, "what the task was expanded over is changed later")
			}
		}
		for _, k := range t.args {
			if changed(k, t.stamp) {
				e.callables(k.name, k.value, k.span)
				e.notData(k)
				e.taskTemplates(t, []keyword{k})
				if k.name == "conf" && e.growsByHops(k.value) {
					e.unknown(t.node, codeArgument, longerEachTime)
				}
				if k.name == "params" {
					e.noObjects(k.value, k.span)
				}
			}
		}
	}
}

func (e *evaluator) index() {
	imports, calls := e.out.Imports, e.out.Calls
	imported := func(i int) *facts.Symbol { return &imports[i].Symbol }
	called := func(i int) *facts.Symbol { return &calls[i].Symbol }
	capability := func(s *facts.Symbol) facts.Capability { return s.Capability }
	detail := func(s *facts.Symbol) string { return s.Detail }
	canonical := func(s *facts.Symbol) string { return s.Canonical }
	e.out.Index = facts.Index{
		ImportsByCapability: placesBy(len(imports), imported, capability, true),
		ImportsByDetail:     placesBy(len(imports), imported, detail, false),
		ImportsBySymbol:     placesBy(len(imports), imported, canonical, false),
		CallsByCapability:   placesBy(len(calls), called, capability, true),
		CallsByDetail:       placesBy(len(calls), called, detail, false),
		CallsBySymbol:       placesBy(len(calls), called, canonical, false),
	}
}

// placesBy lists the places of symbols by what key says of them; an empty word counts where empty is set.
func placesBy[K ~string](n int, symbol func(int) *facts.Symbol, key func(*facts.Symbol) K, empty bool) map[K][]int {
	before := make([]int, n) // the place before it under the same word
	type run struct{ last, count int }
	runs := make(map[K]run, 4)
	total := 0
	for i := range n {
		word := key(symbol(i))
		if word == "" && !empty {
			continue
		}
		r := runs[word]
		before[i] = r.last
		runs[word] = run{i, r.count + 1}
		total++
	}
	out := make(map[K][]int, len(runs))
	all := make([]int, total)
	for word, r := range runs {
		places := all[:r.count:r.count]
		all = all[r.count:]
		for i := r.last; r.count > 0; i = before[i] {
			r.count--
			places[r.count] = i
		}
		out[word] = places
	}
	return out
}

// Limits of the declarative language on the file itself.
const (
	maxDeclarativeSize  = 256 << 10
	maxDeclarativeDepth = 40
)

// declarative is the proof's last step: nothing was left unexecuted, and all that was executed is
// on the closed list.
func (e *evaluator) declarative() bool {
	out := e.out
	if len(out.Unknowns) > 0 || len(out.Effects) > 0 || len(out.Callables) > 0 {
		return false
	}
	if out.Parse != nil && !out.Parse.OK {
		return false
	}
	if out.Content != "" && out.Content != facts.ContentRead {
		return false
	}
	enc := e.code.Encoding
	if enc.BOM || !sayingNothing(enc.Cookie) || enc.CarriageReturn || enc.FormFeed || len(enc.Control) > 0 ||
		len(enc.Bidirectional) > 0 || len(enc.NonASCIINames) > 0 || len(enc.NormalizedNames) > 0 {
		return false
	}
	if len(e.code.Source) > maxDeclarativeSize || out.Size > maxDeclarativeSize || e.code.Depth > maxDeclarativeDepth ||
		e.code.Module == nil {
		return false
	}
	for i := range out.Templates {
		if !out.Templates[i].Allowed || out.Templates[i].Critical {
			return false
		}
	}
	for _, t := range e.tasks {
		if !t.pod && !t.safe {
			return false
		}
	}
	return true
}

// sayingNothing tells whether a declared encoding is the one that Python assumes without it: the name
// that the tokenizer itself takes for UTF-8 and asks no codec for (get_normal_name, Parser/tokenizer).
func sayingNothing(cookie string) bool {
	return cookie == "" || strings.ReplaceAll(strings.ToLower(cookie), "_", "-") == "utf-8"
}

// lineStarts returns the offset of the start of every line.
func lineStarts(source string) []int32 {
	starts := make([]int32, 1, strings.Count(source, "\n")+1)
	for at := 0; ; {
		next := strings.IndexByte(source[at:], '\n')
		if next < 0 {
			return starts
		}
		at += next + 1
		starts = append(starts, int32(at))
	}
}

const stretch = 256

// runeCounts counts the characters before every stretch of a source that is not all ASCII, so that
// a column on a very long line is found without walking the line.
func runeCounts(source string) []int32 {
	if isASCII(source) {
		return nil
	}
	counts := make([]int32, 0, len(source)/stretch+1)
	n := int32(0)
	for i := range len(source) {
		if i%stretch == 0 {
			counts = append(counts, n)
		}
		if utf8.RuneStart(source[i]) {
			n++
		}
	}
	return counts
}

func (e *evaluator) runesBefore(offset int32) int32 {
	if e.runes == nil {
		return offset
	}
	block := int(offset) / stretch
	if block >= len(e.runes) {
		block = len(e.runes) - 1
	}
	n := e.runes[block]
	for i := block * stretch; i < int(offset); i++ {
		if utf8.RuneStart(e.file.Source[i]) {
			n++
		}
	}
	return n
}

// span turns byte offsets into lines and columns of characters, both from 1.
// In code of an imported module it is the place where the judged file entered that.
func (e *evaluator) span(s python.Span) facts.Span {
	return e.judgedSpan(e.here(s))
}

// judgedSpan is the same for a place in the judged file, whatever code runs.
func (e *evaluator) judgedSpan(s python.Span) facts.Span {
	return facts.Span{Start: e.position(s.Start), End: e.position(s.End)}
}

func (e *evaluator) position(offset int32) facts.Position {
	if n := int32(len(e.file.Source)); offset > n {
		offset = n
	}
	if offset < 0 {
		offset = 0
	}
	line := e.line
	if e.lines[line-1] > offset || line < len(e.lines) && e.lines[line] <= offset {
		line = sort.Search(len(e.lines), func(i int) bool { return e.lines[i] > offset })
		e.line = line
	}
	return facts.Position{Line: line, Column: int(e.runesBefore(offset)-e.runesBefore(e.lines[line-1])) + 1}
}

// text is the source of a node, bounded, for provenance and messages.
func (e *evaluator) text(s python.Span) string {
	const most = 40
	if s.Start < 0 || int(s.End) > len(e.code.Source) || s.Start > s.End {
		return ""
	}
	text := e.code.Source[s.Start:s.End]
	if at := strings.IndexByte(text, '\n'); at >= 0 {
		text = text[:at] + "…"
	}
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return text
}
