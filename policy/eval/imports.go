package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

func (e *evaluator) importStmt(s *python.Import) {
	for _, a := range s.Names {
		v, how := e.executeImport(a)
		if symbol := e.importModule(a, e.scope == e.globals && e.conditional == 0 && len(e.stack) == 0, how); !how.done {
			v = symbol
		}
		e.bind(boundName(a), v, a)
	}
}

// importModule records `import a.b [as c]` and returns what it binds.
func (e *evaluator) importModule(a *python.Alias, unconditional bool, how execution) value {
	e.recordImport(a, a.Name, "", a.Name, unconditional, how)
	if a.AsName != "" {
		return value{kind: symbolKind, s: a.Name}
	}
	return value{kind: symbolKind, s: boundName(a)}
}

func (e *evaluator) importFrom(s *python.ImportFrom) {
	for _, a := range s.Names {
		bound, how := e.executeFrom(s, a)
		one, star := e.importName(s, a, how)
		switch {
		case how.done:
		case one.kind != unbound:
			e.bind(importedAs(a), one, a)
			continue
		default:
			bound = star
		}
		for name, v := range bound {
			e.bind(name, v, a)
		}
	}
}

// importName records one name of `from m import …` and returns what it binds: one value, or the names
// of a star import.
func (e *evaluator) importName(s *python.ImportFrom, a *python.Alias, how execution) (one value, star map[string]value) {
	unconditional := e.scope == e.globals && e.conditional == 0 && len(e.stack) == 0
	module := strings.Repeat(".", s.Level) + s.Module
	if s.Level > 0 {
		e.recordImport(a, module, a.Name, module+"."+a.Name, unconditional, how)
		if a.Name == "*" {
			return value{}, nil
		}
		return value{kind: unknownKind, s: "imported from this repository"}, nil
	}
	if a.Name != "*" {
		qualified := s.Module + "." + a.Name
		e.recordImport(a, module, a.Name, qualified, unconditional, how)
		if s.Module == "__future__" {
			return opaque("a compiler flag", 0), nil
		}
		v := value{kind: symbolKind, s: qualified}
		if c, ok := e.constantOf(qualified); ok {
			v = c
		}
		return v, nil
	}
	e.recordImport(a, module, "*", s.Module, unconditional, how)
	names, ok := e.config.Catalogue.StarExports(s.Module)
	if !ok {
		return value{}, nil
	}
	star = make(map[string]value, len(names))
	for _, name := range names {
		star[name] = value{kind: symbolKind, s: s.Module + "." + name}
	}
	return value{}, star
}

// recordImport notes an import and, when code runs it, checks it against the closed list.
func (e *evaluator) recordImport(a *python.Alias, module, name, qualified string, unconditional bool, how execution) {
	fact := facts.Import{
		Module: module, Name: name, Alias: a.AsName, Phase: e.phase, Conditional: !unconditional, Span: e.span(a.Span),
	}
	own := strings.HasPrefix(module, ".")
	if !own {
		fact.Symbol, _ = e.symbol(qualified)
		if e.config.OwnModule != nil {
			// Each is asked, because what the file rests on is remembered with the questions.
			for _, name := range []string{module, qualified, root(module)} {
				own = e.config.OwnModule(name) || own
			}
		}
		if e.config.TenantOfModule != nil {
			if fact.Tenant = e.config.TenantOfModule(module); fact.Tenant == "" {
				fact.Tenant = e.config.TenantOfModule(qualified)
			}
		}
	} else {
		fact.Symbol = facts.Symbol{Name: qualified, Canonical: qualified, Capability: facts.CapUnknown}
	}
	fact.Own, fact.Executed = own, own && how.done
	// A function that is inlined again imports again.
	key := importKey{a, e.phase}
	if e.imported[key] {
		return
	}
	e.imported[key] = true
	if len(e.out.Imports) >= maxImports {
		e.unknown(a, codeBudget, "the file imports more than facts list")
		return
	}
	e.out.Imports = append(e.out.Imports, fact)
	if e.phase == facts.PhaseDead {
		return
	}
	switch {
	case fact.Tenant != "":
		e.unknown(a, codeImport, "a module of another tenant is imported")
	case how.done:
	case own && how.reason != "":
		e.unknown(a, codeImport, how.reason)
	case own:
		e.unknown(a, codeImport, "a module of this repository is imported; it is not executed")
	case name == "*":
		e.unknown(a, codeImport, "a star import may bind any name")
	case !e.importable(module, name, qualified, fact.Symbol):
		e.unknown(a, codeImport, "the import of "+qualified+" is not on the closed list")
	}
}

type importKey struct {
	alias *python.Alias
	phase facts.Phase
}

func root(module string) string {
	first, _, _ := strings.Cut(module, ".")
	return first
}

