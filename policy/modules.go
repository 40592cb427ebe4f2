package policy

import (
	"path"
	"sort"
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
}

func newModules(files []SnapshotFile, tenant string, platform *facts.Platform) *modules {
	m := &modules{
		files:     files,
		top:       map[string]bool{},
		providers: map[string][]int{},
		exact:     map[string][]int{},
		tenants:   map[string]string{},
	}
	for _, namespace := range platform.Tenants {
		if namespace != tenant {
			m.tenants[namespace] = namespace
			m.tenants[strings.ReplaceAll(namespace, "-", "_")] = namespace
		}
	}
	for i := range files {
		if files[i].Status == facts.Removed {
			continue
		}
		names := moduleNames(files[i].Path, tenant, platform.DAGFolder)
		for _, name := range names {
			m.top[firstComponent(name)] = true
			m.providers[name] = append(m.providers[name], i)
		}
		if len(names) > 1 {
			// Below the DAG folder: its place from there, and its place in the bucket.
			for _, name := range []string{names[0], names[len(names)-1]} {
				m.exact[name] = append(m.exact[name], i)
			}
		}
	}
	return m
}

// file returns the place of the one file that provides a module; -1 when none does for certain, or
// more than one may.
func (m *modules) file(module string) int {
	if found := m.exact[module]; len(found) == 1 && len(m.providers[module]) == 1 {
		return found[0]
	}
	return -1
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
// that is no Python source.
func moduleNames(filePath, tenant, dagFolder string) []string {
	if !strings.EqualFold(path.Ext(filePath), ".py") {
		return nil
	}
	parts := strings.Split(strings.TrimSuffix(filePath, path.Ext(filePath)), "/")
	if len(parts) > 1 && parts[len(parts)-1] == "__init__" {
		parts = parts[:len(parts)-1]
	}
	folder := strings.Split(strings.Trim(path.Clean(dagFolder), "/"), "/")
	if dagFolder == "" || dagFolder == "." {
		folder = nil
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
	if len(below) > 0 {
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

// reached reports whether one of the asked module names is provided by one of the names, or lies
// above or below one.
func reached(asked map[string]string, names map[string]bool) bool {
	for question := range asked {
		for name := range names {
			if question == name || strings.HasPrefix(question, name+".") || strings.HasPrefix(name, question+".") {
				return true
			}
		}
	}
	return false
}

func firstComponent(name string) string {
	first, _, _ := strings.Cut(name, ".")
	return first
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
