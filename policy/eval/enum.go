package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file executes enumerations of texts: classes derived from enum.Enum whose members are written out. A member is
// an object with a name and a value, the same one wherever it is asked for, and it is equal to itself alone. One that
// is text too (`class Stage(str, Enum)`) has the equality, the hash and the truth of that, so these are not asked.

// enumBases are the bases of an enumeration, with the type that its members have beside.
var enumBases = map[string]string{"enum.Enum": "", "enum.StrEnum": "str"}

// enumHead tells from the bases whether a class is an enumeration.
func enumHead(bases []value) (mixed string, ok bool) {
	if len(bases) == 0 || len(bases) > 2 {
		return "", false
	}
	last := bases[len(bases)-1]
	mixed, ok = enumBases[last.s]
	if !ok || last.kind != symbolKind || len(bases) == 2 && mixed != "" {
		return "", false
	}
	if len(bases) == 2 {
		mixed = bases[0].s
		ok = bases[0].kind == builtinKind && mixed == "str"
	}
	return mixed, ok
}

// enumName tells whether a name in the body of an enumeration is that of a member or a method, and means nothing else.
func enumName(name string) bool {
	return !strings.HasPrefix(name, "_") && name != "name" && name != "value" && name != "names" && name != "mro"
}

// enumMember adds a member; false when its value is no known text, or that of another member.
func (e *evaluator) enumMember(class *recordClass, name string, x python.Expr) bool {
	v := e.eval(x)
	if v.kind != strKind || v.n != 0 {
		return false
	}
	e.charge(len(class.members) / 8)
	for _, other := range class.members {
		was, _ := other.o.get("value")
		if equal, known := e.same(was, v); equal || !known {
			return false
		}
	}
	member := value{kind: recordKind, s: class.name, o: &object{
		record: class, s: class.name, keys: []value{strValue("name"), strValue("value")}, items: []value{strValue(name), v},
	}}
	class.keys, class.members = append(class.keys, name), append(class.members, member)
	e.setVar(e.scope, name, v)
	return true
}

// isEnum tells whether the value is a member of an enumeration of the file.
func (v value) isEnum() bool { return v.kind == recordKind && v.o.record.form == recordEnum }

// isPlainEnum tells whether it is one that is nothing else beside.
func (v value) isPlainEnum() bool { return v.isEnum() && v.o.record.mixed == "" }

// sameMember compares two members of enumerations.
func sameMember(a, b value) (equal, known bool) {
	if a.o == b.o {
		return true, true
	}
	return false, a.o.record == b.o.record || a.isPlainEnum() && b.isPlainEnum()
}

// findMember is `Stage("raw")` and, by name, `Stage["RAW"]`.
func (e *evaluator) findMember(class *recordClass, key value, by string) (value, bool) {
	e.charge(len(class.members) / 8)
	for _, m := range class.members {
		was, _ := m.o.get(by)
		if equal, known := e.same(was, key); !known {
			return value{}, false
		} else if equal {
			return m, true
		}
	}
	return value{}, false
}
