package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/decision"
)

// reach identifies, for each file, what it may rest on besides itself: the modules that it imports, those that
// they import, and what is not there. Modules that were not executed are not in a file's digest, and a person who
// approved it relied on them.
//
// It is a hash over a graph: of files, which lead to the names that they ask for, and of names, which lead to the
// files that provide them and to the names below them. What leads to each other has one hash together, made of
// all members and of the hashes that they lead to, so that every node is looked at once.
type reach struct {
	run     *run
	results []decision.FileResult
	names   map[string]int // name → node; nodes of files come first
	below   [][]int        // of each name, the nodes of the names right below it
	name    []string       // of each node of a name
	found   *components
	hash    []string // of the component, once it is known
}

func newReach(r *run, results []decision.FileResult) *reach {
	g := &reach{run: r, results: results, names: map[string]int{}}
	for name := range r.modules.providers {
		g.add(name)
	}
	nodes := len(results) + len(g.name)
	g.found, g.hash = newComponents(nodes, g.next, g.finish), make([]string, nodes)
	return g
}

// add makes the node of a name, and those of the names that it lies below.
func (g *reach) add(name string) int {
	if node, ok := g.names[name]; ok {
		return node
	}
	node := len(g.results) + len(g.name)
	g.names[name] = node
	g.name, g.below = append(g.name, name), append(g.below, nil)
	if above, _ := cutLast(name); above != "" {
		at := g.add(above) - len(g.results)
		g.below[at] = append(g.below[at], node)
	}
	return node
}

// of is the hash of what a file leads to.
func (g *reach) of(place int) string {
	g.found.visit(place)
	return g.hash[place]
}

// next are the nodes that a node leads to.
func (g *reach) next(node int) []int {
	if at := node - len(g.results); at >= 0 {
		return append(slices.Clone(g.run.modules.providers[g.name[at]]), g.below[at]...)
	}
	var next []int
	for module, answer := range g.results[node].Modules {
		if answer == "" {
			continue // not the repository's
		}
		if onlyItself(g.results[node].Modules, module, g.run.modules.packages) {
			next = append(next, g.run.modules.providers[module]...)
		} else if at, ok := g.names[module]; ok {
			next = append(next, at)
		}
		for above, _ := cutLast(module); above != ""; above, _ = cutLast(above) {
			next = append(next, g.run.modules.providers[above]...)
		}
	}
	return next
}

// says are the parts that a node adds to its component's hash.
func (g *reach) says(node int) string {
	if node >= len(g.results) {
		return "name " + g.name[node-len(g.results)]
	}
	file, asked := &g.run.snapshot.Files[node], g.results[node].Modules
	parts := []string{file.Path, file.Mode, file.SHA}
	for _, module := range slices.Sorted(maps.Keys(asked)) {
		parts = append(parts, module, asked[module])
	}
	return "file " + digestOf(parts...)
}

// finish makes the hash of a component.
func (g *reach) finish(members []int) {
	var parts []string
	for _, member := range members {
		parts = append(parts, g.says(member))
		for _, next := range g.next(member) {
			if g.hash[next] != "" { // of the same component when it is not known yet
				parts = append(parts, "leads to "+g.hash[next])
			}
		}
	}
	slices.Sort(parts)
	hash := digestOf(strings.Join(slices.Compact(parts), "\n"))
	for _, member := range members {
		g.hash[member] = hash
	}
}
