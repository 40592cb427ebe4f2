package eval

import "github.com/sekisho/sekisho/policy/facts"

// Config is what an evaluation depends on besides the file.
type Config struct {
	Tenant    facts.Tenant
	Platform  *facts.Platform
	Catalogue Catalogue
	// OwnModule tells whether a dotted name is a module or package of this repository. The DAG
	// folder is on sys.path, so such a module may shadow a library. Nil means no module is.
	OwnModule func(module string) bool
	// TenantOfModule returns the namespace of another tenant in whose folder the module lies, or
	// the empty string. Nil means none does.
	TenantOfModule func(module string) string
	// LoadModule returns a module of this repository: nil when no file provides it, a Module without
	// a File when one may. OwnModule is asked first for every name. Nil means that none is executed.
	LoadModule func(module string) *Module
	Limits     Limits
}

// Catalogue says what names mean; *airflow.Catalogue is the one in use.
type Catalogue interface {
	// Resolve follows aliases and re-exports of a qualified name. False means that nobody listed it.
	Resolve(qualified string) (facts.Symbol, bool)
	IsModule(name string) bool
	// StarExports are the names that `from module import *` binds; false when they are not known.
	StarExports(module string) ([]string, bool)
	// TemplateFields are the templated fields of an operator; false when they are not known.
	TemplateFields(canonical string) ([]string, bool)
	// TemplateSuffixes are the endings of texts that the operator takes for names of template files;
	// false when they are not known.
	TemplateSuffixes(canonical string) ([]string, bool)
	// CriticalField tells whether no template may stand in the field.
	CriticalField(canonical, field string) bool
	IsKubernetesPodOperator(canonical string) bool
	IsDAG(canonical string) bool
}

// Limits bound an evaluation. Every one is a counter, so that an excess is found at the same place
// on every machine. Zero values stand for the defaults.
type Limits struct {
	Steps   int // expressions and statements executed
	Tasks   int // tasks, groups and DAGs built
	Depth   int // nested calls of functions of the file
	Bytes   int // bytes of strings and members of containers made in all
	String  int // bytes of one string, members of one container
	Unknown int // unknowns recorded; the last one says that there are more
}

func (l Limits) withDefaults() Limits {
	set := func(field *int, value int) {
		if *field <= 0 {
			*field = value
		}
	}
	set(&l.Steps, 100_000)
	set(&l.Tasks, 1_000)
	set(&l.Depth, 24)
	set(&l.Bytes, 4<<20)
	set(&l.String, 256<<10)
	set(&l.Unknown, 500)
	return l
}
