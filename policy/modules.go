package policy

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// modules answers which names Python's import would find in a repository.
//
// Where the files end up on sys.path depends on the deployment (the DAG folder, the bucket's root,
// a folder named after the tenant), so a file below the DAG folder answers to every suffix of its
// dotted path. Too many answers are harmless here: a name of the repository is never a library's.
type modules struct {
	files     []SnapshotFile
	top       map[string]bool   // first components of all names
	providers map[string][]int  // module name → places in files
	exact     map[string][]int  // the same for names that Airflow finds for certain
	tenants   map[string]string // module component → namespace, other tenants only
	packages  map[string]bool   // names that are packages for certain, because of a file that lies in them
	stable    map[string]bool   // those of them that are so because of a file that does not change
}

func newModules(files []SnapshotFile, tenant *facts.Tenant, platform *facts.Platform) *modules {
	m := &modules{
		files:     files,
		top:       map[string]bool{},
		providers: map[string][]int{},
		exact:     map[string][]int{},
		tenants:   map[string]string{},
		packages:  map[string]bool{},
		stable:    map[string]bool{},
	}
	for _, namespace := range platform.Tenants {
		if namespace != tenant.Namespace {
			m.tenants[namespace] = namespace
			m.tenants[strings.ReplaceAll(namespace, "-", "_")] = namespace
		}
	}
	for i := range files {
		if files[i].Status == facts.Removed {
			continue
		}
		names := moduleNames(files[i].Path, tenant.Namespace, platform)
		for _, name := range names {
			m.top[firstComponent(name)] = true
			m.providers[name] = append(m.providers[name], i)
		}
		if len(names) > 1 && !strings.Contains(strings.TrimSuffix(files[i].Path, path.Ext(files[i].Path)), ".") {
			// A dot in a path makes a name that is another file's: `a.b.py` is no `a.b`. Below the DAG folder: its place in the bucket, and its place from there when no
			// installed package has the name. Airflow appends the DAG folder to sys.path, so a
			// package would be found before the file (prepare_syspath, airflow/settings.py).
			bucket, fromFolder := names[len(names)-1], names[0]
			m.provides(bucket, i)
			if slices.Contains(tenant.Modules, firstComponent(fromFolder)) {
				m.provides(fromFolder, i)
			}
		}
		for _, name := range rivalNames(&files[i], tenant.Namespace, platform) {
			m.top[firstComponent(name)] = true
			m.providers[name] = append(m.providers[name], i)
		}
	}
	return m
}

// provides records that a file has a name for certain, and that what lies above it are packages.
func (m *modules) provides(name string, place int) {
	m.exact[name] = append(m.exact[name], place)
	for above, _ := cutLast(name); above != ""; above, _ = cutLast(above) {
		m.packages[above] = true
		m.stable[above] = m.stable[above] || m.files[place].Status == facts.Unchanged
	}
}

// rivalNames returns the module names under which Python might find something that is no source: an
// extension module or compiled file, or whatever a link or a submodule leads to. CPython's FileFinder
// prefers packages and extension modules to source of the same name.
func rivalNames(file *SnapshotFile, tenant string, platform *facts.Platform) []string {
	folder, base := path.Split(file.Path)
	module, suffix, _ := strings.Cut(base, ".")
	link := file.Mode == modeLink || file.Mode == modeSubmodule
	if !link && !compiled(suffix) || module == "" {
		return nil
	}
	return moduleNames(folder+module+".py", tenant, platform)
}

// compiled reports whether what follows the first dot of a file name ends like a compiled module's:
// `so`, `cpython-311-x86_64-linux-gnu.so`, `abi3.so`, `pyd`, `pyc`.
func compiled(suffix string) bool {
	_, last := cutLast(suffix)
	switch strings.ToLower(last) {
	case "so", "pyd", "pyc", "pyo", "dylib", "dll":
		return true
	}
	return false
}

// file returns the place of the one file that provides a module; -1 when none does for certain, or
// more than one may.
func (m *modules) file(module string) int {
	if found := m.exact[module]; len(found) == 1 && len(m.providers[module]) == 1 {
		return found[0]
	}
	return -1
}

// related reports whether two module names are the same or one lies above the other.
func related(a, b string) bool {
	return a == b || strings.HasPrefix(b, a+".") || strings.HasPrefix(a, b+".")
}

