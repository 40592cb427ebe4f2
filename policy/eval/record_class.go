package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// recordDef is the definition of a class that only holds data; false when it is anything else, and nothing
// was recorded then.
func (e *evaluator) recordDef(s *python.ClassDef, bases []value) (value, bool) {
	class, ok := e.recordHead(s, bases)
	if ok && class.form != recordConstants {
		e.charge(classWork(len(s.Body)) * (1 + optionsOf(s)))
	}
	if !ok || len(s.TypeParams) > 0 || e.scope != e.globals || !recordBody(class.form, s.Body) || class.ancestors() > maxAncestors {
		return value{}, false
	}
	ok = !usesMembers(s.Body)
	inner := newScope(e.scope)
	inner.made, inner.local = e.generations, map[string]struct{}{}
	outer := e.scope
	e.scope = inner
	for _, stmt := range s.Body {
		switch stmt := stmt.(type) {
		case *python.Assign:
			ok = e.recordMember(class, stmt.Targets[0].(*python.Name), stmt.Value) && ok
		case *python.FunctionDef:
			ok = e.memberDef(class, stmt, outer) && ok
		case *python.AnnAssign:
			e.annotation(stmt.Annotation)
			ok = e.plainAnnotation(stmt.Annotation) && e.recordMember(class, stmt.Target.(*python.Name), stmt.Value) && ok
		}
	}
	e.scope = outer
	if !ok {
		e.unknown(s, codeClass, "a class whose fields hold anything but data, or two of one name, is not executed")
	}
	return value{kind: classKind, s: s.Name, o: &object{record: class}}, true
}

// optionsOf is how many options the decorator of a class is given: each may write methods of its own.
func optionsOf(s *python.ClassDef) int {
	for _, d := range s.Decorators {
		if call, ok := d.(*python.Call); ok {
			return len(call.Keywords)
		}
	}
	return 0
}

// classWork is the work of a library that writes the source of a class with so many fields, which dataclasses do in time that
// grows with the square of them, and has it compiled.
func classWork(fields int) int { return 100 + 10*fields + fields*fields/16 }

// recordHead tells by decorator, bases and keywords which form a class has.
func (e *evaluator) recordHead(s *python.ClassDef, bases []value) (class *recordClass, ok bool) {
	class = &recordClass{form: recordConstants}
	if mixed, ok := enumHead(bases); ok {
		class.form, class.name, class.mixed = recordEnum, s.Name, mixed
		return class, len(s.Decorators)+len(s.Keywords) == 0
	}
	switch {
	case len(s.Decorators) == 1 && len(s.Keywords) == 0 && e.dataclassDecorator(s.Decorators[0], class):
		class.form = recordData
	case len(s.Decorators) > 0 || len(bases) > 1:
		return nil, false
	}
	for _, b := range bases {
		switch {
		case b.kind == builtinKind && b.s == "object":
		case b.kind == builtinKind && exceptions[b.s] && class.form == recordConstants, b.kind == classKind && b.o.record != nil && b.o.record.form == recordException:
			class.form = recordException
		case b.kind == classKind && b.o.record != nil && b.o.record.form == recordConstants && class.form == recordConstants:
			class.base = b.o.record
		case b.kind == symbolKind && recordBases[b.s] != 0 && class.form == recordConstants:
			class.form = recordBases[b.s]
		default:
			return nil, false
		}
	}
	for _, k := range s.Keywords {
		if _, known := e.knownTruth(k.Value); class.form != recordDict || k.Arg != "total" || !known {
			return nil, false
		}
	}
	return class, true
}

// dataclassDecorator tells whether a decorator is `@dataclass`, with options that add no more than comparison.
func (e *evaluator) dataclassDecorator(d python.Expr, class *recordClass) bool {
	if call, ok := d.(*python.Call); ok {
		for _, k := range call.Keywords {
			on, known := e.knownTruth(k.Value)
			if !known {
				return false
			}
			switch k.Arg {
			case "frozen", "slots":
				class.fixed = class.fixed || on
			case "order", "eq", "repr", "unsafe_hash":
			case "kw_only":
				class.keyed = on
			default:
				return false
			}
		}
		if len(call.Args) > 0 {
			return false
		}
		d = call.Func
	}
	v := e.static(d, e.scope)
	return v.kind == symbolKind && v.s == "dataclasses.dataclass"
}

// knownTruth is the value of an option that is True or False, written out or under a name.
func (e *evaluator) knownTruth(x python.Expr) (on, known bool) {
	var v value
	switch x := x.(type) {
	case *python.Constant:
		v = e.constant(x)
	case *python.Name:
		v = e.lookup(e.scope, x.ID)
	}
	return v.n != 0, v.kind == boolKind
}

