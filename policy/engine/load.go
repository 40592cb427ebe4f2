package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"sigs.k8s.io/yaml"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine/plan"
	"github.com/sekisho/sekisho/rego"
)

// source is the text of a policy: Rego modules, tests and data by their path in the tree.
type source struct {
	modules map[string]string
	tests   map[string]string
	data    map[string]string
	// What a policy folder replaces of the embedded data, and the tests that it brings: the embedded tests are of
	// the embedded lists.
	replaced map[string]string
	ownTests map[string]bool
}

// policy is a source that was read and checked.
type policy struct {
	modules  map[string]*ast.Module // nil when the policy was stored, like compiler and data
	compiler *ast.Compiler
	data     map[string]any
	rules    []Rule // sorted by id
	byID     map[string]*Rule
	digest   string
	sources  *source
	program  *plan.Program
	// unexplained names the message of a file that no rule has anything to say of, and that is not allowed.
	unexplained struct{ rule, message string }
}

func readSource(overlay fs.FS) (*source, error) {
	s := newSource()
	if err := s.read(rego.Files); err != nil {
		return nil, fmt.Errorf("read the embedded policy: %w", err)
	}
	if overlay != nil {
		own := newSource()
		if err := own.read(overlay); err != nil {
			return nil, fmt.Errorf("read the policy folder: %w", err)
		}
		s.lay(own)
	}
	return s, nil
}

func newSource() *source {
	return &source{
		modules: map[string]string{}, tests: map[string]string{}, data: map[string]string{},
		replaced: map[string]string{}, ownTests: map[string]bool{},
	}
}

// lay puts a policy folder over the embedded policy.
func (s *source) lay(own *source) {
	for name := range own.data {
		if text, ok := s.data[name]; ok {
			s.replaced[name] = text
		}
	}
	for name := range own.tests {
		s.ownTests[name] = true
	}
	maps.Copy(s.modules, own.modules)
	maps.Copy(s.tests, own.tests)
	maps.Copy(s.data, own.data)
}

func (s *source) read(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		// A mounted ConfigMap keeps its versions in folders such as ..2026_11_23, with links beside them.
		if name != "." && strings.HasPrefix(path.Base(name), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		var into map[string]string
		switch suffix := path.Ext(name); {
		case entry.IsDir():
			return nil
		case strings.HasSuffix(name, "_test.rego"):
			into = s.tests
		case suffix == ".rego":
			into = s.modules
		case strings.HasPrefix(name, "data/") && (suffix == ".yaml" || suffix == ".yml" || suffix == ".json"):
			into = s.data
		default:
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		into[name] = string(text)
		return nil
	})
}

