package podtemplate

import (
	"regexp"

	"go.yaml.in/yaml/v3"
)

// placeholder finds the marks that builds and template engines fill in: Helm and Jinja, shell and envsubst, Maven and
// CMake, and hand-made ones. `$(NAME)` is left out: Kubernetes itself expands it in command, args and env.
var placeholder = regexp.MustCompile(`\{\{|\{%|\$\{[^}]*\}|<[A-Za-z_][A-Za-z0-9_. -]*>|@[A-Za-z_][A-Za-z0-9_.-]*@|%[A-Z_][A-Z0-9_]*%|__[A-Z][A-Z0-9_]*__|\$[A-Z_][A-Z0-9_]*`)

// engine finds only the marks of template engines, for text in which `$` and `<` have their own meaning.
var engine = regexp.MustCompile(`\{\{|\{%`)

// command finds the fields that hold a program's text.
var command = regexp.MustCompile(`^spec\.(?:containers|initContainers|ephemeralContainers)\[\d+\]\.(?:command\[\d+\]|args\[\d+\]|env\[\d+\]\.value|(?:livenessProbe|readinessProbe|startupProbe|lifecycle)\..*)$`)

// placeholders lists the values that somebody else fills in before the file is used: what is judged here is then not
// what runs.
func (r *reader) placeholders(node *yaml.Node, path string) {
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if placeholder.MatchString(node.Content[i].Value) {
				r.problem(codePlaceholder, path, r.span(node.Content[i]), "key `"+excerpt(node.Content[i].Value)+"` looks like a placeholder")
			}
			r.placeholders(node.Content[i+1], join(path, node.Content[i].Value))
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			r.placeholders(item, index(path, i))
		}
	case yaml.ScalarNode:
		pattern := placeholder
		if command.MatchString(path) {
			pattern = engine
		}
		if found := pattern.FindString(node.Value); found != "" {
			r.problem(codePlaceholder, path, r.span(node), "`"+excerpt(node.Value)+"` holds a placeholder: what is deployed is not what is read here")
		}
	}
}
