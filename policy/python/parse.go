package python

import (
	"errors"
	"fmt"
)

// The limits that apply where [Options] leaves them at zero.
const (
	// DefaultMaxBytes is larger than any DAG file known to us (1.25 MB).
	DefaultMaxBytes = 2 << 20
	// DefaultMaxDepth bounds the nesting of the tree; CPython's own stack gives up near the same depth.
	DefaultMaxDepth = 900
)

// The versions whose grammar this package knows.
const (
	OldestVersion Version = 9
	NewestVersion Version = 14
)

// Options are the limits of one call of [Parse]. The zero value reads the newest grammar.
type Options struct {
	// Version is the deployed Python: a file that needs a newer one is refused. 0 means NewestVersion.
	Version Version
	// MaxBytes bounds the file, in bytes. 0 means DefaultMaxBytes.
	MaxBytes int
	// MaxDepth bounds the nesting of the tree, in nodes, and of the source, in brackets. 0 means DefaultMaxDepth.
	MaxDepth int
}

// Reason is a stable word for why a file was refused.
type Reason string

// The reasons.
const (
	ReasonSyntax      Reason = "syntax"      // not Python
	ReasonIndentation Reason = "indentation" // inconsistent or too deep indentation
	ReasonEncoding    Reason = "encoding"    // not UTF-8, or declared to be something else
	ReasonNUL         Reason = "nul"         // a zero byte
	ReasonDepth       Reason = "depth"       // nested deeper than a limit of CPython or of Options
	ReasonSize        Reason = "size"        // a file or a number larger than a limit
	ReasonVersion     Reason = "version"     // needs a newer Python than Options.Version
	ReasonInternal    Reason = "internal"    // a fault in this package
)

// Error is a refusal. Span and Position are the place where reading stopped;
// both are zero when the place is the file as a whole.
type Error struct {
	Reason   Reason
	Message  string
	Span     Span
	Position Position
}

// Error returns the message with line and column, both counted from 1.
func (e *Error) Error() string {
	if e.Position.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Position.Line, e.Position.Column+1, e.Message)
}

// Parse reads one file. The error, when there is one, is an *[Error]; the
// returned File is then still not nil: its Module is nil and its Encoding
// holds what was seen. source is not kept.
func Parse(source []byte, options Options) (file *File, err error) {
	file = &File{}
	defer func() {
		if r := recover(); r != nil {
			refusal, ok := r.(*Error)
			if !ok {
				refusal = &Error{Reason: ReasonInternal, Message: fmt.Sprintf("the parser failed: %v", r)}
			}
			err = file.refuse(refusal)
		}
	}()
	if options.Version == 0 {
		options.Version = NewestVersion
	}
	if options.MaxBytes == 0 {
		options.MaxBytes = DefaultMaxBytes
	}
	if options.MaxDepth == 0 {
		options.MaxDepth = DefaultMaxDepth
	}
	if options.Version < OldestVersion || options.Version > NewestVersion {
		return file, file.refuse(&Error{Reason: ReasonVersion,
			Message: fmt.Sprintf("Python 3.%d is not known to this parser (3.%d to 3.%d are)", options.Version, OldestVersion, NewestVersion)})
	}
	file.Minimum = OldestVersion
	if refusal := file.read(source, options.MaxBytes); refusal != nil {
		return file, file.refuse(refusal)
	}
	b := bufferPool.Get().(*buffers)
	lex := b.newLexer(file, options.Version)
	defer b.release()
	lex.run()
	p := newParser(file, lex, options)
	p.exprs.reuse(b.exprs)
	p.stmts.reuse(b.stmts)
	defer func() { b.exprs, b.stmts = p.exprs.release(), p.stmts.release() }()
	module := p.module()
	if file.Nodes, file.Depth = measure(module, options.MaxDepth); file.Depth > options.MaxDepth {
		return file, file.refuse(&Error{Reason: ReasonDepth, Message: tooDeep(options.MaxDepth)})
	}
	file.Module = module
	return file, nil
}

// refuse completes e with its position and withdraws the tree.
func (f *File) refuse(e *Error) *Error {
	f.Module = nil
	if e.Span != (Span{}) {
		e.Position = f.Position(e.Span.Start)
	}
	return e
}

// AsError returns the refusal inside err, nil when there is none.
func AsError(err error) *Error {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal
	}
	return nil
}

func tooDeep(limit int) string {
	return fmt.Sprintf("nested deeper than %d levels", limit)
}
