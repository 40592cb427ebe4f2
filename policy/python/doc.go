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
// goroutine, and nothing of one file reaches the next call.
//
// It differs from ast.parse on purpose. It refuses, where some CPython reads:
//   - a coding cookie other than UTF-8, and bytes that are not UTF-8 even in a comment;
//   - the `<>` operator of barry_as_FLUFL;
//   - an identifier that NFKC turns into True, False or None, which compile refuses;
//   - a backslash as the last byte, which 3.13 refuses;
//   - for 3.9, a backslash in indentation, which that version alone reads as the indentation of the
//     line before, and a keyword directly after a number;
//   - before 3.12, a generator expression directly inside the braces of an f-string; before 3.13, a
//     doubled brace after a field in a format specification.
//
// It reads, where some CPython refuses, without giving a value to it ([Constant.Unresolved]): a
// \N{…} name that its Unicode tables do not hold. Unresolved too are texts of f-string fields that
// CPython's releases read differently. The tests list every one of these classes.
package python
