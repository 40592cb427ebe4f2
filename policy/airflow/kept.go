package airflow

import (
	"fmt"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// kept are the names kept by hand in data/airflow.txt and data/libraries.txt.
//
//	[process]              a section: detail word, optionally the kind of its names
//	subprocess pty         modules: of a harmful word everything under them is of that word
//	os: system popen       exact names of a module
//	os: old=posix.new      a name that is another path of the one after the sign
//	m: V1*                 names that begin so; only under a harmful word, one word for a module
//
// Under a harmless word a module line lists the module alone: its names are harmless only one by one.
// `standard:` and `third-party:` lines begin the two parts of libraries.txt, and `short:` lists
// names by which modules are commonly imported.
type kept struct {
	exact    map[string]keptName
	modules  map[string]string   // detail
	prefixes map[string]string   // detail, of harmful modules only
	starts   map[string][]string // by module, how names begin that startsAs classifies
	startsAs map[string]keptName // by module
	// roots are top-level modules other than airflow, standard those of the standard library,
	// harmless those with a harmless word.
	roots, standard, harmless map[string]bool
	// mixed are modules with harmful names or submodules: os and urllib, though not datetime.
	mixed      map[string]bool
	shortNames map[string]string
}

// keptName is one exact name; target is set when it is another path of that name.
type keptName struct{ kind, detail, target string }

func newKept() kept {
	return kept{
		exact:      make(map[string]keptName, 4096),
		starts:     map[string][]string{},
		startsAs:   map[string]keptName{},
		modules:    make(map[string]string, 2048),
		prefixes:   make(map[string]string, 2048),
		roots:      make(map[string]bool, 1024),
		standard:   make(map[string]bool, 512),
		harmless:   map[string]bool{},
		mixed:      map[string]bool{},
		shortNames: map[string]string{},
	}
}

func (k *kept) parse(file, text string, capability map[string]facts.Capability) error {
	detail, kind := "", ""
	standard, libraries := false, file == "libraries.txt"
	for number := 1; text != ""; number++ {
		var row string
		row, text, _ = strings.Cut(text, "\n")
		if at := strings.IndexByte(row, '#'); at >= 0 {
			row = row[:at]
		}
		row = strings.TrimSpace(row)
		switch {
		case row == "":
			continue
		case row == "standard:" || row == "third-party:":
			standard = row == "standard:"
			continue
		case strings.HasPrefix(row, "short:"):
			for _, pair := range strings.Fields(row[len("short:"):]) {
				short, full, _ := strings.Cut(pair, "=")
				k.shortNames[short] = full
			}
			continue
		case row[0] == '[':
			detail, kind, _ = strings.Cut(strings.Trim(row, "[]"), " ")
			if kind == "" {
				kind = "library"
			}
			if _, known := capability[detail]; !known {
				return fmt.Errorf("%s:%d: detail %q is not listed", file, number, detail)
			}
			continue
		case detail == "":
			return fmt.Errorf("%s:%d: a name before the first section", file, number)
		}
		safe := capability[detail] == facts.CapSafe
		if module, names, ok := strings.Cut(row, ":"); ok {
			for _, name := range strings.Fields(names) {
				if begin, ok := strings.CutSuffix(name, "*"); ok {
					if safe {
						return fmt.Errorf("%s:%d: %s: a harmless name must be exact", file, number, name)
					}
					k.starts[module] = append(k.starts[module], begin)
					k.startsAs[module] = keptName{kind: kind, detail: detail}
					continue
				}
				name, target, _ := strings.Cut(name, "=")
				full := module + "." + name
				if was, twice := k.exact[full]; twice {
					return fmt.Errorf("%s:%d: %s is already listed as %s", file, number, full, was.detail)
				}
				k.exact[full] = keptName{kind, detail, target}
				if !safe && capability[detail] != facts.CapAirflowInternal {
					k.mixed[module] = true
				}
			}
			continue
		}
		for _, module := range strings.Fields(row) {
			if was, twice := k.modules[module]; twice && was != "" {
				return fmt.Errorf("%s:%d: module %s is already listed as %s", file, number, module, was)
			}
			k.modules[module] = detail
			if !safe {
				k.prefixes[module] = detail
				k.mixed[parent(module)] = true
			}
			if root, _, _ := strings.Cut(module, "."); libraries {
				k.roots[root] = true
				if standard {
					k.standard[root] = true
				}
				if safe {
					k.harmless[root] = true
				}
			}
		}
	}
	return nil
}

// lookup finds an exact name, or a name by how it begins.
func (k *kept) lookup(name string) (keptName, bool) {
	if entry, ok := k.exact[name]; ok {
		return entry, true
	}
	module := parent(name)
	for _, begin := range k.starts[module] {
		if strings.HasPrefix(name[len(module)+1:], begin) {
			return k.startsAs[module], true
		}
	}
	return keptName{}, false
}
