package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

// tree is what the modules of an Airflow source tree say, by qualified name.
type tree struct {
	version string
	modules map[string]*module
	refused []string // files that the parser refuses, with the reason
}

// readTree reads every Python file of a source tree: a repository of Airflow 2 (airflow/…) or of
// Airflow 3 (airflow-core/src/airflow/…, task-sdk/src/airflow/…, providers/*/src/airflow/…), or a
// site-packages folder. Nothing is imported or run.
func readTree(root string) (*tree, error) {
	t := &tree{modules: map[string]*module{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (strings.HasPrefix(name, ".") || skippedFolders[name]) && path != root {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".py") {
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		module, isPackage := moduleOf(filepath.ToSlash(relative))
		if module == "" {
			return nil
		}
		return t.read(path, module, isPackage)
	})
	if err != nil {
		return nil, fmt.Errorf("read the tree %s: %w", root, err)
	}
	if t.modules["airflow"] == nil && t.modules["airflow.sdk"] == nil && len(t.modules) == 0 {
		return nil, fmt.Errorf("read the tree %s: it holds no module of airflow", root)
	}
	sort.Strings(t.refused)
	return t, nil
}

// skippedFolders hold no module that a DAG imports.
var skippedFolders = map[string]bool{
	"tests": true, "example_dags": true, "docs": true, "node_modules": true, "_vendor": true, "dev": true,
	"chart": true, "clients": true, "scripts": true, "helm_tests": true, "docker_tests": true, "kubernetes_tests": true,
}

// moduleOf is the qualified name of a file: what follows the first folder `airflow` that is the
// root's own or lies in a folder `src`.
func moduleOf(path string) (module string, isPackage bool) {
	parts := strings.Split(strings.TrimSuffix(path, ".py"), "/")
	for i, part := range parts {
		if part != "airflow" || i > 0 && parts[i-1] != "src" && parts[i-1] != "site-packages" {
			continue
		}
		parts = parts[i:]
		if last := len(parts) - 1; parts[last] == "__init__" {
			parts, isPackage = parts[:last], true
		}
		for _, name := range parts {
			if name == "" || strings.ContainsAny(name, "-. ") {
				return "", false
			}
		}
		return strings.Join(parts, "."), isPackage
	}
	return "", false
}

func (t *tree) read(path, name string, isPackage bool) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := python.Parse(source, python.Options{})
	if err != nil {
		t.refused = append(t.refused, fmt.Sprintf("%s: %v", path, err))
		return nil
	}
	m := newModule(name, isPackage)
	m.statements(file.Module.Body)
	if was := t.modules[name]; was != nil {
		m.names = append(was.names, m.names...) // namespace packages of several distributions
		for key, value := range was.bound {
			if _, twice := m.bound[key]; !twice {
				m.bound[key] = value
			}
		}
		for key, value := range was.classes {
			if m.classes[key] == nil {
				m.classes[key] = value
			}
		}
	}
	t.modules[name] = m
	if name == "airflow" && m.version != "" {
		t.version = m.version
	}
	return nil
}

// target follows imports from a name to where it is defined in the tree. The result is the name
// itself where the tree does not say.
func (t *tree) target(name string) string {
	for steps := 0; steps < 10; steps++ {
		owner := parent(name)
		m := t.modules[owner]
		if m == nil {
			return name
		}
		last := name[len(owner)+1:]
		if m.classes[last] != nil {
			return name
		}
		next, bound := m.bound[last]
		if !bound {
			for _, star := range m.stars {
				if other := t.modules[star]; other != nil && (other.classes[last] != nil || other.bound[last] != "") {
					next, bound = star+"."+last, true
					break
				}
			}
		}
		if !bound || next == name {
			return name
		}
		name = next
	}
	return name
}

// class finds a class of the tree by its qualified name, through imports.
func (t *tree) class(name string) (*class, string) {
	name = t.target(name)
	if m := t.modules[parent(name)]; m != nil {
		return m.classes[name[len(m.name)+1:]], name
	}
	return nil, name
}
