package plan

import (
	"context"
	"errors"
	"fmt"
)

// Evaluation executes functions of a program on one input. What a rule without arguments gives is
// worked out once. It is for one goroutine.
type Evaluation struct {
	program *Program
	context context.Context
	input   Value
	memory  []remembered
	stack   []Value
	arena   *arena
	apart   int      // statements around that replace a part of input or data
	kept    bool     // something that was made lives on
	buffer  [8]Value // a builtin's arguments
	answer  Value    // of the function that returned last
	steps   int
	look    int // steps at which to look at the context next
	err     error
}

type remembered struct {
	value Value
	known bool
}

// Evaluate begins an evaluation. It ends with an error when ctx does.
func (p *Program) Evaluate(ctx context.Context, input Value) *Evaluation {
	return &Evaluation{
		program: p, context: ctx, input: input,
		memory: make([]remembered, len(p.functions)),
		stack:  make([]Value, 0, firstStack),
	}
}

// Begin begins an evaluation on what a pointer to a struct points to. Its caller ends it.
func (p *Program) Begin(ctx context.Context, pointer any) (*Evaluation, error) {
	input, err := Document(pointer)
	if err != nil {
		return nil, err
	}
	e, ok := p.idle.Get().(*Evaluation)
	if !ok {
		e = p.Evaluate(ctx, nil)
		e.arena = newArena()
	}
	e.context, e.input = ctx, input
	input.(*document).arena = e.arena
	return e, nil
}

// End lets another evaluation use the memory. Nothing that this one gave may be looked at any more.
func (e *Evaluation) End() {
	if e.kept || e.err != nil || e.arena == nil {
		return
	}
	e.arena.reset()
	clear(e.memory)
	clear(e.stack[:cap(e.stack)])
	p := e.program
	*e = Evaluation{program: p, memory: e.memory, stack: e.stack[:0], arena: e.arena}
	p.idle.Put(e)
}

// Function is a planned rule or function of a program.
type Function struct{ index int32 }

// Function finds a planned rule or function: `g0.` and its path.
func (p *Program) Function(name string) (Function, bool) {
	index, ok := p.byName[name]
	return Function{index}, ok
}

// Call returns the value of a planned rule or function, nil when it is undefined. After an error an
// evaluation gives nothing but that error.
func (e *Evaluation) Call(called Function, arguments ...Value) (value Value, err error) {
	fn := &e.program.functions[called.index]
	defer func() {
		// A bug here, or a value that nobody foresaw, is an error of the evaluation like any other.
		if r := recover(); r != nil {
			e.fail(fmt.Errorf("%v", r))
			value, err = nil, fmt.Errorf("%s: %w", fn.name, e.err)
		}
	}()
	if e.err == nil {
		// So that an evaluation that is over in fewer steps than are between looks ends too.
		e.err = e.context.Err()
	}
	if e.err != nil {
		return nil, fmt.Errorf("%s: %w", fn.name, e.err)
	}
	if fn.parameters != firstParameter+len(arguments) {
		return nil, fmt.Errorf("%s takes %d arguments, not %d", fn.name, fn.parameters-firstParameter, len(arguments))
	}
	value = e.call(called.index, append([]Value{e.input, e.program.data}, arguments...))
	if e.err != nil {
		return nil, fmt.Errorf("%s: %w", fn.name, e.err)
	}
	return value, nil
}

// Steps is how many statements were executed, at the most: what an evaluation cost, whatever the machine
// was doing meanwhile.
func (e *Evaluation) Steps() int { return e.steps }

// How a block ends: normally, or by leaving that many blocks, the block itself counted. A statement
// that is undefined leaves one.
type ending int32

const (
	normally  ending = 0
	undefined ending = 1
	returned  ending = 1 << 28
	failed    ending = 1 << 29
)

// left is how the block around ends when one inside it ended so.
func (r ending) left() ending {
	if r == normally || r >= returned {
		return r
	}
	return r - 1
}

const (
	// stepsBetweenLooks is how many statements are executed before the context is looked at.
	stepsBetweenLooks = 4096
	// firstStack is room for the locals of some dozen nested calls.
	firstStack = 384
)