// digest covers everything that can change a judgement: modules and data, not tests.
func (s *source) digest() string {
	hash := sha256.New()
	for _, files := range []map[string]string{s.modules, s.data} {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			fmt.Fprintf(hash, "%q %d\n", name, len(files[name]))
			hash.Write([]byte(files[name]))
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

func parserOptions(also map[string]bool) ast.ParserOptions {
	return ast.ParserOptions{
		ProcessAnnotation: true,
		Capabilities:      capabilities(also),
		RegoVersion:       ast.RegoV1,
	}
}

// load returns the embedded policy, overlaid by files if there are any: as it was stored, if it was,
// and compiled otherwise.
func load(ctx context.Context, overlay fs.FS) (*policy, error) {
	sources, err := readSource(overlay)
	if err != nil {
		return nil, err
	}
	if stored, err := storedFiles.ReadFile(storedFile); err == nil {
		if p := restore(sources, string(stored)); p != nil {
			return p, nil
		}
	}
	return compile(ctx, sources)
}

// compile reads, checks and compiles a policy.
func compile(ctx context.Context, sources *source) (*policy, error) {
	var err error
	p := &policy{modules: map[string]*ast.Module{}, byID: map[string]*Rule{}, sources: sources, digest: sources.digest()}
	if p.data, err = readData(sources.data); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(sources.modules)) {
		module, err := ast.ParseModuleWithOpts(name, sources.modules[name], parserOptions(nil))
		if err != nil {
			return nil, loadErrors(name, err)
		}
		if module == nil {
			return nil, &LoadError{File: name, Reason: "the file is empty"}
		}
		p.modules[name] = module
	}
	if err := p.readRules(); err != nil {
		return nil, err
	}
	if err := p.checkListsExist(); err != nil {
		return nil, err
	}
	p.compiler = ast.NewCompiler().WithCapabilities(capabilities(nil)).WithStrict(true)
	p.compiler.Compile(copyModules(p.modules))
	if p.compiler.Failed() {
		return nil, loadErrors("", p.compiler.Errors)
	}
	for _, entry := range []struct {
		file, ref string
		arguments int
		takes     string
	}{
		{"gate/verdict.rego", verdictFunction, 1, "one argument: what each rule found"},
		{"gate/check.rego", gateRule, 0, "no argument"},
	} {
		rules := p.compiler.GetRulesExact(ast.MustParseRef(entry.ref))
		if len(rules) == 0 {
			return nil, &LoadError{File: entry.file, Reason: "the policy has no " + entry.ref}
		}
		if len(rules[0].Head.Args) != entry.arguments {
			return nil, errorAt(rules[0].Location, "%s takes %s", entry.ref, entry.takes)
		}
	}
	planned, err := p.planned(ctx)
	if err != nil {
		return nil, err
	}
	if p.program, err = plan.New(planned, p.data, isAllowed); err != nil {
		return nil, fmt.Errorf("plan the policy: %w", err)
	}
	return p, nil
}

func (p *policy) readRules() error {
	families, docs, err := p.familiesAndDocs()
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.modules)) {
		if !strings.HasPrefix(name, "rules/") {
			if strings.HasPrefix(p.modules[name].Package.Path.String(), "data.sekisho.rules.") {
				return errorAt(p.modules[name].Package.Location, "a rule's package outside rules/")
			}
			continue
		}
		rule, err := readRule(p.modules[name], name, families, docs)
		if err != nil {
			return err
		}
		if err := checkMessages(rule, p.modules[name]); err != nil {
			return err
		}
		for _, other := range p.rules {
			if other.ID == rule.ID {
				return errorAt(p.modules[name].Package.Location, "the id %s is already that of %s", rule.ID, other.Source)
			}
			if other.Name == rule.Name {
				return errorAt(p.modules[name].Package.Location, "the name %s is already that of %s", rule.Name, other.Source)
			}
		}
		p.rules = append(p.rules, *rule)
	}
	if len(p.rules) == 0 {
		return &LoadError{File: "rules", Reason: "the policy has no rule"}
	}
	sort.Slice(p.rules, func(i, j int) bool { return p.rules[i].ID < p.rules[j].ID })
	if err := p.overrideSeverities(); err != nil {
		return err
	}
	severities := map[string]any{}
	for i := range p.rules {
		rule := &p.rules[i]
		p.byID[rule.ID] = rule
		messages := map[string]any{}
		for _, message := range rule.Messages {
			messages[message.Key] = string(message.Severity)
		}
		severities[rule.ID] = messages
	}
	fileRules := 0
	for i := range p.rules {
		if p.rules[i].file {
			fileRules++
		}
	}
	if err := p.readUnexplained(); err != nil {
		return err
	}
	p.data["engine"] = map[string]any{"severities": severities, "file_rules": fileRules}
	return nil
}

// checkListsExist refuses a reference to a list that is not there: Rego would take it for undefined,
// and the rule would find nothing.
func (p *policy) checkListsExist() error {
	var missing error
	for _, name := range slices.Sorted(maps.Keys(p.modules)) {
		ast.WalkRefs(p.modules[name], func(ref ast.Ref) bool {
			if missing != nil || !ref.HasPrefix(listsRef) {
				return false
			}
			var at any = p.data["lists"]
			for _, term := range ref[len(listsRef):] {
				key, ok := term.Value.(ast.String)
				if !ok {
					break // a variable: what is there decides
				}
				object, ok := at.(map[string]any)
				if !ok {
					break
				}
				if at, ok = object[string(key)]; !ok {
					missing = errorAt(ref[0].Location, "there is no %s in data/", ref)
					break
				}
			}
			return false
		})
	}
	return missing
}

var listsRef = ast.MustParseRef("data.lists")

// overrideSeverities applies data/severities.yaml, by which an installation makes a message
// harsher or milder without a change of the rule.
func (p *policy) overrideSeverities() error {
	const file = "data/severities.yaml"
	overrides, ok := p.list("severities").(map[string]any)
	if !ok {
		return &LoadError{File: file, Reason: "the file must map rule ids to message keys to severities"}
	}
	for _, id := range slices.Sorted(maps.Keys(overrides)) {
		var rule *Rule
		for i := range p.rules {
			if p.rules[i].ID == id {
				rule = &p.rules[i]
			}
		}
		if rule == nil {
			return &LoadError{File: file, Reason: fmt.Sprintf("there is no rule %s", id)}
		}
		messages, ok := overrides[id].(map[string]any)
		if !ok {
			return &LoadError{File: file, Reason: fmt.Sprintf("%s must map message keys to severities", id)}
		}
		for _, key := range slices.Sorted(maps.Keys(messages)) {
			text, _ := messages[key].(string)
			message := rule.message(key)
			if message == nil {
				var known []string
				for _, m := range rule.Messages {
					known = append(known, m.Key)
				}
				return &LoadError{File: file, Reason: fmt.Sprintf("%s has no message %s; it has %s", id, key, strings.Join(known, ", "))}
			}
			if _, ok := severityOrder[decision.Severity(text)]; !ok {
				return &LoadError{File: file, Reason: fmt.Sprintf("the severity %q of %s.%s is not warn, review or deny", text, id, key)}
			}
			message.Severity = decision.Severity(text)
		}
		rule.Severities = severitiesOf(rule.Messages)
	}
	return nil
}

