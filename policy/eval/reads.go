package eval

import (
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// This file has reads of what the host holds under a name: the environment and Airflow's variables.
// A read under a known name is data of unknown content and a reference, which rules judge by its
// name; it changes nothing. A read under a name that is not known is an unknown.

// environment is a read of the environment of the scheduler or worker.
func (e *evaluator) environment(at python.Node, key, instead value, by facts.Symbol) value {
	if !knownName(key) {
		e.effect("environment", "an unknown name", at)
		if key.kind == unknownKind {
			return key
		}
		return e.unknown(at, codeArgument, "which environment variable is read is not known")
	}
	e.reference("environment", key, by, at.Range())
	if p := e.config.Platform; p != nil {
		if v, ok := e.vouchedVariable(&p.Environment, "the environment variable ", key, instead); ok {
			return v
		}
	}
	return opaque("the environment variable "+shownName(key), opaqueText)
}

// getenv is os.getenv(key, default=None) and os.environ.get(key, default=None).
func getenv(e *evaluator, c *site) value {
	args, ok := c.take("key", "default")
	if !ok || !e.dataOnly(c) || args[1].kind != unbound && !isPlain(args[1]) && args[1].kind != unknownKind {
		e.effect("environment", "an unknown name", c.node)
		return e.refuse(c)
	}
	return e.environment(c.node, args[0], args[1], c.symbol)
}

// variableGet is Variable.get(key, default_var, deserialize_json=False), in Airflow 3 with default
// instead of default_var: text or JSON that anyone who may edit variables chose.
func variableGet(e *evaluator, c *site) value {
	args, ok := c.take("key", "default_var", "deserialize_json")
	if !ok {
		args, ok = c.take("key", "default", "deserialize_json")
	}
	if !ok || !e.dataOnly(c) {
		return e.refuse(c)
	}
	if !knownName(args[0]) {
		if args[0].kind == unknownKind {
			return args[0]
		}
		return e.unknown(c.node, codeArgument, "which Airflow variable is read is not known")
	}
	e.reference("variable", args[0], c.symbol, c.node.Span)
	e.charge(readWork)
	if raw, known := truth(args[2]); args[2].kind == unbound || known && !raw {
		if v, ok := e.vouchedVariable(&e.config.Tenant.Variables, "the Airflow variable ", args[0], args[1]); ok {
			return v
		}
	}
	return opaque("the Airflow variable "+shownName(args[0]), opaqueText)
}

// vouchedVariable is the text of a variable that the configuration knows, or the default.
func (e *evaluator) vouchedVariable(known *facts.Variables, what string, name, instead value) (value, bool) {
	names := []value{name}
	if name.kind == choiceKind {
		names = name.o.items
	}
	var whole value
	for i, n := range names {
		v, ok := givenVariable(known, what, n.s)
		if !ok {
			return value{}, false
		}
		if i > 0 {
			v, ok = e.eitherText(whole, v)
		}
		if !ok {
			return value{}, false
		}
		whole = v
	}
	if instead.kind == unbound {
		return whole, true
	}
	return e.eitherText(whole, instead)
}

// givenVariable is what is known of a variable: one of some texts, or text without a brace.
func givenVariable(known *facts.Variables, what, name string) (value, bool) {
	if values := known.Values[name]; len(values) > 0 {
		items := make([]value, len(values))
		for i, text := range values {
			items[i] = strValue(text)
		}
		return joinAll(items)
	}
	for _, key := range known.Text {
		if begin, several := strings.CutSuffix(key, "*"); name == key || several && strings.HasPrefix(name, begin) {
			return opaque(what+name, opaqueGiven), true
		}
	}
	return value{}, false
}

// eitherText is one of two values, of which each is a constant or text without templates.
func (e *evaluator) eitherText(a, b value) (value, bool) {
	for _, v := range [2]value{a, b} {
		switch {
		case v.isScalar(), v.kind == choiceKind, v.kind == opaqueKind && v.n == opaqueGiven:
		default:
			return value{}, false
		}
	}
	if a.kind == opaqueKind || b.kind == opaqueKind {
		if templateText(a) || templateText(b) {
			return value{}, false
		}
		if a.kind != opaqueKind {
			a = b
		}
		return a, true
	}
	return joinValues(a, b)
}

// templateText tells whether a constant holds what every template begins with.
func templateText(v value) bool {
	switch v.kind {
	case strKind, bytesKind:
		return strings.Contains(v.s, brace)
	case choiceKind:
		return slices.ContainsFunc(v.o.items, templateText)
	}
	return false
}

// knownName tells whether the value is a known string, or one of several.
func knownName(v value) bool {
	return v.kind == strKind || v.kind == choiceKind && allKind(v.o.items, strKind)
}

func shownName(v value) string {
	if v.kind == strKind {
		return v.s
	}
	return "of one of several names"
}
