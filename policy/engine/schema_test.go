package engine_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

// comments are the comments of package facts' types, fields and constants.
type comments struct {
	types  map[string]string   // Value → …
	fields map[string]string   // Value.State → …
	words  map[string][]string // State → const, choice …
}

func readComments(t *testing.T) *comments {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repositoryRoot, "policy/facts/*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the facts' source is not to be found: %v", err)
	}
	c := &comments{types: map[string]string{}, fields: map[string]string{}, words: map[string][]string{}}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			general, ok := declaration.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					c.types[spec.Name.Name] = prose(general.Doc)
					if structure, ok := spec.Type.(*ast.StructType); ok {
						c.readFields(spec.Name.Name, structure)
					}
				case *ast.ValueSpec:
					if kind, ok := spec.Type.(*ast.Ident); ok && len(spec.Values) == 1 {
						if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
							word, err := strconv.Unquote(literal.Value)
							if err != nil {
								t.Fatal(err)
							}
							c.words[kind.Name] = append(c.words[kind.Name], word)
						}
					}
				}
			}
		}
	}
	return c
}

func (c *comments) readFields(structure string, fields *ast.StructType) {
	for _, field := range fields.Fields.List {
		for _, name := range field.Names {
			text := prose(field.Doc)
			if beside := prose(field.Comment); beside != "" {
				text = strings.TrimSpace(text + " " + beside)
			}
			c.fields[structure+"."+name.Name] = text
		}
	}
}

func prose(group *ast.CommentGroup) string {
	return strings.Join(strings.Fields(group.Text()), " ")
}

// schema writes the JSON schema of what Rego sees: field names by their json tags, and present even
// when empty, but for pointers and the fields of a Value.
type schema struct {
	comments *comments
	defs     map[string]any
}

func (s *schema) of(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Struct:
		s.define(t)
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	case reflect.Slice:
		if t == reflect.TypeFor[facts.Arguments]() {
			return map[string]any{"type": "object", "additionalProperties": s.of(reflect.TypeFor[facts.Value]())}
		}
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		if words := s.comments.words[t.Name()]; len(words) > 0 {
			if _, ok := s.defs[t.Name()]; !ok {
				s.defs[t.Name()] = map[string]any{"description": s.comments.types[t.Name()], "type": "string", "enum": words}
			}
			return map[string]any{"$ref": "#/$defs/" + t.Name()}
		}
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	default: // an interface: a scalar of Python or YAML
		return map[string]any{"type": []string{"string", "number", "boolean", "null"}}
	}
}

func (s *schema) define(t reflect.Type) {
	if _, ok := s.defs[t.Name()]; ok {
		return
	}
	definition := map[string]any{}
	s.defs[t.Name()] = definition
	properties := map[string]any{}
	required := []string{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := s.of(field.Type)
		if text := s.comments.fields[t.Name()+"."+field.Name]; text != "" {
			property["description"] = text
		}
		properties[name] = property
		optional := strings.Contains(options, "omitempty") &&
			(t == reflect.TypeFor[facts.Value]() || field.Type.Kind() == reflect.Pointer || field.Type.Kind() == reflect.Interface)
		if !optional {
			required = append(required, name)
		}
	}
	sort.Strings(required)
	definition["description"] = s.comments.types[t.Name()]
	definition["type"] = "object"
	definition["properties"] = properties
	definition["required"] = required
	definition["additionalProperties"] = false
}

func factsSchema(t *testing.T) []byte {
	t.Helper()
	s := &schema{comments: readComments(t), defs: map[string]any{}}
	s.define(reflect.TypeFor[facts.FileInput]())
	s.define(reflect.TypeFor[facts.ChangeInput]())
	text, err := json.MarshalIndent(map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"$id":         "https://github.com/sekisho/sekisho/blob/main/docs/facts.schema.json",
		"title":       "Facts",
		"description": "The input of the Rego policy: FileInput for `findings`, ChangeInput for `change_findings`. Made from the types of policy/facts; `go test ./policy/engine -update` writes it anew.",
		"anyOf":       []any{map[string]any{"$ref": "#/$defs/FileInput"}, map[string]any{"$ref": "#/$defs/ChangeInput"}},
		"$defs":       s.defs,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// TestFactsSchema compares docs/facts.schema.json with the types, and what the engine hands to Rego
// with the schema.
func TestFactsSchema(t *testing.T) {
	text := factsSchema(t)
	golden(t, filepath.Join(repositoryRoot, "docs/facts.schema.json"), string(text))

	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("facts.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("facts.json#/$defs/FileInput")
	if err != nil {
		t.Fatal(err)
	}
	validated := 0
	for _, f := range fixtures(t, embedded(t)) {
		snapshot, _ := f.snapshot(t)
		input, err := engine.EncodedJSON(analysed(t, snapshot))
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(input)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("the facts of %s: %v", f.file, err)
		}
		validated++
	}
	t.Logf("%d inputs are of the schema", validated)
}
