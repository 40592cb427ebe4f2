package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// This file bounds what text of unknown content may grow to. Known text is counted in bytes when it
// is made; unknown text is counted in pieces: what one read of the host yields is one, what is put
// together from two has both. A file that doubles such a text sixty times would fill the memory of
// the scheduler that all tenants share.

// maxPieces bounds the pieces of one text.
const maxPieces = 256

// pieceBytes is how much known text counts as one piece.
const pieceBytes = 4096

// maxBits bounds a number that is written out, maxDigits the text that one is made of, in pieces beyond the
// first: a number of unknown content grows by multiplication as text does, and so does the time that this takes.
const (
	maxBits   = 256
	maxDigits = 0.1
)

// calculated counts the work of arithmetic on numbers of unknown content, which is quadratic in their pieces.
func (e *evaluator) calculated(pieces float64) {
	if left := max(e.limits.Steps-e.steps, 0); pieces > 8 {
		e.charge(int(min(2*pieces*pieces, float64(left+1))))
	}
}

// processed counts the work of a library that walks a text, or compiles it: a step for each byte that the file
// puts into it.
func (e *evaluator) processed(values ...value) {
	for _, v := range values {
		bytes := float64(len(v.s)) + v.f*pieceBytes
		if v.isContainer() || v.kind == objectKind || v.kind == choiceKind {
			bytes = e.pieces(v) * pieceBytes
		}
		e.charge(int(min(bytes, float64(max(e.limits.Steps-e.steps, 0)+1))))
	}
}

// hashed counts the work of finding a key among others.
func (e *evaluator) hashed(key value, among []value) { e.charge(hashWork(key, among)) }

// hashWork is the work of finding a key among others: the hash of a tuple is no secret, so all may have the same.
func hashWork(key value, among []value) int {
	if key.kind != tupleKind {
		return 0
	}
	return len(among) / 16
}

// searched counts the work of looking for a text in another: before Python 3.10 that of both lengths, where
// the texts are made for it.
func (e *evaluator) searched(s, sought string) {
	if len(sought) < len(s) {
		e.lookedFor(s[len(sought):], sought)
	}
}

// lookedFor counts the work of looking for each character of a text among others, which Python does one after the other.
func (e *evaluator) lookedFor(s, among string) {
	if left := max(e.limits.Steps-e.steps, 0); len(among) > 64 {
		e.charge(min(len(s)/64*(len(among)/64), left+1))
	}
}

// pieces is how much text the value may become.
func (e *evaluator) pieces(v value) float64 {
	if v.o == nil || v.kind == opaqueKind {
		return scalarPieces(v)
	}
	budget := maxWalk
	n := piecesWalk(v, 0, &budget)
	e.charge((maxWalk - budget) / 8)
	return n
}

func scalarPieces(v value) float64 {
	switch v.kind {
	case opaqueKind:
		return 1 + v.f
	case prefixKind:
		return 1 + v.f + float64(len(v.s))/pieceBytes
	}
	return float64(8+len(v.s)) / pieceBytes
}

func piecesWalk(v value, depth int, budget *int) float64 {
	*budget--
	if depth > maxNesting || *budget < 0 {
		return maxPieces + 1
	}
	switch v.kind {
	case choiceKind:
		most := 0.0
		for _, item := range v.o.items {
			most = max(most, scalarPieces(item))
		}
		return most
	case listKind, tupleKind, setKind, dictKind, objectKind:
		if isModel(v) {
			*budget -= textModel
		}
		sum := 0.0
		for _, list := range [][]value{v.o.keys, v.o.items} {
			for _, item := range list {
				sum += piecesWalk(item, depth+1, budget)
			}
		}
		return sum
	}
	return scalarPieces(v)
}

// grown is an opaque or prefix value of so many pieces, an unknown when these are too many.
func (e *evaluator) grown(at python.Node, v value, pieces float64) value {
	if !(pieces <= maxPieces) {
		return e.unknown(at, codeBudget, "a text of unknown content grows without a bound that is known")
	}
	v.f = max(pieces-1, 0)
	if !e.held(at, v) {
		return value{kind: unknownKind, s: "too large"}
	}
	return v
}

// held counts what a new text of unknown content may hold beyond what one read yields, a quarter for each byte: it is the
// file's doing, and as many of them as the file makes are held at once.
func (e *evaluator) held(at python.Node, v value) bool { return e.alloc(at, int(v.f*pieceBytes/4)) }

// computedPieces is how large the result of arithmetic on data of unknown content may be; false when
// that has no bound.
func (e *evaluator) computedPieces(op python.Operator, left, right value) (float64, bool) {
	a, b := e.pieces(left), e.pieces(right)
	text := func(v value) bool {
		return v.kind != opaqueKind || v.n&(opaqueText|opaqueXCom|opaqueLate|opaqueGiven) != 0
	}
	times := func(v value) float64 { return a + b + max(float64(v.n), 0)*(a+b) }
	switch op {
	case python.Mult:
		switch {
		case right.isWhole() && text(left):
			return times(right), true
		case left.isWhole() && text(right):
			return times(left), true
		}
		number := func(v value) bool { _, ok := v.number(); return ok || !text(v) }
		return a + b, number(left) && number(right)
	case python.Pow, python.LShift:
		if right.kind == floatKind {
			return a, true
		}
		return times(right), right.isWhole() && right.n <= 64
	case python.Mod:
		return a * (1 + b), true
	}
	return a + b, true
}

// maxEscape is how many bytes a byte of text becomes at most where it is written as a literal.
const maxEscape = 10

// textOf is text of unknown content made of a value, at most factor times as long.
func (e *evaluator) textOf(v value, from string, factor float64) value {
	var at python.Node = &python.Pass{}
	if e.now != nil {
		at = e.now
	}
	return e.grown(at, value{kind: opaqueKind, s: from, n: opaqueText | unstoredOf(v), why: v.why}, factor*e.pieces(v))
}

// toLog counts what a call writes to the log of the scheduler, every time that it reads the file. It is
// charged to the bytes that a file may make; false when these are used up.
func (e *evaluator) toLog(c *site, separator int) bool {
	pieces := 0.0
	e.charge(logWork)
	for _, v := range c.pos {
		pieces += e.pieces(v)
	}
	for _, k := range c.kw {
		pieces += e.pieces(k.value)
	}
	if !(pieces <= maxPieces) {
		return false
	}
	return e.alloc(c.node, int(pieces*pieceBytes)+separator*len(c.pos))
}

// logged is a call of a logger: a message and what is put into it. The message may not make a text of any
// width of its arguments.
func logged(e *evaluator, c *site) (value, bool) {
	if !e.dataOnly(c) {
		return value{}, false
	}
	if len(c.pos) > 1 {
		messages := []value{c.pos[0]}
		if c.pos[0].kind == choiceKind {
			messages = c.pos[0].o.items
		}
		for _, m := range messages {
			if m.kind != strKind || wide(m.s) || strings.Contains(m.s, "*") {
				return value{}, false
			}
		}
	}
	return noneValue, e.toLog(c, 0)
}