// answer is what a judgement that asked for the module rests on: empty when the repository has no
// such module, what may provide it otherwise.
func (m *modules) answer(module string) string {
	if !m.own(module) {
		return ""
	}
	answer := "own"
	for _, place := range m.providers[module] {
		// The path too: a file that moves may answer to a name no longer for certain.
		answer += " " + m.files[place].Mode + ":" + m.files[place].SHA + ":" + strconv.Quote(m.files[place].Path)
	}
	return answer
}

// moduleNames returns the dotted names under which Python might import the file; none for a file
// that is no Python source. The first is that from the folder that is deployed, the last that of the bucket.
func moduleNames(filePath, tenant string, platform *facts.Platform) []string {
	if !strings.EqualFold(path.Ext(filePath), ".py") {
		return nil
	}
	parts := strings.Split(strings.TrimSuffix(filePath, path.Ext(filePath)), "/")
	if len(parts) > 1 && parts[len(parts)-1] == "__init__" {
		parts = parts[:len(parts)-1]
	}
	dagFolder := platform.DAGFolder
	if platform.NamespaceFolder {
		dagFolder = path.Join(dagFolder, tenant)
	}
	folder := strings.Split(strings.Trim(path.Clean(dagFolder), "/"), "/")
	if dagFolder == "" || dagFolder == "." {
		folder = nil
		if len(parts) == 1 && parts[0] == "__init__" {
			parts = nil // the DAG folder's own __init__.py
		}
	}
	shared := 0
	for shared < len(folder) && shared < len(parts) && parts[shared] == folder[shared] {
		shared++
	}
	if shared < len(folder) {
		// Outside the DAG folder: only by the path from the repository's root, without the folders
		// it shares with the DAG folder (`airflow/tests/x.py` does not make `airflow` ours).
		return []string{strings.Join(parts[shared:], ".")}
	}
	below := parts[shared:]
	var names []string
	for i := range below {
		names = append(names, strings.Join(below[i:], "."))
	}
	if platform.NamespaceFolder {
		// Where the bucket's folder of DAGs is on sys.path; never for certain.
		names = append(names, strings.Join(append([]string{tenant}, below...), "."))
	}
	if len(below) > 0 {
		if !platform.NamespaceFolder && len(folder) > 0 && below[0] == tenant {
			// Where the folder named after the tenant is the tenant's own of the bucket.
			names = append(names, "dags."+strings.Join(below, "."))
		}
		names = append(names, "dags."+tenant+"."+strings.Join(below, "."))
	} else {
		// The DAG folder's own __init__.py, which lies in the tenant's folder of the bucket.
		names = append(names, "dags."+tenant)
	}
	return names
}

// own reports whether the repository provides the module, or anything above it.
func (m *modules) own(module string) bool {
	return m.top[firstComponent(module)] && m.tenantOf(module) == ""
}

// tenantOf returns the namespace of another tenant in whose folder the module lies.
func (m *modules) tenantOf(module string) string {
	first, rest, _ := strings.Cut(module, ".")
	if first == "dags" {
		first = firstComponent(rest)
	} else if m.top[first] {
		return ""
	}
	return m.tenants[first]
}

// reached reports whether one of the asked module names is provided by one of the names, or lies below one, or
// above one where that matters.
func reached(asked map[string]string, names, packages map[string]bool) bool {
	for question := range asked {
		only := onlyItself(asked, question, packages)
		for name := range names {
			if only && strings.HasPrefix(name, question+".") {
				continue
			}
			if related(question, name) {
				return true
			}
		}
	}
	return false
}

// Who imports `a.b.c` asks for the packages a and a.b on the way. A module that comes to lie beside b, or beside c, is
// not asked for by that; it could matter for whether a.b is a package at all, where nothing else makes it one. Who
// names the package itself may look at everything in it, by `from a.b import *` to begin with. wholly makes the question
// that says so; the question for everything says that nobody knows what is named.
const everything = "*"

func wholly(module string) string { return module + ".*" }

// onlyItself reports whether a question is for one name, and not for what lies below it.
func onlyItself(asked map[string]string, question string, packages map[string]bool) bool {
	if !packages[question] {
		return false
	}
	_, whole := asked[wholly(question)]
	_, all := asked[everything]
	return !whole && !all
}

func firstComponent(name string) string {
	first, _, _ := strings.Cut(name, ".")
	return first
}
