package jinja

import "strings"

// eval checks an expression and says what its value is.
func (c *checker) eval(expr Expr) value {
	v := c.judge(expr)
	if v.size == 0 {
		v.size = unit
	}
	if computes(expr) {
		c.spend(expr.Offset(), v)
	}
	if (times(v.size, c.escapes()) > maxSize || times(v.large, c.escapes()) > maxLarge) && v.kind != bad {
		return c.refuse(expr.Offset(), "the value of this expression may be too large for the worker's memory")
	}
	return v
}

func (c *checker) judge(expr Expr) value {
	switch e := expr.(type) {
	case *Const:
		text, _ := e.Value.(string)
		return value{kind: data, size: int64(len(text)) + 1}
	case *Name, *Getattr, *Getitem:
		return c.chain(expr)
	case *Call:
		return c.call(e)
	case *Filter:
		return c.filter(e)
	case *Test:
		if e.Name == "defined" || e.Name == "undefined" || e.Name == "none" {
			c.truth(e.Of)
		} else {
			c.plain(e.Of)
		}
		if !safeTests[e.Name] {
			return c.refuse(e.Offset(), "the test `%s` is not allowed", e.Name)
		}
		return c.positional(e.Offset(), e.Arguments, "the test `"+e.Name+"`", 1).answer()
	case *Tuple:
		return c.display(e.Items)
	case *List:
		return c.display(e.Items)
	case *Concat:
		return c.all(e.Items).text()
	case *Dict:
		items := make([]Expr, 0, 2*len(e.Pairs))
		for _, pair := range e.Pairs {
			items = append(items, pair.Key, pair.Value)
		}
		return c.display(items)
	case *Unary:
		if e.Op == "not" {
			return c.truth(e.Of).answer()
		}
		return c.plain(e.Of)
	case *Compare:
		return c.all(append([]Expr{e.Of}, e.With...)).answer()
	case *CondExpr:
		c.truth(e.Test)
		then := c.plain(e.Then)
		if e.Else == nil {
			return then
		}
		return join(then, c.plain(e.Else))
	case *Binary:
		return c.binary(e)
	}
	return c.refuse(expr.Offset(), "this expression is not allowed")
}

// truth checks an expression of which only the truth is used: `… if dag_run else …`. There an
// object of the context may stand by its name alone.
func (c *checker) truth(expr Expr) value {
	switch e := expr.(type) {
	case *Name:
		if _, bound := c.names[e.ID]; !bound && truthNames[e.ID] {
			c.note(e.ID)
			return value{kind: data}
		}
	case *Unary:
		if e.Op == "not" {
			return c.truth(e.Of)
		}
	case *Binary:
		if e.Op == "and" || e.Op == "or" {
			return join(c.truth(e.Left), c.truth(e.Right))
		}
	}
	return c.plain(expr)
}

// all is the value of a container of expressions: data when every member is.
func (c *checker) all(items []Expr) value {
	result := value{kind: data, size: 1}
	for _, item := range items {
		v := c.plain(item)
		result = result.with(v)
		switch {
		case v.kind == bad:
			result.kind = bad
		case v.kind != data && result.kind == data:
			result.kind = mixed
		}
	}
	return result
}

// display is the value of a list, tuple or dict that is written out.
func (c *checker) display(items []Expr) value {
	v := c.all(items).scaled(4)
	v.size = plus(v.size, 8*int64(len(items)))
	return v
}

// text is the value of text, a number or a truth value made of v.
func (v value) text() value {
	if v.kind != bad {
		v.kind = data
	}
	return v
}

// answer is the value of a truth value found by looking at v.
func (v value) answer() value {
	return value{kind: v.text().kind, size: unit}
}

// join is the value of either of two expressions.
func join(a, b value) value {
	either := value{kind: mixed, size: max(a.size, b.size), large: max(a.large, b.large)}
	either.share = (a.share || a.large == 0) && (b.share || b.large == 0)
	switch {
	case a.kind == bad || b.kind == bad:
		return value{kind: bad}
	case a.kind != b.kind:
		return either
	}
	either.kind = a.kind
	return either
}

