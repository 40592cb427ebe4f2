package jinja

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// dump writes a tree as testdata/oracle.py writes Jinja's own.
func dump(body []Statement) string {
	items := make([]string, 0, len(body))
	for _, statement := range body {
		if item := dumpStatement(statement); item != "" { // an empty print tag
			items = append(items, item)
		}
	}
	return "[" + strings.Join(items, " ") + "]"
}

func dumpStatement(statement Statement) string {
	switch s := statement.(type) {
	case *Data:
		return "(data " + quote(newlines(s.Text)) + ")"
	case *Output:
		return "(out " + dumpExpr(s.Of) + ")"
	case *Print:
		items := make([]string, 0, len(s.Items))
		for _, item := range s.Items {
			items = append(items, "(out "+dumpExpr(item)+")")
		}
		return strings.Join(items, " ")
	case *Do:
		return "(do " + dumpExpr(s.Of) + ")"
	case *If:
		elif := ""
		for _, branch := range s.Elif {
			elif += fmt.Sprintf(" (elif %s %s)", dumpExpr(branch.Test), dump(branch.Body))
		}
		return fmt.Sprintf("(if %s %s%s %s)", dumpExpr(s.Test), dump(s.Body), elif, dump(s.Else))
	case *For:
		recursive := "once"
		if s.Recursive {
			recursive = "rec"
		}
		return fmt.Sprintf("(for %s %s %s %s %s %s)", dumpExpr(s.Target), dumpExpr(s.Iter), dumpExpr(s.Test), recursive, dump(s.Body), dump(s.Else))
	case *Set:
		return fmt.Sprintf("(set %s %s)", dumpExpr(s.Target), dumpExpr(s.Value))
	case *SetBlock:
		filter := "nil"
		if s.Filter != nil {
			filter = dumpExpr(s.Filter)
		}
		return fmt.Sprintf("(setblock %s %s %s)", dumpExpr(s.Target), filter, dump(s.Body))
	case *With:
		return fmt.Sprintf("(with%s%s %s)", dumpAll(s.Targets), dumpAll(s.Values), dump(s.Body))
	case *Block:
		return fmt.Sprintf("(tag %s%s %s)", s.Tag, dumpAll(s.Exprs), dump(s.Body))
	}
	panic(fmt.Sprintf("%T", statement))
}

func dumpAll(items []Expr) string {
	text := ""
	for _, item := range items {
		text += " " + dumpExpr(item)
	}
	return text
}

func dumpArguments(a Arguments) string {
	text := dumpAll(a.Args)
	for _, keyword := range a.Keywords {
		text += fmt.Sprintf(" (kw %s %s)", keyword.Name, dumpExpr(keyword.Value))
	}
	if a.DynArgs != nil {
		text += " (star " + dumpExpr(a.DynArgs) + ")"
	}
	if a.DynKw != nil {
		text += " (stars " + dumpExpr(a.DynKw) + ")"
	}
	return text
}

func dumpExpr(expr Expr) string {
	switch e := expr.(type) {
	case nil:
		return "nil"
	case *Name:
		return "(name " + e.ID + ")"
	case *NamespaceRef:
		return "(ns " + e.ID + " " + e.Attr + ")"
	case *Const:
		return dumpConst(e.Value)
	case *Tuple:
		return "(tuple" + dumpAll(e.Items) + ")"
	case *List:
		return "(list" + dumpAll(e.Items) + ")"
	case *Dict:
		text := ""
		for _, pair := range e.Pairs {
			text += fmt.Sprintf(" (%s %s)", dumpExpr(pair.Key), dumpExpr(pair.Value))
		}
		return "(dict" + text + ")"
	case *Getattr:
		return "(attr " + dumpExpr(e.Of) + " " + e.Attr + ")"
	case *Getitem:
		return "(item " + dumpExpr(e.Of) + " " + dumpExpr(e.Index) + ")"
	case *Slice:
		return fmt.Sprintf("(slice %s %s %s)", dumpExpr(e.Start), dumpExpr(e.Stop), dumpExpr(e.Step))
	case *Call:
		return "(call " + dumpExpr(e.Func) + dumpArguments(e.Arguments) + ")"
	case *Filter:
		return "(filter " + e.Name + " " + dumpExpr(e.Of) + dumpArguments(e.Arguments) + ")"
	case *Test:
		return "(test " + e.Name + " " + dumpExpr(e.Of) + dumpArguments(e.Arguments) + ")"
	case *Unary:
		return "(un " + e.Op + " " + dumpExpr(e.Of) + ")"
	case *Binary:
		return fmt.Sprintf("(bin %s %s %s)", e.Op, dumpExpr(e.Left), dumpExpr(e.Right))
	case *Concat:
		return "(concat" + dumpAll(e.Items) + ")"
	case *Compare:
		text := ""
		for i, op := range e.Ops {
			text += fmt.Sprintf(" (%s %s)", op, dumpExpr(e.With[i]))
		}
		return "(compare " + dumpExpr(e.Of) + text + ")"
	case *CondExpr:
		return fmt.Sprintf("(cond %s %s %s)", dumpExpr(e.Test), dumpExpr(e.Then), dumpExpr(e.Else))
	}
	panic(fmt.Sprintf("%T", expr))
}

func dumpConst(value any) string {
	switch v := value.(type) {
	case nil:
		return "none"
	case bool:
		return strconv.FormatBool(v)
	case string:
		return quote(v)
	case Number:
		plain := strings.ReplaceAll(string(v), "_", "")
		if whole, ok := new(big.Int).SetString(plain, 0); ok {
			return "i" + whole.String()
		}
		float, _ := strconv.ParseFloat(plain, 64)
		return fmt.Sprintf("f%016x", math.Float64bits(float))
	}
	panic(fmt.Sprintf("%T", value))
}

func newlines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// quote writes a string as Python's json.dumps does: ASCII only.
func quote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\b':
			out.WriteString(`\b`)
		case r == '\f':
			out.WriteString(`\f`)
		case r < ' ' || 0x7e < r && r < 0x10000:
			if r == 0x7f {
				out.WriteRune(r)
			} else {
				fmt.Fprintf(&out, `\u%04x`, r)
			}
		case r >= 0x10000:
			r -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}
