package plan

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ir"
)

// Program is a plan that is ready to be executed. It is safe for concurrent use.
type Program struct {
	constants []Value
	functions []function
	byName    map[string]int32
	byPath    map[string]int32 // of CallDynamicStmt: path components, each behind a NUL
	data      Value
	idle      sync.Pool          // of evaluations that ended
	parts     map[int32][]string // of the constants that are parts of the data: where they stand there
}

// The first two constants of every program.
const (
	falseOperand operand = -1
	trueOperand  operand = -2
)

// function is a planned rule or function. Its first two parameters are input and data.
type function struct {
	name       string
	path       string
	parameters int
	own        int // local of the first parameter after input and data
	locals     int
	blocks     []block
	// static is set when the function asks nothing of the input: its value is the same in every
	// evaluation. Only functions without parameters of their own.
	static bool
	value  atomic.Pointer[result]
	// remembered is set when what the function gives for a document is worth to be kept with it.
	remembered bool
}

type result struct{ value Value }

type block []statement

// operand is a local (0 and up) or a constant (-1 and down).
type operand int32

type statement struct {
	op     op
	index  int32 // of a function, builtin, constant or symbol; how many blocks to leave; a capacity
	a, b   operand
	target int32
	test   bool // of a call: false is undefined; of a scan: only keys are asked for
	// looksUp is set of a scan that begins by looking a key up in a field of each member.
	looksUp bool
	more    []operand // arguments, or the parts of a path
	blocks  []block
}

type op uint8

const (
	opNop op = iota
	opReturn
	opCall
	opBuiltin
	opCallDynamic
	opBlock
	opBreak
	opDot
	opLen
	opScan
	opNot
	opAssign
	opAssignOnce
	opReset
	opConstant // target := constant
	opMakeArray
	opMakeObject
	opMakeSet
	opEqual
	opNotEqual
	opMember // of a set, array or object's values
	opIsArray
	opIsObject
	opIsSet
	opIsCollection
	opIsDefined
	opIsUndefined
	opAppend
	opInsert
	opInsertOnce
	opMerge
	opAdd
	opWith
)

// New makes a program of a plan and the policy's data: what [Of] accepts. Only builtins that allowed
// names may be called.
func New(policy *ir.Policy, data any, allowed func(builtin string) bool) (*Program, error) {
	p, err := compile(policy, data, allowed)
	if err != nil {
		return nil, err
	}
	p.link()
	return p, nil
}

// compile makes a program that is not linked yet: what is stored of it.
func compile(policy *ir.Policy, data any, allowed func(builtin string) bool) (*Program, error) {
	c := &compiler{
		program: &Program{byName: map[string]int32{}, constants: []Value{false, true}, data: Of(data), parts: map[int32][]string{}},
		known:   map[string]int32{}, numbers: map[int64]int32{}, parts: map[string]int32{}, allowed: allowed, policy: policy,
		foldsData: true,
	}
	freeze(c.program.data)
	for i, fn := range policy.Funcs.Funcs {
		c.program.byName[fn.Name] = int32(i)
	}
	c.program.functions = make([]function, len(policy.Funcs.Funcs))
	answers := make([]int32, len(policy.Funcs.Funcs))
	for i, fn := range policy.Funcs.Funcs {
		var err error
		if answers[i], err = c.function(&c.program.functions[i], fn); err != nil {
			return nil, fmt.Errorf("plan of %s: %w", fn.Name, err)
		}
		c.foldsData = c.foldsData && !changesData(c.program.functions[i].blocks)
	}
	for i, answer := range answers {
		c.optimize(&c.program.functions[i], answer)
	}
	return c.program, nil
}

// link makes what is not stored of a program.
func (p *Program) link() {
	p.byName, p.byPath = make(map[string]int32, len(p.functions)), make(map[string]int32, len(p.functions))
	for i := range p.functions {
		p.byName[p.functions[i].name] = int32(i)
		if path := p.functions[i].path; path != "" {
			p.byPath[path] = int32(i)
		}
	}
	p.findStatic()
	for i := range p.functions {
		fn := &p.functions[i]
		fn.remembered = (fn.parameters == firstParameter+1 || fn.parameters == firstParameter+2) && cost(fn.blocks) >= worthKeeping
		p.nameKeys(fn.blocks)
	}
}

// worthKeeping is the cost of a function above which an answer is rather looked up than worked out again.
const worthKeeping = 7

// cost estimates what a function costs, in simple statements.
func cost(blocks []block) int {
	n := 0
	eachStatement(blocks, func(s *statement) {
		n++
		switch s.op {
		case opCall, opScan, opBuiltin:
			n += 2
		}
	})
	return n
}

// nameKeys gives references their keys as symbols.
func (p *Program) nameKeys(blocks []block) {
	for _, b := range blocks {
		for i := range b {
			s := &b[i]
			if s.op == opDot && s.b < 0 {
				if name, ok := p.constants[-1-s.b].(string); ok {
					s.index = symbolOf(name)
				}
			}
			p.nameKeys(s.blocks)
			s.looksUp = looksUp(s)
		}
	}
}

