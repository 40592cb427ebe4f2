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
			from := g.number(start.From)
			g.next[from] = append(g.next[from], g.number(start.To))
		}
	}
	if len(g.next) == 0 {
		return nil
	}
	g.findComponents()
	var found []facts.Ring
	for i := range files {
		if !counts(i) {
			continue
		}
		for _, start := range files[i].Starts {
			if g.component[g.numbers[start.From]] == g.component[g.numbers[start.To]] {
				found = append(found, facts.Ring{Path: files[i].Path, From: start.From, To: start.To, Span: start.Span})
			}
		}
	}
	return found
}

// graph has what starts as nodes, and an edge to what it starts.
type graph struct {
	numbers   map[string]int
	names     []string
	next      [][]int
	component []int // a number that nodes share which lead to each other
}

func (g *graph) number(name string) int {
	n, known := g.numbers[name]
	if !known {
		n = len(g.names)
		g.numbers[name] = n
		g.names, g.next = append(g.names, name), append(g.next, nil)
	}
	return n
}

// findComponents numbers the strongly connected components (Tarjan), without recursion.
func (g *graph) findComponents() {
	g.component = make([]int, len(g.names))
	index, low, onStack := make([]int, len(g.names)), make([]int, len(g.names)), make([]bool, len(g.names))
	var stack []int
	type visit struct{ node, edge int }
	counter := 0
	for root := range g.names {
		if index[root] != 0 {
			continue
		}
		path := []visit{{root, 0}}
		for len(path) > 0 {
			top := &path[len(path)-1]
			n := top.node
			if top.edge == 0 && index[n] == 0 {
				counter++
				index[n], low[n] = counter, counter
				stack, onStack[n] = append(stack, n), true
			}
			if top.edge < len(g.next[n]) {
				to := g.next[n][top.edge]
				top.edge++
				if index[to] == 0 {
					path = append(path, visit{to, 0})
				} else if onStack[to] {
					low[n] = min(low[n], index[to])
				}
				continue
			}
			if low[n] == index[n] {
				for {
					last := stack[len(stack)-1]
					stack, onStack[last] = stack[:len(stack)-1], false
					g.component[last] = n
					if last == n {
						break
					}
				}
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				parent := path[len(path)-1].node
				low[parent] = min(low[parent], low[n])
			}
		}
	}
}
