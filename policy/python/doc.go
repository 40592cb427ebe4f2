// Package python reads Python source as CPython does: the bytes of one file come in, the syntax tree
// of CPython's own ast module goes out, with exact spans, or a refusal.
//
// It reads the grammar of CPython 3.9 to 3.14. The first error refuses the whole file: there is no
// recovery and no partial tree, because a gate that judges half a file judges a file nobody runs.
// [Options.Version] names the deployed Python; what that version would refuse is refused here too.
//
// Scope is that of ast.parse: what CPython finds only later, in its symbol table or compiler (a
// return outside a function, a starred assignment outside a tuple, a duplicate parameter), is accepted.
//
// Parsing takes time and memory linear in the size of the file, and every recursion is bounded by
// [Options.MaxDepth]. The package never executes, imports, reads or prints anything, starts no
// goroutine and keeps no state between calls.
//
// Where it differs from ast.parse, it refuses more: a coding cookie other than UTF-8, bytes that are
// not UTF-8 even in a comment (CPython before 3.14 let those pass), the `<>` operator of
// barry_as_FLUFL, an identifier that NFKC turns into True, False or None (CPython refuses these in
// compile), and generator expressions directly inside the braces of an f-string (an accident of
// CPython 3.9 to 3.11).
package python
