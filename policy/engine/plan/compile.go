package plan

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ir"
)

// statement turns one statement of OPA into one of this package. One that is not known is an error.
func (c *compiler) statement(stmt ir.Stmt) (statement, error) {
	var err error
	operandOf := func(o ir.Operand) operand {
		made, failed := c.operand(o)
		if failed != nil && err == nil {
			err = failed
		}
		return made
	}
	localOf := func(l ir.Local) operand { return operand(c.local(l)) }
	block := func(from ...*ir.Block) []block {
		made, failed := c.blocks(from)
		if failed != nil && err == nil {
			err = failed
		}
		return made
	}
	var s statement
	switch stmt := stmt.(type) {
	case *ir.NopStmt:
	case *ir.ReturnLocalStmt:
		s = statement{op: opReturn, a: localOf(stmt.Source)}
	case *ir.CallStmt:
		return c.call(stmt)
	case *ir.CallDynamicStmt:
		s = statement{op: opCallDynamic, target: c.local(stmt.Result)}
		if !slices.Equal(stmt.Args, []ir.Local{ir.Input, ir.Data}) {
			return s, fmt.Errorf("a dynamic call has the arguments %v", stmt.Args)
		}
		for _, part := range stmt.Path {
			s.more = append(s.more, operandOf(part))
		}
	case *ir.BlockStmt:
		s = statement{op: opBlock, blocks: block(stmt.Blocks...)}
	case *ir.BreakStmt:
		s = statement{op: opBreak, index: int32(stmt.Index)}
	case *ir.DotStmt:
		s = statement{op: opDot, a: operandOf(stmt.Source), b: operandOf(stmt.Key), target: c.local(stmt.Target)}
	case *ir.LenStmt:
		s = statement{op: opLen, a: operandOf(stmt.Source), target: c.local(stmt.Target)}
	case *ir.ScanStmt:
		s = statement{op: opScan, a: localOf(stmt.Source), target: c.local(stmt.Value), index: c.local(stmt.Key), blocks: block(stmt.Block)}
	case *ir.NotStmt:
		s = statement{op: opNot, blocks: block(stmt.Block)}
	case *ir.AssignVarStmt:
		s = statement{op: opAssign, a: operandOf(stmt.Source), target: c.local(stmt.Target)}
	case *ir.AssignVarOnceStmt:
		s = statement{op: opAssignOnce, a: operandOf(stmt.Source), target: c.local(stmt.Target)}
	case *ir.ResetLocalStmt:
		s = statement{op: opReset, target: c.local(stmt.Target)}
	case *ir.AssignIntStmt:
		s = statement{op: opConstant, index: c.integer(stmt.Value), target: c.local(stmt.Target)}
	case *ir.MakeNumberIntStmt:
		s = statement{op: opConstant, index: c.integer(stmt.Value), target: c.local(stmt.Target)}
	case *ir.MakeNumberRefStmt:
		if stmt.Index < 0 || stmt.Index >= len(c.policy.Static.Strings) {
			return s, fmt.Errorf("there is no text %d", stmt.Index)
		}
		s = statement{op: opConstant, index: c.constant(NumberOf(c.policy.Static.Strings[stmt.Index].Value)), target: c.local(stmt.Target)}
	case *ir.MakeNullStmt:
		s = statement{op: opConstant, index: c.constant(Null{}), target: c.local(stmt.Target)}
	case *ir.MakeArrayStmt:
		s = statement{op: opMakeArray, index: stmt.Capacity, target: c.local(stmt.Target)}
	case *ir.MakeObjectStmt:
		s = statement{op: opMakeObject, target: c.local(stmt.Target)}
	case *ir.MakeSetStmt:
		s = statement{op: opMakeSet, target: c.local(stmt.Target)}
	case *ir.EqualStmt:
		s = statement{op: opEqual, a: operandOf(stmt.A), b: operandOf(stmt.B)}
	case *ir.NotEqualStmt:
		s = statement{op: opNotEqual, a: operandOf(stmt.A), b: operandOf(stmt.B)}
	case *ir.IsArrayStmt:
		s = statement{op: opIsArray, a: operandOf(stmt.Source)}
	case *ir.IsObjectStmt:
		s = statement{op: opIsObject, a: operandOf(stmt.Source)}
	case *ir.IsSetStmt:
		s = statement{op: opIsSet, a: operandOf(stmt.Source)}
	case *ir.IsDefinedStmt:
		s = statement{op: opIsDefined, a: localOf(stmt.Source)}
	case *ir.IsUndefinedStmt:
		s = statement{op: opIsUndefined, a: localOf(stmt.Source)}
	case *ir.ArrayAppendStmt:
		s = statement{op: opAppend, a: operandOf(stmt.Value), b: localOf(stmt.Array)}
	case *ir.SetAddStmt:
		s = statement{op: opAdd, a: operandOf(stmt.Value), b: localOf(stmt.Set)}
	case *ir.ObjectInsertStmt:
		s = statement{op: opInsert, a: operandOf(stmt.Key), b: operandOf(stmt.Value), target: c.local(stmt.Object)}
	case *ir.ObjectInsertOnceStmt:
		s = statement{op: opInsertOnce, a: operandOf(stmt.Key), b: operandOf(stmt.Value), target: c.local(stmt.Object)}
	case *ir.ObjectMergeStmt:
		s = statement{op: opMerge, a: localOf(stmt.A), b: localOf(stmt.B), target: c.local(stmt.Target)}
	case *ir.WithStmt:
		s = statement{op: opWith, a: operandOf(stmt.Value), target: c.local(stmt.Local), blocks: block(stmt.Block)}
		for _, part := range stmt.Path {
			index, failed := c.text(part)
			if failed != nil {
				return s, failed
			}
			s.more = append(s.more, operand(-1-index))
		}
	default:
		return s, fmt.Errorf("a statement of the kind %T is not known", stmt)
	}
	return s, err
}

func (c *compiler) call(stmt *ir.CallStmt) (statement, error) {
	s := statement{op: opBuiltin, target: c.local(stmt.Result)}
	for _, argument := range stmt.Args {
		made, err := c.operand(argument)
		if err != nil {
			return s, err
		}
		s.more = append(s.more, made)
	}
	if index, ok := c.program.byName[stmt.Func]; ok {
		s.op, s.index = opCall, index
		if want := len(c.policy.Funcs.Funcs[index].Params); len(stmt.Args) != want {
			return s, fmt.Errorf("%s is called with %d arguments, not %d", stmt.Func, len(stmt.Args), want)
		}
		// Every function is called with the input and the data of its caller.
		if s.more[0] != operand(inputLocal) || s.more[1] != operand(dataLocal) {
			return s, fmt.Errorf("%s is called with another input or other data", stmt.Func)
		}
		return s, nil
	}
	index := builtinIndex(stmt.Func)
	if index < 0 || !c.allowed(stmt.Func) {
		return s, fmt.Errorf("the builtin %s may not be called", stmt.Func)
	}
	s.index = index
	return s, nil
}
