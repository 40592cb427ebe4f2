package policy

import (
	"math"
	"path"
	"strings"
	"sync"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// parses are the files of a snapshot that were parsed, by place: one that is judged may be imported too, and
// was perhaps looked through for imports before.
type parses struct {
	mutex   sync.Mutex
	byPlace map[int]*parse
	kept    int // bytes of source of those that are kept
}

// How much source a tree may be kept with because somebody may ask again: a tree takes ten times the room.
const (
	keepNothing = 0           // a file that is judged: few are imported after that
	keepSome    = 2 << 20     // a file that is looked through for imports, and judged right after
	keepAll     = math.MaxInt // a module that files import
)

type parse struct {
	content []byte
	version python.Version
	once    sync.Once
	file    *python.File
	err     error
}

func (p *parses) of(place int, content []byte, version python.Version, keep int) (*python.File, error) {
	p.mutex.Lock()
	one := p.byPlace[place]
	if one == nil || one.version != version || !identical(one.content, content) {
		one = &parse{content: content, version: version}
		if p.kept+len(content) <= keep {
			p.byPlace[place] = one
			p.kept += len(content)
		}
	}
	p.mutex.Unlock()
	one.once.Do(func() { one.file, one.err = python.Parse(content, python.Options{Version: version}) })
	return one.file, one.err
}

// identical tells whether two slices are the same bytes of memory.
func identical(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// load returns the source of a module of the repository, when one file provides it for certain and
// was read and parsed. A Helper without File says that a file may provide the module and cannot be
// executed, nil that none does. Read is unset when the file's bytes are not there: what is concluded
// from that holds for this run only.
func (r *run) load(module string) (helper *Helper, read bool) {
	place := r.modules.file(module)
	if place < 0 {
		if len(r.modules.providers[module]) > 0 {
			return &Helper{}, true
		}
		return nil, true
	}
	file := &r.snapshot.Files[place]
	parsed := r.parse(place, keepAll)
	if parsed == nil {
		return &Helper{Path: file.Path}, file.Content != nil || !needsContent(file)
	}
	return &Helper{Path: file.Path, File: parsed, Package: path.Base(file.Path) == "__init__.py"}, true
}

// parse returns a file's tree, nil where it cannot be executed.
func (r *run) parse(place, keep int) *python.File {
	file := &r.snapshot.Files[place]
	if contentOf(file) != facts.ContentRead {
		return nil
	}
	parsed, err := r.parses.of(place, file.Content, r.version, keep)
	if err != nil {
		return nil
	}
	return parsed
}

// unreadHelpers returns the places of the files that the file at the given place imports, directly
// or through others, and whose bytes were not read.
func (r *run) unreadHelpers(place int, seen map[int]bool) []int {
	var unread []int
	queue := []int{place}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		keep := keepAll
		if at == place {
			keep = keepSome
		}
		parsed := r.parse(at, keep)
		if parsed == nil {
			continue
		}
		for _, module := range importedModules(parsed, r.packageOf(at)) {
			helper := r.modules.file(module)
			if helper < 0 || seen[helper] {
				continue
			}
			seen[helper] = true
			if file := &r.snapshot.Files[helper]; file.Content == nil && needsContent(file) {
				unread = append(unread, helper)
			} else {
				queue = append(queue, helper)
			}
		}
	}
	return unread
}

// packageOf returns the dotted name of the package that a file lies in, from the DAG folder.
func (r *run) packageOf(place int) string {
	filePath := r.snapshot.Files[place].Path
	names := moduleNames(filePath, r.snapshot.Tenant.Namespace, r.platform)
	if len(names) == 0 {
		return ""
	}
	if path.Base(filePath) == "__init__.py" {
		return names[0]
	}
	parent, _ := cutLast(names[0])
	return parent
}

// relativeTo resolves a relative module name, such as `..common`, from a package.
func relativeTo(inPackage, module string) string {
	name := strings.TrimLeft(module, ".")
	for range len(module) - len(name) - 1 {
		inPackage, _ = cutLast(inPackage)
	}
	return strings.Trim(inPackage+"."+name, ".")
}

func cutLast(name string) (before, last string) {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// importedModules lists the names that a file's imports may resolve as modules, packages above them
// included, wherever in the file they stand.
func importedModules(file *python.File, inPackage string) []string {
	var modules []string
	add := func(name string) {
		for name != "" {
			modules = append(modules, name)
			name, _ = cutLast(name)
		}
	}
	python.Walk(file.Module, func(node python.Node) bool {
		switch node := node.(type) {
		case *python.Import:
			for _, alias := range node.Names {
				add(alias.Name)
			}
		case *python.ImportFrom:
			base := node.Module
			if node.Level > 0 {
				base = relativeTo(inPackage, strings.Repeat(".", int(node.Level))+node.Module)
			}
			add(base)
			for _, alias := range node.Names {
				modules = append(modules, base+"."+alias.Name)
			}
		}
		return true
	})
	return modules
}

// importers are names by which code imports what no statement names.
var importers = map[string]bool{"__import__": true, "importlib": true, "pkgutil": true, "runpy": true, "imp": true, "zipimport": true, "exec": true, "eval": true}

// askForPackages asks for what a file names in its imports, wherever they stand, once more with all that lies below
// it: of other packages that were asked for, only the name is needed. Who imports in other ways may look at everything.
func (r *run) askForPackages(asked map[string]string, parsed *python.File, place int, own func(module string) bool) {
	any := false
	for _, answer := range asked {
		any = any || answer != ""
	}
	if !any {
		return // it rests on nothing of the repository
	}
	if parsed == nil || parsed.Module == nil {
		own(everything)
		return
	}
	name := func(module string) {
		if module = strings.Trim(module, "."); own(module) {
			own(wholly(module))
		}
	}
	imports := func(how string) {
		if importers[firstComponent(how)] {
			own(everything)
		}
	}
	inPackage := r.packageOf(place)
	python.Walk(parsed.Module, func(node python.Node) bool {
		switch node := node.(type) {
		case *python.Name:
			imports(node.ID)
		case *python.Import:
			for _, alias := range node.Names {
				imports(alias.Name)
				name(alias.Name)
			}
		case *python.ImportFrom:
			base := node.Module
			if node.Level > 0 {
				base = relativeTo(inPackage, strings.Repeat(".", int(node.Level))+node.Module)
			}
			imports(node.Module)
			for _, alias := range node.Names {
				if alias.Name == "*" {
					name(base)
				} else {
					name(base + "." + alias.Name)
				}
			}
		}
		return true
	})
}
