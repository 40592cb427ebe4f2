package platform

import (
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// config reads the document's root. Each key's function checks its value alone; what concerns two
// keys is checked after all are read.
func (r *reader) config(root *yaml.Node) *Config {
	c := &Config{
		Repository: Repository{DAGFolder: "dags", TemplateFolder: "templates"},
		Kubernetes: Kubernetes{InCluster: true, ConfigFile: []string{}, Connections: []string{}},
		Policy:     Policy{DAGIDPrefix: "recommended"},
	}
	r.fields(root, "", map[string]func(entry){
		"tenants":            func(e entry) { c.Tenants = r.tenants(e) },
		"environments":       func(e entry) { c.Environments = r.environments(e) },
		"reviewers":          func(e entry) { c.Reviewers = r.reviewers(e) },
		"airflow":            func(e entry) { c.Airflow = r.airflow(e) },
		"repository":         func(e entry) { r.repository(e, &c.Repository) },
		"kubernetes":         func(e entry) { r.kubernetes(e, &c.Kubernetes) },
		"worker_environment": func(e entry) { r.variables(e, &c.Worker) },
		"libraries":          func(e entry) { r.libraries(e, &c.Libraries) },
		"policy":             func(e entry) { r.policy(e, &c.Policy) },
	}, "tenants", "environments", "reviewers", "airflow")
	if r.folder != nil {
		r.placedFor(c.Tenants, &c.Repository)
	}
	return c
}

// placedFor checks `dag_folder` against the tenants: a folder that is one tenant's is not every tenant's, and
// none may be the folder of the templates.
func (r *reader) placedFor(tenants map[string]Tenant, repository *Repository) {
	last := path.Base(repository.DAGFolder)
	if _, one := tenants[last]; one && len(tenants) > 1 && !repository.NamespaceFolder {
		placeholder := path.Join(path.Dir(repository.DAGFolder), namespacePlaceholder)
		r.problem(r.folder.value.Line, r.folder.key, "%q ends in the name of the tenant %s, and is the folder of every tenant; write %q, which is each one's own", repository.DAGFolder, last, placeholder)
	}
	if !repository.NamespaceFolder || repository.DAGFolder != "." {
		return // as `repository` compared them
	}
	for _, namespace := range slices.Sorted(maps.Keys(tenants)) {
		if own := path.Join(repository.DAGFolder, namespace); overlap(own, repository.TemplateFolder) {
			r.problem(r.folder.value.Line, r.folder.key, "the DAG folder %q of the tenant %s and template_folder %q overlap; a file must be in one of them only", own, namespace, repository.TemplateFolder)
		}
	}
}

// tenants reads the namespaces. One may begin with another (`orders`, `orders-eu`): the policy takes a
// dag_id to be the longest's.
func (r *reader) tenants(e entry) map[string]Tenant {
	entries, ok := r.mapping(e.value, e.key)
	if !ok {
		return nil
	}
	if len(entries) == 0 {
		r.problem(e.line, e.key, "is empty; name at least one tenant, or every pull request is of nobody")
	}
	tenants := map[string]Tenant{}
	owners := map[string]claim{}
	for _, t := range entries {
		if reason := checkNamespace(t.name); reason != "" {
			r.problem(t.line, t.key, "%s", reason)
		}
		tenants[t.name] = r.tenant(t, owners)
	}
	return tenants
}

// claim is the place that first named a repository.
type claim struct {
	key  string
	line int
}

func (r *reader) tenant(t entry, owners map[string]claim) Tenant {
	tenant := Tenant{Applications: map[string]Application{}}
	r.fields(t.value, t.key, map[string]func(entry){
		"dag_repository": func(e entry) { tenant.DAGRepository = r.claimed(e, owners) },
		"applications": func(e entry) {
			entries, ok := r.mapping(e.value, e.key)
			if !ok {
				return
			}
			for _, a := range entries {
				if reason := checkApplication(a.name); reason != "" {
					r.problem(a.line, a.key, "%s", reason)
				}
				r.fields(a.value, a.key, map[string]func(entry){
					"repository": func(e entry) {
						tenant.Applications[a.name] = Application{Repository: r.claimed(e, owners)}
					},
				}, "repository")
			}
		},
		"modules":   func(e entry) { tenant.Modules = r.texts(e, checkModule) },
		"variables": func(e entry) { r.variables(e, &tenant.Variables) },
	}, "dag_repository")
	return tenant
}

// claimed reads an owner/name that nobody else may name: a repository in two places would be
// judged as whichever is found first. GitHub compares both parts without regard to case.
func (r *reader) claimed(e entry, owners map[string]claim) string {
	name, ok := r.text(e)
	if !ok {
		return ""
	}
	if reason := checkRepository(name); reason != "" {
		r.problem(e.value.Line, e.key, "%s", reason)
		return ""
	}
	folded := strings.ToLower(name)
	if first, taken := owners[folded]; taken {
		r.problem(e.value.Line, e.key, "the repository %s is already named by %s in line %d; a repository belongs to one tenant, in one role", name, first.key, first.line)
		return ""
	}
	owners[folded] = claim{key: e.key, line: e.value.Line}
	return name
}

func (r *reader) environments(e entry) map[string]Environment {
	entries, ok := r.mapping(e.value, e.key)
	if !ok {
		return nil
	}
	if len(entries) == 0 {
		r.problem(e.line, e.key, "is empty; name at least one base branch, such as `main: {name: production, review: required}`")
	}
	environments := map[string]Environment{}
	for _, b := range entries {
		if reason := checkBranch(b.name); reason != "" {
			r.problem(b.line, b.key, "%s", reason)
		}
		var environment Environment
		r.fields(b.value, b.key, map[string]func(entry){
			"name":   func(e entry) { environment.Name, _ = r.text(e) },
			"review": func(e entry) { environment.Review = r.word(e, "required", "none") },
		}, "name", "review")
		environments[b.name] = environment
	}
	return environments
}

func (r *reader) reviewers(e entry) Reviewers {
	var reviewers Reviewers
	r.fields(e.value, e.key, map[string]func(entry){
		"teams": func(e entry) {
			reviewers.Teams = r.texts(e, checkTeam)
			if e.value.Kind == yaml.SequenceNode && len(e.value.Content) == 0 {
				r.problem(e.line, e.key, "is empty; name the team whose members may approve, such as [sre], or nothing that needs review can ever be merged")
			}
		},
	}, "teams")
	return reviewers
}

func (r *reader) airflow(e entry) Airflow {
	var airflow Airflow
	r.fields(e.value, e.key, map[string]func(entry){
		"version": func(e entry) {
			if v, ok := r.text(e); ok && r.valid(e, checkAirflowVersion(v)) {
				airflow.Version = v
			}
		},
		"python": func(e entry) {
			if v, ok := r.text(e); ok && r.valid(e, checkPythonVersion(v)) {
				airflow.Python = v
			}
		},
		"dags_path": func(e entry) {
			if v, ok := r.text(e); ok && r.valid(e, checkAbsolute(v)) {
				airflow.DAGsPath = v
			}
		},
	}, "version", "python", "dags_path")
	return airflow
}

func (r *reader) repository(e entry, repository *Repository) {
	before := len(r.problems)
	r.fields(e.value, e.key, map[string]func(entry){
		"dag_folder": func(e entry) {
			if v, ok := r.text(e); ok && r.valid(e, checkDAGFolder(v)) {
				repository.DAGFolder, repository.NamespaceFolder = cutNamespace(v)
				r.folder = &e
			}
		},
		"template_folder": func(e entry) {
			if v, ok := r.text(e); ok && r.valid(e, checkFolder(v)) {
				repository.TemplateFolder = v
			}
		},
	})
	if len(r.problems) == before && overlap(repository.DAGFolder, repository.TemplateFolder) {
		r.problem(e.line, e.key, "dag_folder %q and template_folder %q overlap; a file must be in one of them only", repository.DAGFolder, repository.TemplateFolder)
	}
}

func (r *reader) kubernetes(e entry, kubernetes *Kubernetes) {
	r.fields(e.value, e.key, map[string]func(entry){
		"in_cluster":  func(e entry) { kubernetes.InCluster = r.boolean(e) },
		"config_file": func(e entry) { kubernetes.ConfigFile = r.texts(e, nil) },
		"connections": func(e entry) { kubernetes.Connections = r.texts(e, nil) },
	})
}

func (r *reader) policy(e entry, policy *Policy) {
	r.fields(e.value, e.key, map[string]func(entry){
		"dag_id_prefix": func(e entry) { policy.DAGIDPrefix = r.word(e, "required", "recommended", "off") },
	})
}

// valid records the reason, if there is one, as a problem of the value.
func (r *reader) valid(e entry, reason string) bool {
	if reason != "" {
		r.problem(e.value.Line, e.key, "%s", reason)
	}
	return reason == ""
}
