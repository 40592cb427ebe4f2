package python

// slab allocates nodes of one type in blocks: a file has tens of thousands of
// nodes, most of a few types, and they live and die together.
type slab[T any] struct {
	free []T
	next int // size of the next block
}

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		size := max(s.next, 4)
		s.free = make([]T, size)
		s.next = min(size, 64)
	}
	n := &s.free[0]
	s.free = s.free[1:]
	return n
}

// lists builds the child lists of nodes: elements are pushed on a stack while
// their list grows and moved to an exactly sized slice when it is complete.
type lists[T any] struct {
	stack []T
	free  []T
	next  int // size of the next block
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
	out := l.make(len(l.stack) - mark)
	copy(out, l.stack[mark:])
	l.stack = l.stack[:mark]
	return out
}

// make returns a slice of length and capacity n; nil when n is zero.
func (l *lists[T]) make(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(l.free) {
		size := max(l.next, 8)
		l.free = make([]T, max(n, size))
		l.next = min(size, 128)
	}
	out := l.free[:n:n]
	l.free = l.free[n:]
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
	name       slab[Name]
	constant   slab[Constant]
	attribute  slab[Attribute]
	call       slab[Call]
	keyword    slab[Keyword]
	exprStmt   slab[ExprStmt]
	assign     slab[Assign]
	arg        slab[Arg]
	arguments  slab[Arguments]
	subscript  slab[Subscript]
	binOp      slab[BinOp]
	compare    slab[Compare]
	tuple      slab[Tuple]
	list       slab[List]
	dict       slab[Dict]
	returns    slab[Return]
	ifs        slab[If]
	function   slab[FunctionDef]
	alias      slab[Alias]
	importFrom slab[ImportFrom]
	joined     slab[JoinedStr]
	formatted  slab[FormattedValue]

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
	s.name.next = size / 48
	s.constant.next = size / 80
	s.attribute.next = size / 160
	s.call.next = size / 170
	s.keyword.next = size / 300
	s.assign.next = size / 350
	s.exprStmt.next = size / 600
	s.arg.next = size / 500
	s.exprs.next = size / 25
	s.stmts.next = size / 150
	s.keywords.next = size / 300
}
