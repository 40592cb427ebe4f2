package python

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"
	"unicode/utf8"
)

// Dump writes a tree as one line of text, with every field that is set and
// all four positions: ast.dump(tree, include_attributes=True) in a shorter
// form that testdata/dump.py also writes. It is for tests and debugging.
//
//	Return[1:0-1:8](value=Constant[1:7-1:8](value=0x1))
func Dump(node Node, file *File) string {
	d := dumper{file: file}
	d.node(node)
	return string(d.out)
}

type dumper struct {
	file   *File
	out    []byte
	fields int
	line   int // of the last position, from 0
	// aliases without positions, as before CPython 3.10
	bareAliases bool
	// nodes inside of f-strings without positions and kind, as normalised for CPython before 3.12
	bareFStrings bool
	fstrings     int
}

func (d *dumper) open(n Node) {
	d.out = append(d.out, n.Kind().String()...)
	positioned := true
	switch n.(type) {
	case *Module, *Arguments, *Comprehension, *WithItem, *MatchCase:
		positioned = false
	case *Alias:
		positioned = !d.bareAliases
	}
	if positioned && (d.fstrings == 0 || !d.bareFStrings) {
		d.out = append(d.out, '[')
		d.position(n.Range().Start)
		d.out = append(d.out, '-')
		d.position(n.Range().End)
		d.out = append(d.out, ']')
	}
	d.out = append(d.out, '(')
	d.fields = 0
}

func (d *dumper) position(offset int32) {
	lines := d.file.lines
	if d.line >= len(lines) || offset < lines[d.line] || d.line+1 < len(lines) && offset >= lines[d.line+1] {
		d.line = d.file.Position(offset).Line - 1
	}
	d.out = strconv.AppendInt(d.out, int64(d.line+1), 10)
	d.out = append(d.out, ':')
	d.out = strconv.AppendInt(d.out, int64(offset-lines[d.line]), 10)
}

func (d *dumper) field(name string) {
	if d.fields > 0 {
		d.out = append(d.out, ',')
	}
	d.fields++
	d.out = append(d.out, name...)
	d.out = append(d.out, '=')
}

func (d *dumper) child(name string, n Node) {
	d.field(name)
	d.node(n)
}

func (d *dumper) maybe(name string, n Expr) {
	if n != nil {
		d.child(name, n)
	}
}

func (d *dumper) text(name, s string) {
	if s != "" {
		d.field(name)
		d.quote(s)
	}
}

func (d *dumper) word(name, s string) {
	d.field(name)
	d.out = append(d.out, s...)
}

func (d *dumper) texts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	d.field(name)
	for i, s := range list {
		d.out = append(d.out, "[,"[min(i, 1)])
		d.quote(s)
	}
	d.out = append(d.out, ']')
}

func (d *dumper) operators(name string, list []Operator) {
	d.field(name)
	for i, op := range list {
		d.out = append(d.out, "[,"[min(i, 1)])
		d.out = append(d.out, op.String()...)
	}
	d.out = append(d.out, ']')
}

func many[T Node](d *dumper, name string, list []T) {
	if len(list) == 0 {
		return
	}
	d.field(name)
	for i, n := range list {
		d.out = append(d.out, "[,"[min(i, 1)])
		if any(n) == nil {
			d.out = append(d.out, "None"...)
			continue
		}
		d.node(n)
	}
	d.out = append(d.out, ']')
}

// quote writes a string as json.dumps does.
func (d *dumper) quote(s string) {
	d.out = append(d.out, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c == '"' || c == '\\':
				d.out = append(d.out, '\\', c)
			case c >= ' ' && c <= '~':
				d.out = append(d.out, c)
			default:
				d.escape(rune(c))
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 && i+2 < len(s) {
			// A surrogate in WTF-8.
			r, size = rune(c&0xf)<<12|rune(s[i+1]&0x3f)<<6|rune(s[i+2]&0x3f), 3
		}
		i += size
		if r > 0xffff {
			r -= 0x10000
			d.escape(0xd800 + r>>10)
			r = 0xdc00 + r&0x3ff
		}
		d.escape(r)
	}
	d.out = append(d.out, '"')
}

func (d *dumper) escape(r rune) {
	if i := indexByte("\b\f\n\r\t", byte(r)); r < 0x20 && i >= 0 {
		d.out = append(d.out, '\\', "bfnrt"[i])
		return
	}
	d.out = append(d.out, '\\', 'u')
	for shift := 12; shift >= 0; shift -= 4 {
		d.out = append(d.out, "0123456789abcdef"[r>>shift&0xf])
	}
}

func indexByte(s string, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return -1
}

func (d *dumper) constant(n *Constant) {
	d.field("value")
	switch n.Value {
	case ConstantNone, ConstantTrue, ConstantFalse, ConstantEllipsis:
		d.out = append(d.out, [...]string{"None", "True", "False", "Ellipsis"}[n.Value]...)
	case ConstantInt:
		d.out = append(d.out, "0x"...)
		if n.Big != nil {
			d.out = append(d.out, n.Big.Text(16)...)
		} else {
			d.out = strconv.AppendInt(d.out, n.Int, 16)
		}
	case ConstantFloat, ConstantComplex:
		kind := byte('f')
		if n.Value == ConstantComplex {
			kind = 'j'
		}
		d.out = append(d.out, kind)
		d.out = hex.AppendEncode(d.out, binary.BigEndian.AppendUint64(nil, math.Float64bits(n.Float)))
	case ConstantStr:
		d.quote(n.Str)
	case ConstantBytes:
		d.out = append(d.out, 'b')
		wide := make([]rune, len(n.Str))
		for i := range len(n.Str) {
			wide[i] = rune(n.Str[i])
		}
		d.quote(string(wide))
	}
	if n.Unicode && (d.fstrings == 0 || !d.bareFStrings) {
		d.text("kind", "u")
	}
}

func (d *dumper) close() {
	d.out = append(d.out, ')')
	d.fields = 1
}
