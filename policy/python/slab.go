package python

import "github.com/sekisho/sekisho/policy/internal/slab"

// lists builds the child lists of nodes: elements are pushed on a stack while
// their list grows and moved to an exactly sized slice when it is complete.
type lists[T any] struct {
	slab.Slices[T]
	stack []T
}

func (l *lists[T]) mark() int { return len(l.stack) }
func (l *lists[T]) push(x T) {
	if cap(l.stack) == 0 {
		l.stack = make([]T, 0, 16)
	}
	l.stack = append(l.stack, x)
}

// take returns the elements pushed since mark; nil when there are none.
func (l *lists[T]) take(mark int) []T {
	out := l.Make(len(l.stack) - mark)
	copy(out, l.stack[mark:])
	l.stack = l.stack[:mark]
	return out
}

// reuse lends the stack of an earlier parse; release clears it, so that it holds on to no tree.
func (l *lists[T]) reuse(stack []T) { l.stack = stack[:0] }
func (l *lists[T]) release() []T {
	clear(l.stack[:cap(l.stack)])
	return l.stack[:0]
}

// slabs holds a slab for each frequent type of node.
type slabs struct {
	name       slab.Of[Name]
	constant   slab.Of[Constant]
	attribute  slab.Of[Attribute]
	call       slab.Of[Call]
	keyword    slab.Of[Keyword]
	exprStmt   slab.Of[ExprStmt]
	assign     slab.Of[Assign]
	arg        slab.Of[Arg]
	arguments  slab.Of[Arguments]
	subscript  slab.Of[Subscript]
	binOp      slab.Of[BinOp]
	compare    slab.Of[Compare]
	tuple      slab.Of[Tuple]
	list       slab.Of[List]
	dict       slab.Of[Dict]
	returns    slab.Of[Return]
	ifs        slab.Of[If]
	function   slab.Of[FunctionDef]
	alias      slab.Of[Alias]
	importFrom slab.Of[ImportFrom]
	joined     slab.Of[JoinedStr]
	formatted  slab.Of[FormattedValue]

	exprs    lists[Expr]
	stmts    lists[Stmt]
	keywords lists[*Keyword]
	args     lists[*Arg]
	aliases  lists[*Alias]
	patterns lists[Pattern]
	ops      lists[Operator]
	names    lists[string]
}

// expect sizes the first block of each slab for a source of that many bytes,
// by how often nodes occur in DAG files and in the standard library.
func (s *slabs) expect(size int) {
	size = min(size, 1<<16)
	s.name.Expect(size / 48)
	s.constant.Expect(size / 80)
	s.attribute.Expect(size / 160)
	s.call.Expect(size / 170)
	s.keyword.Expect(size / 300)
	s.assign.Expect(size / 350)
	s.exprStmt.Expect(size / 600)
	s.arg.Expect(size / 500)
	s.exprs.Expect(size / 25)
	s.stmts.Expect(size / 150)
	s.keywords.Expect(size / 300)
}
