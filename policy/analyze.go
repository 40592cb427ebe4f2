package policy

import (
	"errors"
	"strconv"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/eval"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/podtemplate"
	"github.com/sekisho/sekisho/policy/python"
)

// Surroundings are what the facts of one file depend on besides the file.
type Surroundings struct {
	Tenant    facts.Tenant
	Platform  *facts.Platform
	Catalogue *airflow.Catalogue
	// OwnModule reports whether the repository provides a module; TenantOfModule names the other
	// tenant in whose folder it lies.
	OwnModule      func(module string) bool
	TenantOfModule func(module string) string
	// LoadModule returns the source of a module that one file of the repository provides for
	// certain, a Helper without File when a file may provide it that cannot be executed, and nil
	// when none does. A nil function means that no module can be had.
	LoadModule func(module string) *Helper
	// Parse parses the file's content, or returns what was parsed before. A nil function means that nothing was.
	Parse func() (*python.File, error)
	// Templates are the known PodTemplates by path in the bucket; nil when not looked at.
	Templates map[string]string
}

// Helper is a module of the repository that a DAG file may import.
type Helper struct {
	Path    string
	File    *python.File // nil when it cannot be executed
	Package bool         // an __init__.py
}

func (s *Surroundings) module(name string) *eval.Module {
	if s.LoadModule == nil {
		return &eval.Module{}
	}
	helper := s.LoadModule(name)
	if helper == nil {
		return nil
	}
	return &eval.Module{Path: helper.Path, File: helper.File, Package: helper.Package}
}

// Analyze finds the facts of one file. It does not fail: what could not be read or understood is a
// fact of its own.
func Analyze(file *SnapshotFile, around *Surroundings) *facts.File {
	out := &facts.File{
		Path:    file.Path,
		Mode:    file.Mode,
		Size:    file.Size,
		SHA:     file.SHA,
		Role:    roleOf(file, &around.Tenant, around.Platform),
		Status:  facts.Modified,
		Content: contentOf(file),
	}
	if file.Status == facts.Removed {
		out.Status = facts.Removed
	}
	if out.Content != facts.ContentRead {
		return out
	}
	switch out.Role {
	case facts.RoleDAG:
		analyzeDAG(file, around, out)
	case facts.RoleTemplate:
		out.PodTemplate = podtemplate.Read(file.Content, podtemplate.Limits{})
	}
	return out
}

func analyzeDAG(file *SnapshotFile, around *Surroundings, out *facts.File) {
	parse := around.Parse
	if parse == nil {
		parse = func() (*python.File, error) {
			return python.Parse(file.Content, python.Options{Version: pythonVersion(around.Platform.PythonVersion)})
		}
	}
	parsed, err := parse()
	out.Encoding = encodingFacts(parsed)
	if err != nil {
		out.Parse = parseFailure(parsed, err)
		return
	}
	out.Parse = &facts.Parse{
		OK:      true,
		Minimum: "3." + strconv.Itoa(int(parsed.Minimum)),
		Nodes:   parsed.Nodes,
		Depth:   parsed.Depth,
	}
	eval.Evaluate(parsed, file.Path, eval.Config{
		Tenant:         around.Tenant,
		Platform:       around.Platform,
		Catalogue:      around.Catalogue,
		OwnModule:      around.OwnModule,
		TenantOfModule: around.TenantOfModule,
		LoadModule:     around.module,
	}, out)
	lookUpTemplates(out, around.Templates)
}

func lookUpTemplates(out *facts.File, templates map[string]string) {
	if templates == nil {
		return
	}
	for i := range out.Pods {
		template := &out.Pods[i].Template
		if !template.Inside {
			continue
		}
		digest, exists := templates[template.Normalized]
		template.Exists = &exists
		template.Digest = digest
	}
}

func parseFailure(parsed *python.File, err error) *facts.Parse {
	failure := &facts.Parse{Reason: "internal", Message: err.Error()}
	var refusal *python.Error
	if errors.As(err, &refusal) {
		failure.Reason = string(refusal.Reason)
		failure.Message = refusal.Message
		span := facts.Span{
			Start: facts.Position{Line: refusal.Position.Line, Column: refusal.Position.Column + 1},
			End:   facts.Position{Line: refusal.Position.Line, Column: refusal.Position.Column + 1},
		}
		failure.Span = &span
	}
	return failure
}

// pythonVersion reads "3.11" as 11. The configuration was checked when it was read; anything else
// means the oldest version, whose grammar accepts least.
func pythonVersion(version string) python.Version {
	if len(version) > 2 && version[:2] == "3." {
		if minor, err := strconv.Atoi(version[2:]); err == nil {
			return python.Version(minor)
		}
	}
	return 9
}
