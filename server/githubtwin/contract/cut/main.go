// Command cut makes the contract package's data out of what GitHub publishes.
//
// In come GitHub's description of its REST API and, with --webhooks, the official webhook examples; out go
// data/github.json.gz and data/webhooks.json.gz of the contract package. It reads the list of operations from
// data/operations.txt and changes nothing else.
//
//	go run ./server/githubtwin/contract/cut [--out DIR] [--webhooks index.json] api.github.com.json
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type object = map[string]any

func main() {
	out := flag.String("out", "server/githubtwin/contract/data", "folder of operations.txt and of the result")
	webhooks := flag.String("webhooks", "", "index.json of @octokit/webhooks-examples")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: cut [--out DIR] [--webhooks index.json] api.github.com.json")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *webhooks, *out); err != nil {
		fmt.Fprintln(os.Stderr, "cut:", err)
		os.Exit(1)
	}
}

func run(description, webhooks, out string) error {
	var document object
	if err := readJSON(description, &document); err != nil {
		return err
	}
	if err := correct(document); err != nil {
		return err
	}
	operations, err := readOperations(filepath.Join(out, "operations.txt"))
	if err != nil {
		return err
	}
	cut, err := cutDocument(document, operations)
	if err != nil {
		return err
	}
	if err := writeGzip(filepath.Join(out, "github.json.gz"), cut); err != nil {
		return err
	}
	if webhooks == "" {
		return nil
	}
	var all []struct {
		Name     string
		Examples []json.RawMessage
	}
	if err := readJSON(webhooks, &all); err != nil {
		return err
	}
	kept := map[string][]json.RawMessage{}
	for _, event := range all {
		if slices.Contains(eventsInUse, event.Name) {
			kept[event.Name] = event.Examples
		}
	}
	for _, name := range eventsInUse {
		if len(kept[name]) == 0 {
			return fmt.Errorf("%s has no example of event %s", webhooks, name)
		}
	}
	return writeGzip(filepath.Join(out, "webhooks.json.gz"), kept)
}

// correct mends what is wrong in the published description, each with its reason.
func correct(document object) error {
	// The rows of GET /app/installations are written out in full there, and by mistake say that an account is a user
	// and an enterprise at once (allOf). The schema `installation`, which GET /app/installations/{id} answers, says
	// one of the two (anyOf). Both describe the same object.
	list, ok := dig(document, "paths", "/app/installations", "get", "responses", "200", "content", "application/json", "schema").(object)
	if !ok || dig(list, "items", "properties", "account", "allOf") == nil {
		return fmt.Errorf("the description of GET /app/installations changed: look whether its correction is still needed")
	}
	list["items"] = object{"$ref": "#/components/schemas/installation"}
	// A comment on a line that is no longer in the diff has neither line nor position: GitHub answers null for both
	// and keeps original_line (PyGithub #1515, clang-tidy-review #142). Of the three schemas involved only the
	// position of review-comment and the webhook's comment say so.
	for _, place := range [][2]string{{"pull-request-review-comment", "line"}, {"pull-request-review-comment", "position"}, {"review-comment", "line"}} {
		property, ok := dig(document, "components", "schemas", place[0], "properties", place[1]).(object)
		if !ok || property["nullable"] != nil {
			return fmt.Errorf("%s of %s changed: look whether its correction is still needed", place[1], place[0])
		}
		property["nullable"] = true
	}
	return nil
}

func dig(node any, keys ...string) any {
	for _, key := range keys {
		here, _ := node.(object)
		node = here[key]
	}
	return node
}

var eventsInUse = []string{"check_run", "check_suite", "installation", "installation_repositories", "issue_comment", "membership", "merge_group", "ping",
	"pull_request", "pull_request_review", "pull_request_review_comment", "pull_request_review_thread", "push", "team"}

func readJSON(name string, target any) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, target); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