// findStatic marks the functions that do not read the input, themselves or through others.
func (p *Program) findStatic() {
	reads := make([]bool, len(p.functions))
	for changed := true; changed; {
		changed = false
		for i := range p.functions {
			if !reads[i] && slices.ContainsFunc(p.functions[i].blocks, func(b block) bool { return p.readsInput(b, reads) }) {
				reads[i], changed = true, true
			}
		}
	}
	for i := range p.functions {
		p.functions[i].static = !reads[i] && p.functions[i].parameters == firstParameter
	}
}

func (p *Program) readsInput(b block, reads []bool) bool {
	for i := range b {
		s := &b[i]
		switch s.op {
		case opCall:
			if reads[s.index] || slices.Contains(s.more[firstParameter:], operand(inputLocal)) {
				return true
			}
			continue
		case opCallDynamic, opWith:
			return true
		}
		found := false
		s.reads(func(o *operand) { found = found || *o == operand(inputLocal) })
		if found {
			return true
		}
		if slices.ContainsFunc(s.blocks, func(b block) bool { return p.readsInput(b, reads) }) {
			return true
		}
	}
	return false
}

func (s *statement) usesA() bool {
	switch s.op {
	case opNop, opBlock, opBreak, opNot, opCallDynamic, opReset, opConstant, opMakeArray, opMakeObject, opMakeSet, opBuiltin, opCall:
		return false
	}
	return true
}

func (s *statement) usesB() bool {
	switch s.op {
	case opDot, opEqual, opNotEqual, opMember, opInsert, opInsertOnce, opMerge, opAdd, opAppend:
		return true
	}
	return false
}

// The locals that every function has.
const (
	inputLocal     = int32(ir.Input)
	dataLocal      = int32(ir.Data)
	firstParameter = int(ir.Unused)
)

// Data is the policy's data; it must not be changed.
func (p *Program) Data() Value { return p.data }

// compiler turns the statements of OPA into those of this package.
type compiler struct {
	policy  *ir.Policy
	program *Program
	allowed func(string) bool
	known   map[string]int32 // texts
	numbers map[int64]int32
	parts   map[string]int32 // constants that are parts of the data, by the key of their path
	locals  int              // that the function at work has
	// foldsData is set when the data is the same in every evaluation.
	foldsData bool
}

// function reads a function of the plan, and returns the local of its answer.
func (c *compiler) function(into *function, fn *ir.Func) (answer int32, err error) {
	c.locals = firstParameter
	into.name, into.parameters = fn.Name, len(fn.Params)
	into.own = firstParameter
	for i, parameter := range fn.Params {
		// The planner numbers the local of the return value before the rule's own parameters.
		if i == firstParameter {
			into.own = int(parameter)
		}
		if i < firstParameter && int(parameter) != i || i >= firstParameter && int(parameter) != into.own+i-firstParameter {
			return 0, fmt.Errorf("parameter %d is local %d", i, parameter)
		}
		c.local(parameter)
	}
	if fn.Path != nil {
		into.path = pathKey(fn.Path)
	}
	answer = c.local(fn.Return)
	into.blocks, err = c.blocks(fn.Blocks)
	into.locals = c.locals
	return answer, err
}

func pathKey(path []string) string {
	var key []byte
	for _, part := range path {
		key = append(append(key, 0), part...)
	}
	return string(key)
}

func (c *compiler) blocks(from []*ir.Block) ([]block, error) {
	made := make([]block, 0, len(from))
	for _, b := range from {
		one := make(block, 0, len(b.Stmts))
		for _, stmt := range b.Stmts {
			s, err := c.statement(stmt)
			if err != nil {
				return nil, err
			}
			if s.op != opNop {
				one = append(one, s)
			}
		}
		made = append(made, one)
	}
	return made, nil
}

func (c *compiler) local(l ir.Local) int32 {
	c.locals = max(c.locals, int(l)+1)
	return int32(l)
}

func (c *compiler) constant(v Value) int32 {
	c.program.constants = append(c.program.constants, v)
	return int32(len(c.program.constants) - 1)
}

func (c *compiler) text(index int) (int32, error) {
	if index < 0 || index >= len(c.policy.Static.Strings) {
		return 0, fmt.Errorf("there is no text %d", index)
	}
	text := c.policy.Static.Strings[index].Value
	if known, ok := c.known[text]; ok {
		return known, nil
	}
	c.known[text] = c.constant(text)
	return c.known[text], nil
}

func (c *compiler) integer(i int64) int32 {
	if known, ok := c.numbers[i]; ok {
		return known
	}
	c.numbers[i] = c.constant(integer(i))
	return c.numbers[i]
}

func (c *compiler) operand(o ir.Operand) (operand, error) {
	switch v := o.Value.(type) {
	case ir.Local:
		return operand(c.local(v)), nil
	case ir.StringIndex:
		index, err := c.text(int(v))
		return operand(-1 - index), err
	case ir.Bool:
		if v {
			return trueOperand, nil
		}
		return falseOperand, nil
	}
	return 0, fmt.Errorf("an operand of the kind %T is not known", o.Value)
}