// recordBody looks at the shape of the statements alone.
func recordBody(form recordForm, body []python.Stmt) bool {
	seen := map[string]bool{}
	for _, stmt := range body {
		var name *python.Name
		var v python.Expr
		switch stmt := stmt.(type) {
		case *python.FunctionDef:
			if seen[stmt.Name] || !memberShape(form, stmt) {
				return false
			}
			seen[stmt.Name] = true
			continue
		case *python.Assign:
			if len(stmt.Targets) != 1 || form != recordConstants && form != recordEnum {
				return false
			}
			name, _ = stmt.Targets[0].(*python.Name)
			v = stmt.Value
			if form == recordEnum && name != nil && !enumName(name.ID) {
				return false
			}
		case *python.AnnAssign:
			if form == recordException || form == recordEnum || stmt.Value != nil && form == recordDict || !stmt.Simple {
				return false
			}
			name, _ = stmt.Target.(*python.Name)
			v = stmt.Value
			if !plainExpression(stmt.Annotation) {
				return false
			}
		default:
			if !idle(stmt) {
				return false
			}
			continue
		}
		if name == nil || strings.HasPrefix(name.ID, "_") && (form != recordConstants || strings.HasPrefix(name.ID, "__")) || seen[name.ID] || v != nil && !plainExpression(v) {
			return false
		}
		seen[name.ID] = true
	}
	return len(seen) > 0 || form == recordConstants || form == recordException
}

// plainExpression tells whether an expression means in the body of a class what it means outside: it has no
// scope of its own, binds nothing, and no name that a class mangles or has itself.
func plainExpression(x python.Expr) bool {
	return !python.Contains(x, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Lambda, *python.ListComp, *python.SetComp, *python.DictComp, *python.GeneratorExp, *python.NamedExpr, *python.Await,
			*python.Yield, *python.YieldFrom, *python.TemplateStr:
			return true
		case *python.Name:
			return strings.HasPrefix(n.ID, "__")
		case *python.Attribute:
			return strings.HasPrefix(n.Attr, "__")
		case *python.Keyword:
			return strings.HasPrefix(n.Arg, "__")
		}
		return false
	})
}

// plainAnnotation tells whether the annotation of a field says what its type is and nothing else: ClassVar,
// InitVar and KW_ONLY make something else of a field, and are looked for in text too.
func (e *evaluator) plainAnnotation(x python.Expr) bool {
	plain := true
	python.Walk(x, func(n python.Node) bool {
		switch n := n.(type) {
		case *python.Constant:
			// Text in a subscript is never looked into.
			plain = plain && (python.Node(n) != python.Node(x) || n.Value == python.ConstantNone)
		case *python.Name, *python.Attribute:
			v := e.static(n.(python.Expr), e.scope)
			switch v.kind {
			case symbolKind:
				_, listed := e.symbol(v.s)
				last := v.s[strings.LastIndexByte(v.s, '.')+1:]
				plain = plain && listed && last != "ClassVar" && last != "InitVar" && last != "KW_ONLY"
			case builtinKind, classKind:
			default:
				plain = false
			}
			return false
		}
		return plain
	})
	return plain
}

// recordMember adds a field or a constant to a class.
func (e *evaluator) recordMember(class *recordClass, name *python.Name, x python.Expr) bool {
	if class.form == recordEnum {
		return e.enumMember(class, name.ID, x)
	}
	field := recordField{name: name.ID}
	if x == nil {
		if class.form != recordConstants { // of which the annotation says nothing
			class.fields = append(class.fields, field)
		}
		return true
	}
	if good, found := e.fieldCall(class, x, &field); found {
		class.fields = append(class.fields, field)
		// The rest of the body finds an object of the library here, which knows the default.
		delete(e.scope.vars, name.ID)
		e.scope.local[name.ID] = struct{}{}
		return good
	}
	v := e.eval(x)
	ok := v.kind != unknownKind && e.data(v)
	e.setVar(e.scope, name.ID, v)
	switch class.form {
	case recordData:
		// A dataclass refuses a default that can be changed.
		field.fallback = v
		class.fields = append(class.fields, field)
		return ok && (!v.isContainer() || v.kind == tupleKind)
	case recordTuple:
		field.fallback = v
		class.fields = append(class.fields, field)
		return ok
	}
	class.keys, class.members = append(class.keys, name.ID), append(class.members, v)
	return ok
}

// fieldCall reads `field(…)` of a dataclass. Found tells that it is one, good that it is understood.
func (e *evaluator) fieldCall(class *recordClass, x python.Expr, field *recordField) (good, found bool) {
	call, ok := x.(*python.Call)
	if !ok || class.form != recordData {
		return false, false
	}
	if v := e.static(call.Func, e.scope); v.kind != symbolKind || v.s != "dataclasses.field" {
		return false, false
	}
	good = len(call.Args) == 0
	for _, k := range call.Keywords {
		switch k.Arg {
		case "default":
			field.fallback = e.eval(k.Value)
			good = good && field.fallback.kind != unknownKind && e.data(field.fallback) && (!field.fallback.isContainer() || field.fallback.kind == tupleKind)
		case "default_factory":
			v := e.evalQuiet(k.Value)
			good = good && v.kind == builtinKind && (v.s == "list" || v.s == "dict" || v.s == "tuple")
			field.factory = v.s
		case "repr", "compare", "hash":
			_, constant := k.Value.(*python.Constant)
			good = good && constant
		default:
			good = false
		}
	}
	return good && (field.factory == "" || field.fallback.kind == unbound), true
}
