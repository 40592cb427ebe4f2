package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"sort"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// measured is one pod-only file.
type measured struct {
	path    string // owner+name:path
	proved  bool
	reasons []reason // why it is not proved, each once
	denies  []decision.Finding
}

// reason is one kind of thing that stands between a file and its proof.
type reason struct {
	text string
	line int // the first place
}

func newMeasured(repository string, file *facts.File, findings []decision.Finding) measured {
	m := measured{path: repository + ":" + file.Path, proved: file.Declarative}
	seen := map[string]bool{}
	add := func(text string, line int) {
		if !seen[text] {
			seen[text] = true
			m.reasons = append(m.reasons, reason{text: text, line: line})
		}
	}
	if !m.proved {
		for _, u := range file.Unknowns {
			add(u.Code+": "+u.Reason, u.Span.Start.Line)
		}
		for _, e := range file.Effects {
			add("effect: "+e.Kind+" "+e.Target, e.Span.Start.Line)
		}
		for _, t := range file.Templates {
			switch {
			case t.Critical:
				add("jinja: a template in the critical field "+t.Field, t.Span.Start.Line)
			case !t.Allowed:
				add("jinja: "+t.Violation, t.Span.Start.Line)
			}
		}
		for _, c := range file.Callables {
			add("callable: "+c.Field, c.Span.Start.Line)
		}
		if len(m.reasons) == 0 {
			add("text: encoding, size or nesting, or an operator that the facts do not name", 1)
		}
	}
	for _, f := range findings {
		if f.Severity == decision.SeverityDeny {
			m.denies = append(m.denies, f)
		}
	}
	return m
}

type report struct {
	out     io.Writer
	options options
}

func (r report) printf(format string, args ...any) { fmt.Fprintf(r.out, format, args...) }

func (r report) write(repositories []*measurement, absent []string) {
	r.printf("%s\n\n%-46s %6s %7s %7s\n", definition, "", "files", "proved", "share")
	files, proved, shares, counted := 0, 0, 0.0, 0
	var all []measured
	for _, m := range repositories {
		n := 0
		for _, f := range m.files {
			if f.proved {
				n++
			}
		}
		r.printf("%-46s %6d %7d %7s\n", m.name, len(m.files), n, percent(n, len(m.files)))
		all = append(all, m.files...)
		files, proved = files+len(m.files), proved+n
		if len(m.files) > 0 {
			counted++
			shares += float64(n) / float64(len(m.files))
		}
	}
	r.printf("%-46s %6d %7d %7s\n", "all files", files, proved, percent(proved, files))
	if counted > 0 {
		r.printf("%-46s %14d %6.1f%%\n", "average of the repositories", counted, 100*shares/float64(counted))
	}
	for _, name := range absent {
		r.printf("not measured: %s\n", name)
	}
	r.reasons(all)
	r.denies(all)
	if r.options.files {
		r.files(all)
	}
}

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(of))
}

// reasons counts files, not places: what a file has fifty times is one thing to win.
func (r report) reasons(all []measured) {
	type count struct {
		text        string
		files, only int
		example     string
	}
	counts := map[string]*count{}
	for _, f := range all {
		for _, why := range f.reasons {
			c := counts[why.text]
			if c == nil {
				c = &count{text: why.text, example: fmt.Sprintf("%s:%d", f.path, why.line)}
				counts[why.text] = c
			}
			c.files++
			if len(f.reasons) == 1 {
				c.only++
			}
		}
	}
	var sorted []*count
	for _, c := range counts {
		sorted = append(sorted, c)
	}
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		if a.files != b.files {
			return a.files > b.files
		}
		if a.only != b.only {
			return a.only > b.only
		}
		return a.text < b.text
	})
	r.printf("\nwhy the others are not (files with the reason; files of which it is the only one; the first place)\n")
	for _, c := range sorted {
		r.printf("%4d %4d  %s\n            %s\n", c.files, c.only, c.text, c.example)
	}
}

// denies lists what is shown to break a rule, and draws some to be read.
func (r report) denies(all []measured) {
	type found struct {
		path string
		decision.Finding
	}
	var list []found
	rules := map[string]int{}
	denied := 0
	for _, f := range all {
		if len(f.denies) > 0 {
			denied++
		}
		for _, d := range f.denies {
			list = append(list, found{f.path, d})
			rules[d.Rule+" "+d.Name]++
		}
	}
	r.printf("\ndefinite denies: %d in %d files\n", len(list), denied)
	var names []string
	for name := range rules {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		if rules[names[i]] != rules[names[j]] {
			return rules[names[i]] > rules[names[j]]
		}
		return names[i] < names[j]
	})
	for _, name := range names {
		r.printf("%4d  %s\n", rules[name], name)
	}
	if len(list) == 0 {
		return
	}
	order := rand.New(rand.NewPCG(r.options.seed, 0)).Perm(len(list))
	order = order[:min(r.options.draw, len(order))]
	sort.Ints(order)
	r.printf("%d of them, drawn with the seed %d\n", len(order), r.options.seed)
	for _, i := range order {
		r.printf("  %s:%d: %s %s\n", list[i].path, list[i].Span.Start.Line, list[i].Rule, list[i].Message)
	}
}

func (r report) files(all []measured) {
	r.printf("\nfiles\n")
	for _, f := range all {
		word := "no"
		if f.proved {
			word = "proved"
		}
		r.printf("%-7s%s\n", word, f.path)
		for _, why := range f.reasons {
			r.printf("         %d: %s\n", why.line, why.text)
		}
	}
}