func (e *Evaluation) fail(err error) ending {
	if e.err == nil {
		e.err = err
	}
	return failed
}

// call executes a function with its arguments, input and data first; nil when it is undefined or failed.
func (e *Evaluation) call(index int32, arguments []Value) Value {
	fn := &e.program.functions[index]
	if fn.parameters == firstParameter {
		return e.rule(index, fn, arguments[0], arguments[1])
	}
	frame, before := e.frame(fn.locals)
	copy(frame, arguments)
	return e.execute(fn, frame, before)
}

// rule is the value of a function without arguments of its own, which is worked out once.
func (e *Evaluation) rule(index int32, fn *function, input, data Value) Value {
	if e.apart == 0 {
		if known := fn.value.Load(); known != nil {
			return known.value
		}
		if known := &e.memory[index]; known.known {
			return known.value
		}
	}
	frame, before := e.frame(fn.locals)
	frame[inputLocal], frame[dataLocal] = input, data
	value := e.execute(fn, frame, before)
	if e.apart == 0 && e.err == nil {
		if fn.static {
			e.kept = true
			freeze(value)
			fn.value.Store(&result{value})
		} else {
			e.memory[index] = remembered{value, true}
		}
	}
	return value
}

// called executes the function of a statement. What one gives that has a document, a text, or one of each for arguments
// depends on nothing else, and many rules ask the same of the same part of the facts.
func (e *Evaluation) called(s *statement, locals []Value) Value {
	fn := &e.program.functions[s.index]
	if fn.parameters == firstParameter {
		return e.rule(s.index, fn, locals[inputLocal], locals[dataLocal])
	}
	var (
		about *document
		asked question
	)
	if fn.remembered && e.apart == 0 {
		about, asked = e.question(s, locals)
		if value, known := e.known(about, asked); known {
			return value
		}
	}
	frame, before := e.frame(fn.locals)
	for i, o := range s.more {
		frame[i] = e.read(o, locals)
	}
	value := e.execute(fn, frame, before)
	if asked.asks && e.err == nil {
		if about != nil {
			about.remember(asked, value)
		} else if e.arena != nil {
			e.arena.texts[asked] = value
		}
	}
	return value
}

// known is what the function of a question gave before: for a document, or for a text alone.
func (e *Evaluation) known(about *document, asked question) (value Value, known bool) {
	switch {
	case !asked.asks:
		return nil, false
	case about != nil:
		return about.known(asked)
	case e.arena == nil:
		return nil, false
	}
	value, known = e.arena.texts[asked]
	return value, known
}

// question is what a call asks of a document, or of a text alone; one that asks nothing where it is no such call.
func (e *Evaluation) question(s *statement, locals []Value) (*document, question) {
	first := e.read(s.more[firstParameter], locals)
	if len(s.more) == firstParameter+1 {
		switch first := first.(type) {
		case *document:
			return first, question{asks: true, function: s.index}
		case string:
			return nil, question{asks: true, function: s.index, text: first}
		}
		return nil, question{}
	}
	second := e.read(s.more[firstParameter+1], locals)
	if about, ok := first.(*document); ok {
		if text, ok := second.(string); ok {
			return about, question{asks: true, function: s.index, text: text}
		}
	} else if text, ok := first.(string); ok {
		if about, ok := second.(*document); ok {
			return about, question{asks: true, function: s.index, front: true, text: text}
		}
	}
	return nil, question{}
}

// execute runs a function in its frame, and leaves both.
func (e *Evaluation) execute(fn *function, frame, before []Value) Value {
	value := e.body(fn, frame)
	clear(frame)
	e.stack = before
	return value
}

func (e *Evaluation) body(fn *function, locals []Value) Value {
	for _, b := range fn.blocks {
		switch r := e.run(b, locals); r {
		case normally, undefined:
		case returned:
			return e.answer
		case failed:
			return nil
		default:
			e.fail(errors.New("the plan leaves more blocks than there are"))
			return nil
		}
	}
	return nil
}

