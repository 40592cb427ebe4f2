package policy

// components finds the strongly connected components of a graph (Tarjan), without recursion: the nodes that lead to
// each other, however long the way. It looks at each node and edge once, and at what is asked for alone.
type components struct {
	next func(node int) []int
	// done is told the members of a component. All that they lead to was told before, or is among them.
	done func(members []int)

	order, low []int // from 1; 0 is not visited
	stack      []int
	on         []bool
	visited    int
}

func newComponents(nodes int, next func(node int) []int, done func(members []int)) *components {
	return &components{next: next, done: done, order: make([]int, nodes), low: make([]int, nodes), on: make([]bool, nodes)}
}

// step is a node on the way, and what of all that it leads to was not looked at.
type step struct {
	node int
	left []int
}

// visit finds the components of all that a node leads to, itself included, but for those that were found before.
func (c *components) visit(root int) {
	if c.order[root] != 0 {
		return
	}
	path := []step{c.enter(root)}
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.left) > 0 {
			next := top.left[0]
			top.left = top.left[1:]
			if c.order[next] == 0 {
				path = append(path, c.enter(next))
			} else if c.on[next] {
				c.low[top.node] = min(c.low[top.node], c.order[next])
			}
			continue
		}
		node := top.node
		if path = path[:len(path)-1]; len(path) > 0 {
			above := path[len(path)-1].node
			c.low[above] = min(c.low[above], c.low[node])
		}
		if c.low[node] == c.order[node] {
			c.finish(node)
		}
	}
}

func (c *components) enter(node int) step {
	c.visited++
	c.order[node], c.low[node] = c.visited, c.visited
	c.stack, c.on[node] = append(c.stack, node), true
	return step{node, c.next(node)}
}

// finish takes the component of its first member from the stack.
func (c *components) finish(first int) {
	at := len(c.stack) - 1
	for c.stack[at] != first {
		at--
	}
	members := c.stack[at:]
	c.stack = c.stack[:at]
	for _, member := range members {
		c.on[member] = false
	}
	c.done(members)
}
