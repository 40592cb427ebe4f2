package policy

import (
	"path"
	"strings"
	"sync"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// helpers are the modules of the repository that its DAGs import, each parsed once in a run.
type helpers struct {
	mutex  sync.Mutex
	parsed map[int]*python.File // by place; nil where the file cannot be executed
}

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
	parsed := r.parse(place)
	if parsed == nil {
		return &Helper{Path: file.Path}, file.Content != nil || !needsContent(file)
	}
	return &Helper{Path: file.Path, File: parsed, Package: path.Base(file.Path) == "__init__.py"}, true
}

func (r *run) parse(place int) *python.File {
	r.helpers.mutex.Lock()
	defer r.helpers.mutex.Unlock()
	if parsed, ok := r.helpers.parsed[place]; ok {
		return parsed
	}
	var parsed *python.File
	if file := &r.snapshot.Files[place]; contentOf(file) == facts.ContentRead {
		var err error
		parsed, err = python.Parse(file.Content, python.Options{Version: pythonVersion(r.platform.PythonVersion)})
		if err != nil {
			parsed = nil
		}
	}
	r.helpers.parsed[place] = parsed
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
		parsed := r.parse(at)
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
	names := moduleNames(filePath, r.snapshot.Tenant.Namespace, r.platform.DAGFolder)
	if len(names) == 0 {
		return ""
	}
	if path.Base(filePath) == "__init__.py" {
		return names[0]
	}
	parent, _ := cutLast(names[0])
	return parent
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
				above := inPackage
				for range node.Level - 1 {
					above, _ = cutLast(above)
				}
				base = strings.Trim(above+"."+node.Module, ".")
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
