package airflow

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/sekisho/sekisho/policy/facts"
)

// Catalogue answers what a qualified name can do. It is immutable and safe for concurrent use.
type Catalogue struct {
	digest  string
	details []Detail
	// capability is by detail word.
	capability map[string]facts.Capability
	generated  generated
	// kept are the names kept by hand, of Airflow and of libraries; they win over generated ones.
	kept   kept
	fields fieldTables
}

// Default is the catalogue embedded in the binary. It panics when the embedded data is malformed,
// which a test excludes.
var Default = sync.OnceValue(func() *Catalogue {
	catalogue, err := load(detailsText, symbolsText, airflowText, librariesText, fieldsText)
	if err != nil {
		panic("airflow: embedded catalogue: " + err.Error())
	}
	return catalogue
})

func load(details, symbols, airflow, libraries, fields string) (*Catalogue, error) {
	c := &Catalogue{capability: map[string]facts.Capability{}}
	var err error
	if c.details, err = parseDetails(details); err != nil {
		return nil, err
	}
	for _, detail := range c.details {
		c.capability[detail.Word] = detail.Capability
	}
	if c.generated, err = indexGenerated(symbols, c.capability); err != nil {
		return nil, err
	}
	c.kept = newKept()
	if err = c.kept.parse("airflow.txt", airflow, c.capability); err != nil {
		return nil, err
	}
	if err = c.kept.parse("libraries.txt", libraries, c.capability); err != nil {
		return nil, err
	}
	if c.fields, err = parseFields(fields); err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, text := range []string{details, symbols, airflow, libraries, fields} {
		fmt.Fprintf(sum, "%d\n%s", len(text), text)
	}
	c.digest = hex.EncodeToString(sum.Sum(nil))
	return c, nil
}

// Digest identifies the catalogue's content: SHA-256 in hexadecimal over all its data.
func (c *Catalogue) Digest() string { return c.digest }

// maxSteps bounds how many aliases and re-exports one name may be followed through.
const maxSteps = 8

// Resolve says what a qualified name is. The second result is false when nobody listed the name;
// the symbol then has capability unknown and its own name as canonical.
//
// A name is followed through aliases, deprecated paths and re-exported modules
// (`airflow.models.dag.os.system` is `os.system`, with kind `re-export`). A re-export is never
// called harmless: nobody listed that this module keeps that attribute.
func (c *Catalogue) Resolve(qualified string) (facts.Symbol, bool) {
	symbol := facts.Symbol{Name: qualified, Canonical: qualified, Capability: facts.CapUnknown}
	if !dotted(qualified) {
		return symbol, false
	}
	found, ok := c.resolve(qualified, maxSteps)
	if !ok {
		if found.canonical != "" {
			symbol.Canonical = found.canonical
		}
		return symbol, false
	}
	symbol.Canonical = found.canonical
	symbol.Kind = found.kind
	symbol.Detail = found.detail
	symbol.Capability = c.capability[found.detail]
	return symbol, true
}

// found is a name's place in the catalogue. With ok unset, canonical may still be known.
type found struct{ canonical, kind, detail string }

func (c *Catalogue) resolve(name string, steps int) (found, bool) {
	if steps == 0 {
		return found{}, false
	}
	if entry, ok := c.kept.lookup(name); ok {
		if entry.target != "" {
			return found{entry.target, entry.kind, entry.detail}, true
		}
		return found{name, entry.kind, entry.detail}, true
	}
	if !strings.Contains(name, ".") {
		if entry, ok := c.kept.exact["builtins."+name]; ok {
			return found{"builtins." + name, entry.kind, entry.detail}, true
		}
	}
	if line, ok := c.generated.symbol(name); ok {
		if line.target == "" {
			return found{name, line.kind, line.detail}, true
		}
		target, ok := c.resolve(line.target, steps-1)
		if ok && line.weak && c.safe(target.detail) {
			return found{canonical: target.canonical}, false
		}
		return target, ok
	}
	if entry, ok := c.kept.modules[name]; ok {
		return found{name, "module", entry}, true
	}
	if detail, ok := c.generated.moduleDetail(name); ok {
		return found{name, "module", detail}, true
	}
	if hasDunder(name) {
		return found{name, "dunder", "reflection"}, true
	}
	if member, ok, known := c.member(name, steps); known {
		return member, ok
	}
	if target, ok := c.reexport(name, steps); ok {
		return target, true
	}
	for prefix := parent(name); prefix != ""; prefix = parent(prefix) {
		if detail, ok := c.kept.prefixes[prefix]; ok {
			return found{name, "library", detail}, true
		}
	}
	return found{}, false
}

