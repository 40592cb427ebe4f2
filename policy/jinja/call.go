package jinja

import "strings"

// signature is what a listed function, method or filter may be given.
type signature struct {
	most     int      // positional arguments
	keywords []string // keyword arguments
	// literal is set where every argument must be a literal.
	literal bool
	// limit bounds numeric arguments, which must be literals then: widths and counts.
	limit  int64
	result valueKind
}

func (c *checker) call(e *Call) value {
	if method, ok := e.Func.(*Getattr); ok {
		if text, ok := formatText(method); ok {
			return c.format(e, text)
		}
	}
	f := c.owner(e.Func)
	what := c.path(e.Func)
	if what != "" && !c.namesKey(e, f) {
		c.note(what)
	}
	if what == "" {
		what = "this call"
	} else {
		what = "`" + what + "()`"
	}
	switch f.kind {
	case bad:
		c.evalArguments(e.Arguments)
		return f
	case object:
		if f.path == "ti.xcom_pull" || f.path == "task_instance.xcom_pull" {
			return c.xcomPull(e)
		}
		if f.path == "var.value.get" || f.path == "var.json.get" {
			return c.variable(e, strings.TrimSuffix(f.path, ".get"))
		}
		if method, ok := strings.CutPrefix(f.path, "date."); ok {
			v := c.arguments(e.Offset(), e.Arguments, what, dateMethods[method])
			if (method == "strftime" || method == "format") && len(e.Args) > 0 {
				v = v.scaled(wideDate(e.Args[0]))
			}
			return v
		}
		if s, ok := functions[f.path]; ok {
			return c.called(f.path, e.Args, c.arguments(e.Offset(), e.Arguments, what, s))
		}
	case data:
		if method, ok := e.Func.(*Getattr); ok {
			if s, ok := dataMethods[method.Attr]; ok {
				v := c.arguments(e.Offset(), e.Arguments, what, s)
				if v.kind != bad {
					c.escape()
					v = grown(method.Attr, value{kind: v.kind, size: f.size, large: f.large, share: f.share}, v)
				}
				return v
			}
		}
	}
	c.evalArguments(e.Arguments)
	return c.refuse(e.Offset(), "the call of %s is not on the list of allowed expressions", what)
}

// formatText is the literal of `'…'.format`.
func formatText(method *Getattr) (string, bool) {
	if method.Attr != "format" {
		return "", false
	}
	literal, ok := method.Of.(*Const)
	if !ok {
		return "", false
	}
	text, ok := literal.Value.(string)
	return text, ok
}

// format checks `'{:02d}'.format(x)`. A field may be a number or a keyword, never an attribute or
// a subscript of an argument, and its specification may hold no field of its own.
func (c *checker) format(e *Call, text string) value {
	for rest := strings.NewReplacer("{{", "", "}}", "").Replace(text); ; {
		_, after, open := strings.Cut(rest, "{")
		if !open {
			break
		}
		field, tail, closed := strings.Cut(after, "}")
		name, _, _ := strings.Cut(field, ":")
		if !closed || strings.ContainsAny(name, ".[_") || strings.Contains(field, "{") || wideFormat(field) {
			c.evalArguments(e.Arguments)
			return c.refuse(e.Offset(), "a field of this `format` reaches into its argument or is too wide")
		}
		rest = tail
	}
	var keywords []string
	for _, keyword := range e.Keywords {
		keywords = append(keywords, keyword.Name)
	}
	v := c.arguments(e.Offset(), e.Arguments, "`format()`", signature{most: 20, keywords: keywords}).text()
	v = v.scaled(int64(strings.Count(text, "{")) + 1)
	v.size = plus(v.size, int64(len(text)))
	return v
}

// namesKey says whether a call is `.get('key')` of data or variables, and notes the key's name in
// place of the call's.
func (c *checker) namesKey(e *Call, f value) bool {
	method, ok := e.Func.(*Getattr)
	if !ok || method.Attr != "get" || len(e.Args) == 0 || f.kind != data && !strings.HasPrefix(f.path, "var.") {
		return false
	}
	of, key := c.path(method.Of), ""
	if key, ok = constantKey(e.Args[0]); ok && of != "" {
		c.note(of + "." + pathKey(of, key))
	}
	return ok && of != ""
}

func innermost(e *Filter) *Filter {
	for {
		inner, ok := e.Of.(*Filter)
		if !ok {
			return e
		}
		e = inner
	}
}

// evalArguments looks at the arguments of a refused call, for the names in them.
func (c *checker) evalArguments(a Arguments) {
	for _, arg := range a.Args {
		c.eval(arg)
	}
	for _, keyword := range a.Keywords {
		c.eval(keyword.Value)
	}
	for _, star := range []Expr{a.DynArgs, a.DynKw} {
		if star != nil {
			c.eval(star)
		}
	}
}

