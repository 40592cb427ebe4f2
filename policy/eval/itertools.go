package eval

// This file has the functions of itertools that DAG files loop over. Like those of zip, their results are
// iterators, which only a loop or a consumer may have, which evaluator.call sees to.

// iteratorArguments says what becomes of iterators that are arguments of these functions.
var iteratorArguments = map[string]consumption{"itertools.product": taken, "itertools.chain": walked}

// product is itertools.product without repeat: it takes its arguments to their end when it is called.
func product(e *evaluator, c *site) value {
	if c.open || len(c.kw) > 0 {
		return e.refuse(c)
	}
	rows := [][]value{nil}
	for _, v := range c.pos {
		items, ok := e.sequence(v)
		if !ok {
			return e.refuse(c)
		}
		if !e.alloc(c.node, 16*len(rows)*len(items)*len(c.pos)) {
			return value{kind: unknownKind, s: "too large"}
		}
		longer := make([][]value, 0, len(rows)*len(items))
		for _, row := range rows {
			for _, item := range items {
				longer = append(longer, append(row[:len(row):len(row)], item))
			}
		}
		rows = longer
	}
	e.charge(len(rows) * (1 + len(c.pos)))
	tuples := make([]value, len(rows))
	for i, row := range rows {
		tuples[i] = e.tuple(row)
	}
	return e.iterator(tuples)
}

// chained is itertools.chain, which walks one argument after the other.
func chained(e *evaluator, c *site) value {
	if c.open || len(c.kw) > 0 {
		return e.refuse(c)
	}
	var all []value
	for _, v := range c.pos {
		items, ok := e.sequence(v)
		if !ok || !e.alloc(c.node, 16*len(items)) {
			return e.refuse(c)
		}
		e.charge(len(items) / 4)
		all = append(all, items...)
	}
	return e.iterator(all, c.pos...)
}