// frame returns room for the locals of a call, all undefined, and the stack as it was.
func (e *Evaluation) frame(size int) (frame, before []Value) {
	before = e.stack
	start := len(e.stack)
	if start+size > cap(e.stack) {
		// Frames in use keep the old memory; the caller puts it back.
		e.stack, start = make([]Value, 0, max(2*cap(e.stack), size)), 0
	}
	e.stack = e.stack[:start+size]
	return e.stack[start : start+size : start+size], before
}

func (e *Evaluation) read(o operand, locals []Value) Value {
	if o >= 0 {
		return locals[o]
	}
	return e.program.constants[-1-o]
}

// run executes a block.
func (e *Evaluation) run(b block, locals []Value) ending {
	if e.steps += len(b); e.steps >= e.look {
		e.look = e.steps + stepsBetweenLooks
		if err := e.context.Err(); err != nil {
			return e.fail(err)
		}
	}
	for i := range b {
		s := &b[i]
		switch s.op {
		case opDot:
			var value Value
			if d, ok := e.read(s.a, locals).(*document); ok && s.index > 0 {
				value = d.symbol(s.index)
			} else {
				value = Get(e.read(s.a, locals), e.read(s.b, locals))
			}
			if value == nil {
				return undefined
			}
			locals[s.target] = value
		case opAssign:
			locals[s.target] = e.read(s.a, locals)
		case opEqual:
			if x, y := e.read(s.a, locals), e.read(s.b, locals); x == nil || y == nil || !equal(x, y) {
				return undefined
			}
		case opNotEqual:
			if x, y := e.read(s.a, locals), e.read(s.b, locals); x == nil || y == nil || equal(x, y) {
				return undefined
			}
		case opMember:
			x, in := e.read(s.a, locals), e.read(s.b, locals)
			if x == nil || in == nil || !has(in, x) {
				return undefined
			}
		case opIsDefined:
			if locals[s.a] == nil {
				return undefined
			}
		case opIsUndefined:
			if locals[s.a] != nil {
				return undefined
			}
		case opReset:
			locals[s.target] = nil
		case opConstant:
			locals[s.target] = e.program.constants[s.index]
		case opReturn:
			e.answer = e.read(s.a, locals)
			return returned
		case opBreak:
			return ending(s.index) + 1
		case opCall:
			if r := e.result(s, locals, e.called(s, locals)); r != normally {
				return r
			}
		case opBuiltin:
			if r := e.builtin(s, locals); r != normally {
				return r
			}
		case opScan:
			if r := e.scan(s, locals); r != normally {
				return r
			}
		case opNot:
			r := e.run(s.blocks[0], locals)
			if r == normally {
				return undefined
			}
			if r = r.left(); r != normally {
				return r
			}
		case opMakeSet:
			locals[s.target] = e.arena.set()
		default:
			if r := e.other(s, locals); r != normally {
				return r
			}
		}
	}
	return normally
}

// other executes the statements that have blocks, or make something.
func (e *Evaluation) other(s *statement, locals []Value) ending {
	switch s.op {
	case opCallDynamic:
		return e.callDynamic(s, locals)
	case opBlock:
		for _, b := range s.blocks {
			if r := e.run(b, locals).left(); r != normally {
				return r
			}
		}
	case opWith:
		return e.with(s, locals)
	case opAssignOnce:
		value := e.read(s.a, locals)
		if held := locals[s.target]; held != nil && !equal(held, value) {
			return e.fail(errors.New("a rule or function has more than one value"))
		}
		locals[s.target] = value
	case opMakeArray:
		locals[s.target] = e.arena.array(e.arena.take(int(s.index))[:0])
	case opMakeObject:
		locals[s.target] = e.arena.object(int(s.index))
	default:
		return e.change(s, locals)
	}
	return normally
}

// result assigns what a call gave.
func (e *Evaluation) result(s *statement, locals []Value, value Value) ending {
	switch {
	case e.err != nil:
		return failed
	case value == nil, s.test && value == false:
		return undefined
	}
	locals[s.target] = value
	return normally
}