func (c *checker) binary(e *Binary) value {
	left, right := c.plain(e.Left), c.plain(e.Right)
	switch e.Op {
	case "and", "or":
		return join(left, right)
	case "**":
		return c.refuse(e.Offset(), "the operator `**` is not allowed: it can make the worker compute for hours")
	case "*":
		if factor, ok := smallFactor(e); ok {
			product := join(left, right)
			if c.numeric(e) {
				return value{kind: product.kind}
			}
			product = product.scaled(factor)
			if of, text := c.factorText(e); text && product.kind != bad && product.large > maxLarge {
				return c.refuse(e.Offset(), "a text would be repeated %d times and may fill the worker's memory; if `%s` is a number, say so: `(%s | int)`", factor, of, of)
			}
			return product
		}
		return c.refuse(e.Offset(), "a factor must be a literal number up to 100000: another can fill the worker's memory")
	case "%":
		if !c.modulo(e.Left) {
			hint := ""
			if of := c.path(e.Left); of != "" {
				hint = "; if `" + of + "` is a number, say so: `(" + of + " | int)`"
			}
			return c.refuse(e.Offset(), "what stands before `%%` must be a number, or a literal text without a width over 99: another format can fill the worker's memory%s", hint)
		}
	}
	if left.kind == bad || right.kind == bad {
		return value{kind: bad}
	}
	if left.kind == date && right.kind != mixed || right.kind == date && left.kind != mixed {
		return value{kind: date}
	}
	if e.Op == "%" {
		right = right.scaled(fieldsOf(e.Left, "%"))
	}
	v := left.with(right)
	v.kind = join(left, right).kind
	c.escape()
	return v
}

// chain checks a name with its attributes and constant subscripts.
func (c *checker) chain(expr Expr) value {
	switch e := expr.(type) {
	case *Name:
		if v, bound := c.names[e.ID]; bound {
			return v
		}
		c.noteUnlessInner(e)
		if e.ID == "loop" && c.loops > 0 {
			return value{kind: object, path: "loop"}
		}
		if v, ok := context[e.ID]; ok {
			if e.ID == "params" {
				return v.at(e.ID).anyLength()
			}
			return v.at(e.ID)
		}
		return c.refuse(e.Offset(), "`%s` is not on the list of allowed names", e.ID)
	case *Getattr:
		return c.member(e, e.Of, e.Attr)
	case *Getitem:
		return c.item(e)
	}
	return c.eval(expr)
}

// path is the dotted name of an expression, as far as it is a name with attributes, constant
// subscripts and calls; empty when it begins otherwise.
func (c *checker) path(expr Expr) string {
	switch e := expr.(type) {
	case *Name:
		if _, bound := c.names[e.ID]; bound {
			return ""
		}
		return e.ID
	case *Getattr:
		if of := c.path(e.Of); of != "" {
			return of + "." + e.Attr
		}
	case *Getitem:
		if of := c.path(e.Of); of != "" {
			if key, ok := constantKey(e.Index); ok {
				return of + "." + pathKey(of, key)
			}
			return of + ".[]"
		}
	case *Call:
		if method, ok := e.Func.(*Getattr); ok && method.Attr == "get" && len(e.Args) > 0 {
			if key, ok := constantKey(e.Args[0]); ok {
				if of := c.path(method.Of); of != "" {
					return of + "." + pathKey(of, key)
				}
			}
		}
		return c.path(e.Func)
	}
	return ""
}

// pathKey is a subscript as a part of a dotted name. A dot in the key of a variable is shown as a colon, because the
// whole key says whose it is, and one that leads elsewhere as an address (Vault is asked by one) as not constant.
func pathKey(of, key string) string {
	if of != "var.value" && of != "var.json" {
		return key
	}
	for _, part := range strings.Split(key, "/") {
		if part == "." || part == ".." {
			return "[]"
		}
	}
	return strings.ReplaceAll(key, ".", ":")
}

// constantKey is the text of a constant subscript.
func constantKey(index Expr) (string, bool) {
	if literal, ok := index.(*Const); ok {
		switch v := literal.Value.(type) {
		case string:
			return v, true
		case Number:
			return string(v), true
		}
	}
	return "", false
}