func (p *policy) readUnexplained() error {
	site, _ := p.list("site").(map[string]any)
	named, _ := site["unexplained"].(map[string]any)
	p.unexplained.rule, _ = named["rule"].(string)
	p.unexplained.message, _ = named["message"].(string)
	rule := p.byID[p.unexplained.rule]
	if rule == nil || rule.message(p.unexplained.message) == nil {
		return &LoadError{File: "data/site.yaml", Reason: "unexplained names no message of a rule"}
	}
	if message := rule.message(p.unexplained.message); message.Severity == decision.SeverityWarn || len(placeholders(message.Text+message.Fix)) > 0 {
		return &LoadError{File: "data/site.yaml", Reason: "the unexplained message is a warning or has placeholders"}
	}
	return nil
}

func severitiesOf(messages []Message) []decision.Severity {
	var severities []decision.Severity
	for _, severity := range []decision.Severity{decision.SeverityDeny, decision.SeverityReview, decision.SeverityWarn} {
		for _, message := range messages {
			if message.Severity == severity {
				severities = append(severities, severity)
				break
			}
		}
	}
	return severities
}

func (p *policy) list(name string) any {
	if p.data == nil { // it was stored
		return plan.Plain(plan.Get(plan.Get(p.program.Data(), "lists"), name))
	}
	lists, _ := p.data["lists"].(map[string]any)
	return lists[name]
}

func (p *policy) familiesAndDocs() (map[string]string, string, error) {
	const file = "data/families.yaml"
	families := map[string]string{}
	listed, _ := p.list("families").(map[string]any)
	for name, value := range listed {
		family, _ := value.(map[string]any)
		prefix, _ := family["prefix"].(string)
		title, _ := family["title"].(string)
		if prefix == "" || title == "" {
			return nil, "", &LoadError{File: file, Reason: fmt.Sprintf("the family %s has no prefix or no title", name)}
		}
		families[name] = prefix
	}
	site, _ := p.list("site").(map[string]any)
	docs, _ := site["docs"].(string)
	if len(families) == 0 || docs == "" {
		return nil, "", &LoadError{File: "data", Reason: "families.yaml lists no family, or site.yaml has no docs"}
	}
	return families, docs, nil
}

// readData makes data/<name>.yaml the document data.lists.<name>.
func readData(files map[string]string) (map[string]any, error) {
	lists := map[string]any{}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		name := strings.TrimSuffix(path.Base(file), path.Ext(file))
		if path.Dir(file) != "data" || !keyPattern.MatchString(name) {
			return nil, &LoadError{File: file, Reason: "a data file is data/<name>.yaml, its name in lower case with underscores"}
		}
		if _, ok := lists[name]; ok {
			return nil, &LoadError{File: file, Reason: "there is another data file of this name"}
		}
		var value any
		if err := yaml.UnmarshalStrict([]byte(files[file]), &value); err != nil {
			return nil, &LoadError{File: file, Reason: err.Error()}
		}
		lists[name] = value
	}
	return map[string]any{"lists": lists}, nil
}

// loadErrors turns OPA's errors into LoadErrors.
func loadErrors(file string, err error) error {
	var list ast.Errors
	if !errors.As(err, &list) {
		return &LoadError{File: file, Reason: err.Error()}
	}
	var all []error
	for _, one := range list {
		e := &LoadError{File: file, Reason: one.Message}
		if one.Location != nil {
			e.File, e.Row, e.Column = one.Location.File, one.Location.Row, one.Location.Col
		}
		if name, ok := strings.CutPrefix(e.Reason, "undefined function "); ok {
			e.Reason = fmt.Sprintf("%s is neither a function of the policy nor a builtin that policies may call", name)
		}
		all = append(all, e)
	}
	return errors.Join(all...)
}

func copyModules(modules map[string]*ast.Module) map[string]*ast.Module {
	copied := make(map[string]*ast.Module, len(modules))
	for name, module := range modules {
		copied[name] = module.Copy()
	}
	return copied
}
