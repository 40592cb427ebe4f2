package eval

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// encoder writes facts into a hash: every string with its length, every list with its count, so
// that two different facts never give the same bytes.
type encoder struct {
	hash hash.Hash
	buf  [2048]byte
	used int
}

func (w *encoder) flush() {
	w.hash.Write(w.buf[:w.used])
	w.used = 0
}

func (w *encoder) int(n int64) {
	if len(w.buf)-w.used < binary.MaxVarintLen64 {
		w.flush()
	}
	if 0 <= n && n < 64 {
		w.buf[w.used] = byte(n << 1)
		w.used++
		return
	}
	w.used += binary.PutVarint(w.buf[w.used:], n)
}

func (w *encoder) str(s string) {
	// Most are short: the length is one byte, and both fit.
	if at := w.used; len(s) < 64 && at+1+len(s) <= len(w.buf) {
		w.buf[at] = byte(len(s) << 1)
		w.used = at + 1 + copy(w.buf[at+1:], s)
		return
	}
	w.int(int64(len(s)))
	for s != "" {
		if w.used == len(w.buf) {
			w.flush()
		}
		n := copy(w.buf[w.used:], s)
		w.used += n
		s = s[n:]
	}
}

func (w *encoder) bool(b bool) {
	if b {
		w.int(1)
	} else {
		w.int(0)
	}
}

func (w *encoder) value(v *facts.Value) {
	w.str(string(v.State))
	w.str(v.Type)
	w.str(v.Reason)
	switch x := v.Value.(type) {
	case nil:
		w.int(0)
	case string:
		w.int(1)
		w.str(x)
	case bool:
		w.int(2)
		w.bool(x)
	case int64:
		w.int(3)
		w.int(x)
	case float64:
		w.int(4)
		w.int(int64(math.Float64bits(x)))
	}
	if len(v.Values)+len(v.Items)+len(v.Entries) == 0 && len(w.buf)-w.used > 3 {
		// The three counts, all zero.
		w.used += copy(w.buf[w.used:], "\x00\x00\x00")
		return
	}
	w.int(int64(len(v.Values)))
	for i := range v.Values {
		w.value(&v.Values[i])
	}
	w.int(int64(len(v.Items)))
	for i := range v.Items {
		w.value(&v.Items[i])
	}
	w.int(int64(len(v.Entries)))
	for i := range v.Entries {
		w.value(&v.Entries[i].Key)
		w.value(&v.Entries[i].Value)
	}
}

func (w *encoder) values(a facts.Arguments) {
	w.int(int64(len(a)))
	for i := range a {
		w.str(a[i].Name)
		w.value(a[i].Value)
	}
}

func (w *encoder) symbol(s *facts.Symbol) {
	w.str(s.Name)
	w.str(s.Canonical)
	w.str(s.Kind)
	w.str(string(s.Capability))
	w.str(s.Detail)
}

func (w *encoder) strings(list []string) {
	w.int(int64(len(list)))
	for _, s := range list {
		w.str(s)
	}
}