// arguments checks a call against a signature.
func (c *checker) arguments(offset int, a Arguments, what string, s signature) value {
	values := append([]Expr(nil), a.Args...)
	for _, keyword := range a.Keywords {
		if !contains(s.keywords, keyword.Name) {
			c.evalArguments(a)
			return c.refuse(offset, "%s may not be given `%s`", what, keyword.Name)
		}
		values = append(values, keyword.Value)
	}
	given := c.all(values)
	if len(a.Args) > s.most {
		return c.refuse(offset, "%s may be given at most %d arguments by position", what, s.most)
	}
	for _, v := range values {
		if s.literal && !literal(v) {
			return c.refuse(v.Offset(), "%s may only be given literals", what)
		}
		if s.limit > 0 {
			n, ok := v.(*Const)
			if !ok || !small(n, s.limit) {
				return c.refuse(v.Offset(), "%s may only be given literals up to %d: it can fill the worker's memory", what, s.limit)
			}
		}
	}
	if result := c.noStars(offset, a, given); result.kind == bad {
		return result
	}
	if s.result == data && given.kind == mixed {
		return given
	}
	if s.limit > 0 && what != "`range()`" {
		given.size = plus(given.size, s.limit)
	}
	return value{kind: s.result, size: given.size, large: given.large, share: given.share}
}

func contains(list []string, name string) bool {
	for _, item := range list {
		if item == name {
			return true
		}
	}
	return false
}

// literal says whether an expression is a literal, or a list or tuple of literals.
func literal(expr Expr) bool {
	var items []Expr
	switch e := expr.(type) {
	case *Const:
		return true
	case *Unary:
		_, number := e.Of.(*Const)
		return number && e.Op != "not"
	case *List:
		items = e.Items
	case *Tuple:
		items = e.Items
	default:
		return false
	}
	for _, item := range items {
		if _, ok := item.(*Const); !ok {
			return false
		}
	}
	return true
}

// xcomPull checks `ti.xcom_pull(task_ids='…', key='…')`. Its second positional argument and the
// keyword dag_id name another DAG.
func (c *checker) xcomPull(e *Call) value {
	for _, keyword := range e.Keywords {
		if keyword.Name == "dag_id" {
			c.note("ti.xcom_pull.dag_id")
			c.evalArguments(e.Arguments)
			return c.refuse(keyword.Value.Offset(), "`ti.xcom_pull(dag_id=…)` reads what another DAG stored")
		}
	}
	if len(e.Args) > 1 {
		c.note("ti.xcom_pull.dag_id")
		c.evalArguments(e.Arguments)
		return c.refuse(e.Args[1].Offset(), "the second argument of `ti.xcom_pull` is a dag_id: name the arguments")
	}
	var must []Expr
	must = append(must, e.Args...)
	for _, keyword := range e.Keywords {
		switch keyword.Name {
		case "task_ids", "key", "map_indexes", "include_prior_dates":
			must = append(must, keyword.Value)
		}
	}
	for _, v := range must {
		if !literal(v) {
			c.evalArguments(e.Arguments)
			return c.refuse(v.Offset(), "`ti.xcom_pull` may only be given literals")
		}
	}
	return c.arguments(e.Offset(), e.Arguments, "`ti.xcom_pull()`", signature{
		most: 1, keywords: []string{"task_ids", "key", "map_indexes", "include_prior_dates", "default"}, result: data,
	}).anyLength()
}

// variable checks `var.value.get('key', default)` and notes the key.
func (c *checker) variable(e *Call, root string) value {
	if len(e.Args) == 0 {
		return c.refuse(e.Offset(), "`%s.get()` needs the key as its first argument", root)
	}
	key, ok := e.Args[0].(*Const)
	text, isText := "", false
	if ok {
		text, isText = key.Value.(string)
	}
	if !isText {
		c.evalArguments(e.Arguments)
		return c.refuse(e.Args[0].Offset(), "the key of `%s.get()` must be a literal", root)
	}
	if text == "" {
		return c.refuse(e.Args[0].Offset(), "the key of `%s.get()` is empty", root)
	}
	v := c.arguments(e.Offset(), e.Arguments, "`"+root+".get()`", signature{most: 2, keywords: []string{"default", "default_var"}, result: data}).anyLength()
	c.spend(e.Offset(), v)
	return v
}

// filter checks `of | name(…)`.
func (c *checker) filter(e *Filter) value {
	of := value{kind: data, size: 1}
	if e.Of != nil {
		of = c.plain(e.Of)
	}
	return c.filterOf(e, of)
}

// filterOf checks a filter that is applied to a value. A filter of a set block may have others inside,
// the innermost of which is applied to the block's text.
func (c *checker) filterOf(e *Filter, of value) value {
	if inner, ok := e.Of.(*Filter); ok && innermost(inner).Of == nil {
		of = c.filterOf(inner, of)
	}
	s, ok := filters[e.Name]
	if !ok {
		c.evalArguments(e.Arguments)
		return c.refuse(e.Offset(), "the filter `%s` is not allowed", e.Name)
	}
	c.markup = c.markup || markupFilters[e.Name]
	result := c.arguments(e.Offset(), e.Arguments, "the filter `"+e.Name+"`", s.signature)
	switch {
	case of.kind == bad || result.kind == bad:
		return value{kind: bad}
	case s.text:
		v := grown(e.Name, of, result)
		v.kind = data
		return v
	case e.Name == "default" || e.Name == "d":
		return join(of, result)
	case of.kind != data:
		return c.refuse(e.Offset(), "the filter `%s` may only be applied to data", e.Name)
	}
	return grown(e.Name, of, value{})
}