// member resolves an attribute of a class or function: `airflow.models.Variable.get`. Of what is
// harmful every attribute is; of what is harmless none is unless it is listed by itself. known is
// unset when no part of the name is a symbol.
func (c *Catalogue) member(name string, steps int) (_ found, ok, known bool) {
	for prefix := parent(name); prefix != ""; prefix = parent(prefix) {
		if c.isModule(prefix) {
			return found{}, false, false
		}
		if _, kept := c.kept.lookup(prefix); !kept {
			if _, listed := c.generated.symbol(prefix); !listed {
				continue
			}
		}
		rest := name[len(prefix):]
		owner, ok := c.resolve(prefix, steps-1)
		if !ok {
			return found{}, false, true
		}
		// The canonical owner may have a listed attribute: an alias of DAG has DAG.clear.
		if owner.canonical != prefix {
			if target, ok := c.resolve(owner.canonical+rest, steps-1); ok {
				return target, true, true
			}
		}
		if c.safe(owner.detail) {
			return found{canonical: owner.canonical + rest}, false, true
		}
		return found{owner.canonical + rest, "member", owner.detail}, true, true
	}
	return found{}, false, false
}

// reexport resolves an attribute that is a module imported by the module before it:
// `airflow.os.system`, `json.codecs.builtins.eval`. It looks only under Airflow and under modules
// that are listed, and answers only with something harmful.
func (c *Catalogue) reexport(name string, steps int) (found, bool) {
	root, _, _ := strings.Cut(name, ".")
	if root != "airflow" && !c.kept.standard[root] && !c.kept.harmless[root] {
		return found{}, false
	}
	for start := strings.IndexByte(name, '.') + 1; start > 0 && start < len(name); {
		end := strings.IndexByte(name[start:], '.')
		component, rest := name[start:], ""
		if end >= 0 {
			component, rest = name[start:start+end], name[start+end:]
		}
		if !c.isModule(name[:start+len(component)]) {
			if full, ok := c.kept.shortNames[component]; ok {
				component = full
			}
			if c.kept.roots[component] {
				target, ok := c.resolve(component+rest, steps-1)
				if ok && !c.safe(target.detail) {
					return found{target.canonical, "re-export", target.detail}, true
				}
				if ok && c.kept.mixed[target.canonical] {
					return found{target.canonical, "re-export", "reflection"}, true
				}
			}
		}
		if end < 0 {
			break
		}
		start += end + 1
	}
	return found{}, false
}

func (c *Catalogue) safe(detail string) bool { return c.capability[detail] == facts.CapSafe }

// IsModule says whether a name is a module or package that the catalogue knows. A module that it
// does not know may exist all the same.
func (c *Catalogue) IsModule(name string) bool { return c.isModule(name) }

func (c *Catalogue) isModule(name string) bool {
	if _, ok := c.kept.modules[name]; ok {
		return true
	}
	return c.generated.isModule(name)
}

// StarExports lists, sorted, the public names that the catalogue knows in a module. The module may
// export more, so a star import of it still leaves names unknown. The second result is false for
// a module that the catalogue does not know.
func (c *Catalogue) StarExports(module string) ([]string, bool) {
	if !c.isModule(module) {
		return nil, false
	}
	seen := map[string]bool{}
	for _, name := range c.generated.names(module) {
		seen[name] = true
	}
	for name := range c.kept.exact {
		if parent(name) == module {
			seen[name[len(module)+1:]] = true
		}
	}
	exports := make([]string, 0, len(seen))
	for name := range seen {
		if name[0] != '_' {
			exports = append(exports, name)
		}
	}
	sort.Strings(exports)
	return exports, true
}

// parent is the name without its last component; empty for a name of one component.
func parent(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return ""
}

// dotted says whether text is a dotted name of ASCII identifiers, not absurdly long.
func dotted(text string) bool {
	if text == "" || len(text) > 1000 {
		return false
	}
	start := true
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b == '_' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z':
			start = false
		case '0' <= b && b <= '9' && !start:
		case b == '.' && !start:
			start = true
		default:
			return false
		}
	}
	return !start
}

// hasDunder says whether a component after the first begins with two underscores, as Python's
// internals do.
func hasDunder(name string) bool { return strings.Contains(name, ".__") }