// digest is the semantic digest: a hash of the facts without positions, and, unless the facts are
// the whole truth (Declarative), of the file's syntax tree without positions. An approval of a file
// that was not proved so holds for exactly this code, whatever its layout and comments.
func (e *evaluator) digest() string {
	w := &encoder{hash: sha256.New()}
	out := e.out
	w.str("sekisho facts 1")
	w.str(string(out.Content))
	w.bool(out.Declarative)
	if out.Parse != nil {
		w.bool(out.Parse.OK)
		w.str(out.Parse.Reason)
		w.str(out.Parse.Minimum)
	}
	enc := e.file.Encoding
	w.bool(enc.BOM)
	w.str(enc.Cookie)
	w.bool(enc.CarriageReturn)
	w.bool(enc.FormFeed)
	w.int(int64(len(enc.Control)))
	w.int(int64(len(enc.Bidirectional)))
	w.int(int64(len(enc.NonASCIINames)))
	w.int(int64(len(enc.NormalizedNames)))
	w.int(int64(len(out.Imports)))
	for i := range out.Imports {
		f := &out.Imports[i]
		w.str(f.Module)
		w.str(f.Name)
		w.symbol(&f.Symbol)
		w.str(string(f.Phase))
		w.bool(f.Conditional)
		w.str(f.Tenant)
		w.bool(f.Own)
		w.bool(f.Executed)
	}
	w.int(int64(len(out.Calls)))
	for i := range out.Calls {
		f := &out.Calls[i]
		w.symbol(&f.Symbol)
		w.str(string(f.Use))
		w.str(string(f.Phase))
		w.int(int64(len(f.Args)))
		for j := range f.Args {
			w.value(&f.Args[j])
		}
		w.values(f.Keywords)
	}
	w.int(int64(len(out.DAGs)))
	for i := range out.DAGs {
		f := &out.DAGs[i]
		w.value(&f.ID)
		w.values(f.Arguments)
		w.value(&f.Schedule)
		w.int(f.IntervalSeconds)
	}
	w.int(int64(len(out.Tasks)))
	for i := range out.Tasks {
		f := &out.Tasks[i]
		w.symbol(&f.Symbol)
		w.int(int64(f.DAG))
		w.values(f.Arguments)
		w.strings(f.Mapped)
		w.int(int64(f.Multiplicity))
	}
	w.int(int64(len(out.Pods)))
	for i := range out.Pods {
		f := &out.Pods[i]
		w.int(int64(f.Task))
		w.value(&f.Namespace)
		w.value(&f.Image)
		w.value(&f.Template.Value)
		w.str(f.Template.Normalized)
		w.bool(f.Template.Inside)
	}
	w.int(int64(len(out.Templates)))
	for i := range out.Templates {
		f := &out.Templates[i]
		w.str(f.Field)
		w.int(int64(f.Task))
		w.bool(f.Critical)
		w.str(f.Text)
		w.bool(f.Allowed)
	}
	w.int(int64(len(out.Callables)))
	for i := range out.Callables {
		f := &out.Callables[i]
		w.str(f.Name)
		w.str(f.Field)
		w.str(string(f.Phase))
		w.symbol(&f.Symbol)
	}
	w.int(int64(len(out.References)))
	for i := range out.References {
		f := &out.References[i]
		w.str(f.Kind)
		w.value(&f.Target)
		w.symbol(&f.By)
	}
	w.int(int64(len(out.Effects)))
	for i := range out.Effects {
		f := &out.Effects[i]
		w.str(f.Kind)
		w.str(f.Target)
		w.str(string(f.Phase))
	}
	w.int(int64(len(out.Unknowns)))
	for i := range out.Unknowns {
		f := &out.Unknowns[i]
		w.str(f.Construct)
		w.str(f.Code)
		w.str(f.Reason)
		w.str(string(f.Phase))
	}
	w.int(int64(len(e.edges)))
	for _, edge := range e.edges {
		w.int(int64(edge.from))
		w.int(int64(edge.to))
	}
	if !out.Declarative && e.file.Module != nil {
		w.node(e.file.Module)
	}
	for _, m := range e.modules.order {
		w.str(m.name)
		w.str(m.path)
		if m.file != nil && m.file.Module != nil {
			w.node(m.file.Module)
		}
	}
	w.flush()
	return hex.EncodeToString(w.hash.Sum(nil))
}

// node writes a syntax tree without its positions.
func (w *encoder) node(n python.Node) {
	if n == nil {
		w.int(-1)
		return
	}
	w.int(int64(n.Kind()))
	switch n := n.(type) {
	case *python.Name:
		w.str(n.ID)
	case *python.Attribute:
		w.str(n.Attr)
	case *python.Constant:
		w.int(int64(n.Value))
		w.bool(n.Unresolved)
		w.str(n.Str)
		w.int(n.Int)
		if n.Big != nil {
			w.str(n.Big.String())
		}
		w.int(int64(math.Float64bits(n.Float)))
	case *python.FunctionDef:
		w.str(n.Name)
	case *python.ClassDef:
		w.str(n.Name)
	case *python.AugAssign:
		w.int(int64(n.Op))
	case *python.BoolOp:
		w.int(int64(n.Op))
	case *python.BinOp:
		w.int(int64(n.Op))
	case *python.UnaryOp:
		w.int(int64(n.Op))
	case *python.Compare:
		for _, op := range n.Ops {
			w.int(int64(op))
		}
	case *python.Keyword:
		w.str(n.Arg)
	case *python.Arg:
		w.str(n.Name)
	case *python.ImportFrom:
		w.str(n.Module)
		w.int(int64(n.Level))
	case *python.Alias:
		w.str(n.Name)
		w.str(n.AsName)
	case *python.Global:
		w.strings(n.Names)
	case *python.Nonlocal:
		w.strings(n.Names)
	case *python.ExceptHandler:
		w.str(n.Name)
	case *python.FormattedValue:
		w.int(int64(n.Conversion))
	case *python.Interpolation:
		w.str(n.Str)
		w.int(int64(n.Conversion))
	case *python.Comprehension:
		w.bool(n.Async)
	case *python.AnnAssign:
		w.bool(n.Simple)
	case *python.MatchSingleton:
		w.int(int64(n.Value))
	case *python.MatchMapping:
		w.str(n.Rest)
	case *python.MatchClass:
		w.strings(n.KwdAttrs)
	case *python.MatchStar:
		w.str(n.Name)
	case *python.MatchAs:
		w.str(n.Name)
	case *python.TypeVar:
		w.str(n.Name)
	case *python.ParamSpec:
		w.str(n.Name)
	case *python.TypeVarTuple:
		w.str(n.Name)
	}
	python.Children(n, w.node)
	w.int(-2)
}
