package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/sekisho/sekisho/policy/facts"
)

// This file writes what encoding/json would make of a jsonReport with two spaces of indentation, which
// formats every byte twice; a test compares the two.

// flushAt is the size in bytes from which on text is written out.
const flushAt = 64 << 10

type jsonText struct {
	w     io.Writer
	buf   []byte
	depth int
	first bool // nothing was written in this object or array yet
	err   error
}

func (r *jsonReport) write(w io.Writer) error {
	t := &jsonText{w: w, buf: make([]byte, 0, flushAt+4096)}
	t.open('{')
	t.number("version", r.Version)
	t.text("verdict", string(r.Verdict))
	t.text("policy", r.Policy)
	t.text("templates", r.Templates)
	list(t, "files", r.Files, (*jsonFile).write)
	list(t, "findings", r.Findings, (*jsonFinding).write)
	list(t, "pods", r.Pods, (*jsonPod).write)
	t.close('}')
	t.buf = append(t.buf, '\n')
	t.flush()
	return t.err
}

func (f *jsonFile) write(t *jsonText) {
	t.text("path", f.Path)
	t.text("verdict", string(f.Verdict))
	t.boolean("declarative", f.Declarative)
	t.text("digest", f.Digest)
}

func (f *jsonFinding) write(t *jsonText) {
	t.text("rule", f.Rule)
	t.text("name", f.Name)
	t.text("severity", string(f.Severity))
	t.text("path", f.Path)
	t.position("start", f.Start)
	t.position("end", f.End)
	t.text("message", f.Message)
	list(t, "why", f.Why, (*jsonWhy).write)
	t.text("fix", f.Fix)
	if f.Suggestion != nil {
		t.text("suggestion", *f.Suggestion)
	}
	t.text("docs", f.Docs)
}

func (y *jsonWhy) write(t *jsonText) {
	t.text("what", y.What)
	t.position("start", y.Start)
	t.position("end", y.End)
}

func (p *jsonPod) write(t *jsonText) {
	t.text("dag", p.DAG)
	t.text("task", p.Task)
	t.text("namespace", p.Namespace)
	t.text("template", p.Template)
	t.text("path", p.Path)
	t.number("line", p.Line)
}

func list[T any](t *jsonText, name string, items []T, write func(*T, *jsonText)) {
	t.name(name)
	t.open('[')
	for i := range items {
		t.next()
		t.open('{')
		write(&items[i], t)
		t.close('}')
		if len(t.buf) > flushAt {
			t.flush()
		}
	}
	t.close(']')
}

func (t *jsonText) flush() {
	if t.err == nil {
		_, t.err = t.w.Write(t.buf)
	}
	t.buf = t.buf[:0]
}

func (t *jsonText) open(bracket byte) {
	t.buf = append(t.buf, bracket)
	t.depth++
	t.first = true
}

func (t *jsonText) close(bracket byte) {
	t.depth--
	if !t.first {
		t.line()
	}
	t.buf = append(t.buf, bracket)
	t.first = false
}

// next begins a member.
func (t *jsonText) next() {
	if !t.first {
		t.buf = append(t.buf, ',')
	}
	t.first = false
	t.line()
}

func (t *jsonText) line() {
	t.buf = append(t.buf, '\n')
	for range t.depth {
		t.buf = append(t.buf, ' ', ' ')
	}
}

func (t *jsonText) name(name string) {
	t.next()
	t.buf = append(t.buf, '"')
	t.buf = append(t.buf, name...)
	t.buf = append(t.buf, '"', ':', ' ')
}

func (t *jsonText) number(name string, n int) {
	t.name(name)
	t.buf = strconv.AppendInt(t.buf, int64(n), 10)
}

func (t *jsonText) boolean(name string, b bool) {
	t.name(name)
	t.buf = strconv.AppendBool(t.buf, b)
}

func (t *jsonText) position(name string, p facts.Position) {
	t.name(name)
	t.open('{')
	t.number("line", p.Line)
	t.number("column", p.Column)
	t.close('}')
}

func (t *jsonText) text(name, s string) {
	t.name(name)
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			t.quoted(s)
			return
		}
	}
	t.buf = append(t.buf, '"')
	t.buf = append(t.buf, s...)
	t.buf = append(t.buf, '"')
}

// quoted leaves a text that is more than plain ASCII to encoding/json.
func (t *jsonText) quoted(s string) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil && t.err == nil {
		t.err = err
	}
	t.buf = append(t.buf, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
