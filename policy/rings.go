package policy

import "github.com/sekisho/sekisho/policy/facts"

// rings are the starts of files that count that lead, through files of the whole repository, back to where they begin: a
// run that makes another of itself does so without an end, and more and more where there are several. An id that is not
// known is a review by itself. A file that does not change counts where the change reaches it: what it starts may be what
// a helper says. The work is linear in the starts.
func rings(files []facts.FileSummary, counts func(place int) bool) []facts.Ring {
	g := graph{numbers: map[string]int{}}
	for i := range files {
		for _, start := range files[i].Starts {
			from, to := g.number(start.From), g.number(start.To)
			g.next[from] = append(g.next[from], to)
		}
	}
	if len(g.next) == 0 {
		return nil
	}
	component := make([]int, len(g.next)) // a number that nodes share which lead to each other
	all := newComponents(len(g.next), func(node int) []int { return g.next[node] }, func(members []int) {
		for _, member := range members {
			component[member] = members[0]
		}
	})
	for node := range g.next {
		all.visit(node)
	}
	var found []facts.Ring
	for i := range files {
		if !counts(i) {
			continue
		}
		for _, start := range files[i].Starts {
			if component[g.numbers[start.From]] == component[g.numbers[start.To]] {
				found = append(found, facts.Ring{Path: files[i].Path, From: start.From, To: start.To, Span: start.Span})
			}
		}
	}
	return found
}

// graph has what starts as nodes, and an edge to what it starts.
type graph struct {
	numbers map[string]int
	next    [][]int
}

func (g *graph) number(name string) int {
	n, known := g.numbers[name]
	if !known {
		n = len(g.next)
		g.numbers[name] = n
		g.next = append(g.next, nil)
	}
	return n
}