func readOperations(name string) ([][2]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list [][2]string
	scanner := bufio.NewScanner(bytes.NewReader(text))
	for scanner.Scan() {
		line := strings.TrimSpace(scanner.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		method, path, ok := strings.Cut(line, " ")
		if !ok {
			return nil, fmt.Errorf("%s: line %q is not `METHOD /path`", name, line)
		}
		list = append(list, [2]string{strings.ToLower(method), path})
	}
	return list, nil
}

// cutDocument keeps the operations and, transitively, what they refer to.
func cutDocument(document object, operations [][2]string) (object, error) {
	paths := document["paths"].(object)
	kept := object{}
	for _, operation := range operations {
		method, path := operation[0], operation[1]
		item, ok := paths[path].(object)
		if !ok || item[method] == nil {
			return nil, fmt.Errorf("the description has no %s %s", strings.ToUpper(method), path)
		}
		if kept[path] == nil {
			kept[path] = object{}
			if shared, ok := item["parameters"]; ok {
				kept[path].(object)["parameters"] = strip(shared, false)
			}
		}
		stripped := strip(item[method], false).(object)
		if body, ok := stripped["requestBody"].(object); ok {
			stripped["requestBody"] = strict(body, document, false)
		}
		kept[path].(object)[method] = stripped
	}
	components := object{}
	queue := []any{kept}
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		for _, ref := range refs(node) {
			kind, name := refName(ref)
			group, _ := components[kind].(object)
			if group == nil {
				group = object{}
				components[kind] = group
			}
			if group[name] == nil {
				group[name] = strip(lookup(document, ref), false)
				queue = append(queue, group[name])
			}
		}
	}
	return object{"openapi": "3.0.3", "info": object{"title": "the part of GitHub's REST API that is in use", "version": document["info"].(object)["version"]},
		"servers": document["servers"], "paths": kept, "components": components}, nil
}

// strip removes prose. names is true where the keys are names that the API chose, not words of OpenAPI.
func strip(node any, names bool) any {
	switch value := node.(type) {
	case object:
		result := object{}
		for key, child := range value {
			if !names {
				switch key {
				case "summary", "externalDocs", "tags", "examples", "example", "deprecated", "title":
					continue
				case "description":
					if _, isText := child.(string); isText {
						if value["content"] != nil || len(value) <= 3 && value["schema"] == nil && value["type"] == nil && value["$ref"] == nil {
							result[key] = "" // of a response, where OpenAPI wants one
						}
						continue
					}
				}
				if strings.HasPrefix(key, "x-") && key != "x-multi-segment" {
					continue
				}
			}
			_, isMap := child.(object)
			result[key] = strip(child, !names && isMap && slices.Contains([]string{"properties", "schemas", "headers", "responses", "parameters"}, key))
		}
		return result
	case []any:
		result := make([]any, len(value))
		for i, child := range value {
			result[i] = strip(child, false)
		}
		return result
	}
	return node
}

// strict copies a request body with its references resolved, and lets its objects take no unknown properties. A
// branch of a composition says only what it adds to its parent, so it stays open.
func strict(node any, document object, branch bool) any {
	switch value := node.(type) {
	case object:
		if ref, ok := value["$ref"].(string); ok {
			return strict(strip(lookup(document, ref), false), document, branch)
		}
		result := object{}
		for key, child := range value {
			composed := key == "oneOf" || key == "anyOf" || key == "allOf"
			result[key] = strict(child, document, branch && key != "properties" && key != "items" || composed && value["properties"] != nil)
		}
		if properties, ok := result["properties"].(object); ok && !branch && result["additionalProperties"] == nil && len(properties) > 0 {
			if _, isSchema := properties["type"].(string); !isSchema {
				result["additionalProperties"] = false
			}
		}
		return result
	case []any:
		result := make([]any, len(value))
		for i, child := range value {
			result[i] = strict(child, document, branch)
		}
		return result
	}
	return node
}

func refs(node any) []string {
	var list []string
	switch value := node.(type) {
	case object:
		if ref, ok := value["$ref"].(string); ok {
			list = append(list, ref)
		}
		for _, child := range value {
			list = append(list, refs(child)...)
		}
	case []any:
		for _, child := range value {
			list = append(list, refs(child)...)
		}
	}
	return list
}

func refName(ref string) (kind, name string) {
	parts := strings.Split(strings.TrimPrefix(ref, "#/components/"), "/")
	return parts[0], parts[1]
}

func lookup(document object, ref string) any {
	kind, name := refName(ref)
	return document["components"].(object)[kind].(object)[name]
}

// writeGzip writes the same bytes for the same value: no name and no time in the head.
func writeGzip(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d packed\n", name, len(text), packed.Len())
	return os.WriteFile(name, packed.Bytes(), 0o644)
}
