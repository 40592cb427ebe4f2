package github

import (
	"fmt"
	"sort"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// podKey tells pods apart: the task that starts them, in its file, and its number among tasks of the
// same name, such as those whose name is not known.
type podKey struct {
	path, dag, task string
	n               int
}

// numbered gives the pods of one file their keys.
func numbered(pods []decision.PodSummary) []podKey {
	seen := map[podKey]int{}
	keys := make([]podKey, len(pods))
	for i, pod := range pods {
		key := podKey{path: pod.Path, dag: pod.DAG, task: pod.Task}
		seen[key]++
		key.n = seen[key]
		keys[i] = key
	}
	return keys
}

// podChange is what a change does to one pod. Both sides may be nil, not both at once.
type podChange struct {
	before, after *decision.PodSummary
	// known is unset where the base branch's version of the file was not judged.
	known bool
}

// podChanges compares the pods of the changed files with those of the same files on the base branch.
func (r *Report) podChanges() []podChange {
	changes := map[podKey]*podChange{}
	var keys []podKey
	status, known := map[string]facts.Status{}, map[string]bool{}
	for i := range r.Decision.Files {
		file := &r.Decision.Files[i]
		if !file.Judged {
			continue
		}
		status[file.Path] = file.Summary.Status
		known[file.Path] = file.Summary.Status == facts.Added
		if file.Summary.Status == facts.Removed {
			continue
		}
		for j, key := range numbered(file.Pods) {
			changes[key] = &podChange{after: &file.Pods[j]}
			keys = append(keys, key)
		}
	}
	for i := range r.Before {
		file := &r.Before[i]
		if _, changed := status[file.Path]; !changed || file.Summary.Content == facts.ContentNotRead {
			continue
		}
		known[file.Path] = true
		for j, key := range numbered(file.Pods) {
			if c := changes[key]; c != nil {
				c.before = &file.Pods[j]
				continue
			}
			changes[key] = &podChange{before: &file.Pods[j]}
			keys = append(keys, key)
		}
	}
	sort.SliceStable(keys, func(i, j int) bool {
		if keys[i].path != keys[j].path {
			return keys[i].path < keys[j].path
		}
		return line(changes[keys[i]]) < line(changes[keys[j]])
	})
	list := make([]podChange, 0, len(keys))
	for _, key := range keys {
		c := *changes[key]
		c.known = known[key.path]
		list = append(list, c)
	}
	return list
}

func line(c *podChange) int {
	if c.after != nil {
		return c.after.Line
	}
	return c.before.Line
}

// pods adds the table of pods that the changed files can launch, before and after.
func (p *page) pods(r *Report) {
	changes := r.podChanges()
	p.addf("\n%s\n\n", texts.say("head.pods"))
	if len(changes) == 0 {
		p.addf("%s\n", texts.say("pods.none"))
		return
	}
	p.add(texts.say("pods.columns"))
	p.list(len(changes), func(i int) string {
		c := changes[i]
		shown := c.after
		if shown == nil {
			shown = c.before
		}
		return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |\n", texts.say(c.what()), cell(shown.DAG), cell(shown.Task),
			c.field(func(pod *decision.PodSummary) string { return pod.Namespace }),
			c.field(func(pod *decision.PodSummary) string { return pod.Template }),
			cell(fmt.Sprintf("%s:%d", shown.Path, shown.Line)))
	}, maxRows, texts.say("pods.more"))
}

// what is the key of the word for a change.
func (c podChange) what() string {
	switch {
	case c.after == nil:
		return "pod.removed"
	case !c.known:
		return "pod.unknown"
	case c.before == nil:
		return "pod.added"
	case c.before.Namespace != c.after.Namespace || c.before.Template != c.after.Template:
		return "pod.changed"
	}
	return "pod.same"
}

// field shows a value, or both when it changes.
func (c podChange) field(of func(*decision.PodSummary) string) string {
	switch {
	case c.after == nil:
		return cell(of(c.before))
	case c.before == nil || of(c.before) == of(c.after):
		return cell(of(c.after))
	}
	return orNothing(of(c.before)) + " → " + orNothing(of(c.after))
}

func orNothing(value string) string {
	if value == "" {
		return texts.say("pod.nothing")
	}
	return cell(value)
}