// owner checks what an attribute or subscript is taken from. Its own name is not noted: the whole
// dotted name is.
func (c *checker) owner(of Expr) value {
	outer := c.inner
	c.inner = of
	v := c.eval(of)
	c.inner = outer
	return v
}

func (c *checker) noteUnlessInner(expr Expr) {
	if path := c.path(expr); path != "" && c.inner != expr {
		c.note(path)
	}
}

// member checks `of.name`, and `of['name']`, which Jinja looks up as an attribute too.
func (c *checker) member(expr, of Expr, name string) value {
	inner := c.inner == expr
	owner := c.owner(of)
	path := c.path(expr)
	if path != "" && !inner {
		c.note(path)
	}
	shown := path
	if shown == "" {
		shown = "." + name
	}
	if strings.HasPrefix(name, "_") {
		return c.refuse(expr.Offset(), "`%s` uses `%s`, which begins with an underscore", shown, name)
	}
	switch owner.kind {
	case bad:
		return owner
	case data:
		if unsafeData[name] {
			return c.refuse(expr.Offset(), "`%s` is not on the list of allowed expressions", shown)
		}
		return value{kind: data, size: owner.size, large: owner.large, share: owner.share}
	case date:
		if dateFields[name] {
			return value{kind: data}
		}
		if _, method := dateMethods[name]; method {
			return value{kind: object, path: "date." + name}
		}
		return c.refuse(expr.Offset(), "`%s` is not on the list of what may be used of a date", shown)
	case object:
		full := owner.path + "." + name
		if v, ok := listed(full); ok {
			if strings.HasPrefix(full, "var.") && v.kind == data {
				c.spend(expr.Offset(), v.anyLength()) // looked up in the database each time
				return v.anyLength()
			}
			if full == "dag_run.conf" {
				return v.anyLength()
			}
			return v
		}
		return c.refuse(expr.Offset(), "`%s` is not on the list of allowed expressions", shown)
	}
	return c.refuse(expr.Offset(), "`%s`: what it is taken from may be of several kinds", shown)
}

func (c *checker) item(e *Getitem) value {
	if key, ok := constantKey(e.Index); ok {
		if _, text := e.Index.(*Const).Value.(string); text {
			return c.member(e, e.Of, key)
		}
		return c.index(e)
	}
	switch index := e.Index.(type) {
	case *Slice:
		for _, part := range []Expr{index.Start, index.Stop, index.Step} {
			if part != nil {
				c.plain(part)
			}
		}
		return c.index(e)
	case *Unary:
		if n, ok := index.Of.(*Const); ok && index.Op == "-" {
			if _, number := n.Value.(Number); number {
				return c.index(e)
			}
		}
	}
	inner := c.inner == Expr(e)
	c.plain(e.Index)
	owner := c.owner(e.Of)
	if !inner {
		c.noteUnlessInner(e)
	}
	if owner.kind == bad {
		return owner
	}
	return c.refuse(e.Offset(), "a subscript that is not a constant is not allowed: Jinja also looks up attributes by it")
}

// index checks a number or slice of data.
func (c *checker) index(e *Getitem) value {
	inner := c.inner == Expr(e)
	owner := c.owner(e.Of)
	if !inner {
		c.noteUnlessInner(e)
	}
	switch owner.kind {
	case bad:
		return owner
	case data:
		return owner
	}
	return c.refuse(e.Offset(), "a subscript of this is not allowed")
}

// positional checks arguments that must be given by position, at most a number of them.
func (c *checker) positional(offset int, a Arguments, what string, most int) value {
	result := c.all(a.Args)
	if len(a.Keywords) > 0 || len(a.Args) > most {
		return c.refuse(offset, "%s is given arguments that are not allowed", what)
	}
	return c.noStars(offset, a, result)
}

func (c *checker) noStars(offset int, a Arguments, result value) value {
	for _, star := range []Expr{a.DynArgs, a.DynKw} {
		if star != nil {
			c.plain(star)
			return c.refuse(offset, "`*` and `**` arguments are not allowed")
		}
	}
	return result
}
