package podtemplate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sekisho/sekisho/policy/facts"
)

// Limits bound what is read. A file over a limit is not OK and its facts may be incomplete.
type Limits struct {
	Bytes int // size of the file
	Depth int // nesting of mappings and sequences
	Nodes int // mappings, sequences and scalars, keys included
}

// DefaultLimits are far above any real PodTemplate: the deepest field of a Pod lies 13 levels down.
func DefaultLimits() Limits { return Limits{Bytes: 256 << 10, Depth: 32, Nodes: 4_000} }

// Codes of [facts.TemplateProblem].
const (
	codeSyntax       = "syntax"
	codeDocuments    = "documents"
	codeDuplicateKey = "duplicate-key"
	codeAnchor       = "anchor"
	codeAlias        = "alias"
	codeMergeKey     = "merge-key"
	codeTag          = "tag"
	codeEncoding     = "encoding"
	codeBoolean      = "boolean"
	codeUnknownField = "unknown-field"
	codeType         = "type"
	codeDepth        = "depth"
	codeSize         = "size"
	codeEmpty        = "empty"
	codePlaceholder  = "placeholder"
)

// maxProblems bounds the list; a hostile file repeats itself.
const maxProblems = 100

// Read reads one PodTemplate file. It has no error: whatever is wrong with the file is in Problems, and OK is set
// only when nothing but placeholders was found. A limit of zero or less stands for the default.
func Read(data []byte, limits Limits) (template *facts.PodTemplate) {
	limits = limits.withDefaults()
	r := &reader{
		limits: limits,
		out: &facts.PodTemplate{
			Problems:   []facts.TemplateProblem{},
			Fields:     map[string]facts.Field{},
			Empty:      map[string]facts.Span{},
			Containers: []facts.Container{},
			Volumes:    []facts.Volume{},
		},
	}
	defer func() {
		// The YAML libraries are recursive code over hostile text; a defect in one must not become an answer.
		if recovered := recover(); recovered != nil {
			r.problem(codeSyntax, "", facts.Span{}, fmt.Sprintf("the file cannot be read: %v", recovered))
		}
		r.finish()
		template = r.out
	}()
	r.read(data)
	return r.out
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	if l.Bytes > 0 {
		d.Bytes = l.Bytes
	}
	if l.Depth > 0 {
		d.Depth = l.Depth
	}
	if l.Nodes > 0 {
		d.Nodes = l.Nodes
	}
	return d
}

type reader struct {
	limits Limits
	out    *facts.PodTemplate
	lines  [][]rune // the text without line ends
	nodes  int
	// whole is set when the whole document was walked, so that the facts are complete.
	whole bool
}

func (r *reader) problem(code, path string, span facts.Span, message string) {
	if len(r.out.Problems) < maxProblems {
		r.out.Problems = append(r.out.Problems, facts.TemplateProblem{Code: code, Path: path, Message: message, Span: span})
	}
}

// finish orders the problems and draws the conclusion. It is the only place that sets OK.
func (r *reader) finish() {
	p := r.out.Problems
	sort.SliceStable(p, func(i, j int) bool {
		a, b := p[i].Span.Start, p[j].Span.Start
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		if a.Column != b.Column {
			return a.Column < b.Column
		}
		return p[i].Code < p[j].Code
	})
	ok := r.whole && r.out.Documents == 1
	for i := range p {
		if p[i].Code != codePlaceholder {
			ok = false
		}
	}
	// A full list may have lost a problem that matters.
	r.out.OK = ok && len(p) < maxProblems
}

func (r *reader) read(data []byte) {
	if len(data) > r.limits.Bytes {
		r.problem(codeSize, "", lineSpan(1, 1, 1), fmt.Sprintf("the file has %d bytes, more than the %d that are read", len(data), r.limits.Bytes))
		return
	}
	if !r.checkBytes(data) {
		return
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		r.lines = append(r.lines, []rune(line))
	}
	root, ok := r.parse(data)
	if !ok {
		return
	}
	r.walk(root)
	r.whole = r.nodes <= r.limits.Nodes && !r.has(codeDepth)
	if !r.whole {
		return
	}
	r.identity(root)
	r.typed(root)
	r.placeholders(root, "")
	if len(r.out.Problems) == 0 || r.onlyPlaceholders() {
		r.secondReader(data, root)
	}
}

func (r *reader) has(code string) bool {
	for i := range r.out.Problems {
		if r.out.Problems[i].Code == code {
			return true
		}
	}
	return false
}

func (r *reader) onlyPlaceholders() bool {
	for i := range r.out.Problems {
		if r.out.Problems[i].Code != codePlaceholder {
			return false
		}
	}
	return true
}

var yamlErrorLine = regexp.MustCompile(`line (\d+)`)

// parse returns the content of the first document. Every document is read, so that an error behind `---` is seen.
func (r *reader) parse(data []byte) (*yaml.Node, bool) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first *yaml.Node
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line := 1
			if m := yamlErrorLine.FindStringSubmatch(err.Error()); m != nil {
				line, _ = strconv.Atoi(m[1])
			}
			r.problem(codeSyntax, "", r.lineSpan(line), "the file is not valid YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
			return nil, false
		}
		r.out.Documents++
		switch {
		case r.out.Documents == 1:
			if len(document.Content) == 1 {
				first = document.Content[0]
			}
		case r.out.Documents == 2:
			r.problem(codeDocuments, "", r.lineSpan(document.Line), "a second YAML document begins here; Airflow refuses such a file and other readers take only the first document")
		case r.out.Documents > r.limits.Nodes:
			return nil, false
		}
	}
	if r.out.Documents > 1 {
		return first, first != nil
	}
	if first == nil || (first.Kind == yaml.ScalarNode && first.ShortTag() == "!!null") {
		r.problem(codeEmpty, "", lineSpan(1, 1, 1), "the file has no YAML document")
		return nil, false
	}
	return first, true
}