// importable tells whether the import runs no code but that of a library on the closed list.
func (e *evaluator) importable(module, name, qualified string, s facts.Symbol) bool {
	if name == "" {
		return importableModules[qualified] || s.Kind == "module" && s.Name == s.Canonical && operatorModule(qualified)
	}
	if module == "__future__" || importableModules[qualified] || typingNames[qualified] || importableNames[qualified] {
		return true
	}
	if _, ok := library[qualified]; ok {
		return true
	}
	if _, ok := abstractTypes[qualified]; ok {
		return true
	}
	if _, ok := pureCalls[qualified]; ok {
		return true
	}
	if _, ok := constants[qualified]; ok {
		return true
	}
	if _, ok := enumerations[qualified]; ok {
		return true
	}
	if _, ok := e.constantOf(qualified); ok {
		return true
	}
	if e.importsVouched(qualified) {
		return true
	}
	_, listed := e.symbol(qualified)
	if listed && s.Kind == "constant" && s.Detail == "pure" {
		return true
	}
	if listed && s.Kind == "module" && s.Name == s.Canonical && operatorModule(qualified) {
		return true
	}
	if !listed || s.Kind == "re-export" || s.Kind == "member" || s.Kind == "module" || s.Kind == "library" || !strings.HasPrefix(module, "airflow") ||
		len(module) > 7 && module[7] != '.' {
		return false
	}
	if e.config.Catalogue.IsDAG(s.Canonical) || e.config.Catalogue.IsKubernetesPodOperator(s.Canonical) || isOperator(s) {
		return true
	}
	_, ok := library[s.Canonical]
	return ok || decoratorRole(qualified, s) != plainFunction
}

// operatorModule tells whether a listed module is one of those that hold operators. What a file
// uses of it is checked name by name.
func operatorModule(name string) bool {
	for _, prefix := range []string{"airflow.operators.", "airflow.sensors.", "airflow.contrib.operators.", "airflow.contrib.sensors."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return strings.HasPrefix(name, "airflow.providers.") &&
		(strings.Contains(name, ".operators") || strings.Contains(name, ".sensors") || strings.Contains(name, ".transfers"))
}

// importableModules may be imported: they do nothing to be feared when they are, and what is used
// of them is checked name by name.
var importableModules = set(
	"os", "os.path", "sys", "pathlib", "posixpath", "datetime", "time", "json", "logging", "textwrap", "typing",
	"typing_extensions", "collections", "collections.abc", "copy", "string", "math", "re", "functools", "itertools",
	"enum", "dataclasses", "uuid", "operator", "shlex", "calendar", "urllib", "urllib.parse", "types", "warnings", "hashlib", "base64", "zoneinfo", "pytz", "pendulum", "dateutil",
	"dateutil.relativedelta", "airflow", "airflow.models", "airflow.decorators", "airflow.sdk", "airflow.utils",
	"airflow.utils.dates", "airflow.utils.timezone", "airflow.utils.task_group", "airflow.utils.trigger_rule",
	"airflow.utils.helpers", "airflow.models.baseoperator", "airflow.models.dag", "airflow.models.param",
	"airflow.operators", "airflow.operators.dummy", "airflow.operators.empty", "airflow.operators.dummy_operator",
	"airflow.datasets", "airflow.timetables", "airflow.kubernetes.secret", "airflow.kubernetes",
	"airflow.contrib.operators", "airflow.contrib.operators.kubernetes_pod_operator",
	"airflow.providers.cncf.kubernetes", "airflow.providers.cncf.kubernetes.operators",
	"airflow.providers.cncf.kubernetes.operators.pod", "airflow.providers.cncf.kubernetes.operators.kubernetes_pod",
	"airflow.providers.cncf.kubernetes.secret",
	"kubernetes", "kubernetes.client", "kubernetes.client.models",
)

// importableNames are names that a file may import though the interpreter gives them no meaning.
var importableNames = set(
	"typing.NamedTuple", "typing.TypeAlias", "typing_extensions.TypeAlias", "operator.itemgetter", "operator.attrgetter", "typing.TypedDict", "typing.TypeVar", "typing.cast", "typing.NoReturn", "typing.Text",
	"typing.Pattern", "typing.Match", "typing.Protocol",
	"collections.defaultdict", "collections.namedtuple", "types.SimpleNamespace", "dataclasses.asdict", "dataclasses.replace", "typing_extensions.TypedDict", "collections.Counter", "collections.deque",
	"functools.partial", "functools.reduce", "functools.lru_cache", "functools.wraps", "functools.cache",
	"itertools.chain", "itertools.product", "dataclasses.dataclass", "dataclasses.field", "enum.Enum", "enum.StrEnum",
	"os.environ", "os.getenv", "airflow.models.Variable", "airflow.sdk.Variable", "airflow.models.variable.Variable",
	"airflow.models.BaseOperator", "airflow.models.baseoperator.BaseOperator", "airflow.exceptions.AirflowException",
	"airflow.AirflowException",
	"airflow.exceptions.AirflowSkipException", "airflow.exceptions.AirflowFailException", "time.sleep",
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, name := range names {
		m[name] = true
	}
	return m
}
