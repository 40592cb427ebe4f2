package github

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/sekisho/sekisho/policy/decision"
)

// changedLines are the lines of after, from 1, that before does not have.
func changedLines(before, after string) map[int]bool {
	changed := map[int]bool{}
	walk(before, after, func(_, line int) {
		if line > 0 {
			changed[line] = true
		}
	}, func(int, int) {})
	return changed
}

// sameLines maps the lines of before that after has too to their numbers there, from 1.
func sameLines(before, after string) map[int]int {
	same := map[int]int{}
	walk(before, after, func(int, int) {}, func(was, is int) { same[was] = is })
	return same
}

// walk goes through a line diff: changed is called for each line that only one side has, with 0 for
// the other, and same for each that both have.
func walk(before, after string, changed, same func(before, after int)) {
	was, is := 1, 1
	place := 0
	keep := func(until int) {
		for range lineCount(before[place:until]) {
			same(was, is)
			was, is = was+1, is+1
		}
	}
	for _, edit := range udiff.Lines(before, after) {
		keep(edit.Start)
		for range lineCount(before[edit.Start:edit.End]) {
			changed(was, 0)
			was++
		}
		for range lineCount(edit.New) {
			changed(0, is)
			is++
		}
		place = edit.End
	}
	keep(len(before))
}

func lineCount(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}

// maxDiffBytes bounds what is compared line by line; above it nothing is commented on inline.
const maxDiffBytes = 512 << 10

// place is where a file's findings are shown on the head commit.
type place struct {
	// lines maps lines of the merge result to lines of the head commit; nil means that they are the same.
	lines map[int]int
	// changed are the lines of the head commit that the pull request adds or changes.
	changed map[int]bool
	text    []string // of the head commit, by line from 0
}

// line carries a line of the merge result over to the head commit; false when it is not there.
func (p place) line(of int) (int, bool) {
	if p.lines == nil {
		return of, true
	}
	there, ok := p.lines[of]
	return there, ok
}

// maxPlaces bounds of how many files the lines are compared: each may cost two requests.
const maxPlaces = 100

// places are those of the files with findings that may be commented on.
func (r *Report) places(ctx context.Context) (map[string]place, error) {
	if r.Decision == nil || r.Snapshot == nil {
		return nil, nil
	}
	var paths []string
	for _, f := range r.findings().counted() {
		if len(paths) == maxPlaces {
			break
		}
		if f.Severity != decision.SeverityWarn && f.Path != "" && !slices.Contains(paths, f.Path) {
			paths = append(paths, f.Path)
		}
	}
	return r.Snapshot.places(ctx, paths)
}

// places finds out for each path which of its lines the pull request changes. Where the base branch
// has moved and the merge result's file is not the head commit's, lines are carried over; a file
// whose bytes are not to be had has no changed lines, and its findings stay annotations.
func (s *Snapshot) places(ctx context.Context, paths []string) (map[string]place, error) {
	places := map[string]place{}
	var head map[string]entry
	for _, path := range paths {
		now, ok := s.merge[path]
		was, existed := s.base[path]
		if !ok || existed && was == now || now.Mode == modeLink || now.Mode == modeSubmodule || now.Size > maxDiffBytes || was.Size > maxDiffBytes {
			continue
		}
		if head == nil {
			var err error
			if head, err = s.headTree(ctx); err != nil {
				return nil, err
			}
		}
		shown, ok := head[path]
		if !ok || shown.Size > maxDiffBytes {
			continue
		}
		after, err := s.text(ctx, now.SHA)
		if err != nil {
			return nil, err
		}
		before := ""
		if existed && was.Mode != modeLink && was.Mode != modeSubmodule {
			if before, err = s.text(ctx, was.SHA); err != nil {
				return nil, err
			}
		}
		p := place{changed: changedLines(before, after), text: strings.SplitAfter(after, "\n")}
		if shown.SHA != now.SHA {
			there, err := s.text(ctx, shown.SHA)
			if err != nil {
				return nil, err
			}
			p.lines = sameLines(after, there)
			carried := map[int]bool{}
			for line := range p.changed {
				if there, ok := p.lines[line]; ok {
					carried[there] = true
				}
			}
			p.changed, p.text = carried, strings.SplitAfter(there, "\n")
		}
		places[path] = p
	}
	return places, nil
}

// headTree is the head commit's file list.
func (s *Snapshot) headTree(ctx context.Context) (map[string]entry, error) {
	if s.Head == s.Merge {
		return s.merge, nil
	}
	tree, err := s.Repository.commitTree(ctx, s.Head)
	if errors.Is(err, errIncomplete) {
		return map[string]entry{}, nil
	}
	return tree, err
}

// text is a blob's content, for comparing lines. A blob that cannot be read has none.
func (s *Snapshot) text(ctx context.Context, sha string) (string, error) {
	body, ok := s.content[sha]
	if !ok || body == nil {
		var err error
		body, err = s.Repository.blob(ctx, sha)
		if errors.Is(err, errIncomplete) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		s.content[sha] = body
	}
	if bytes.IndexByte(body, 0) >= 0 {
		return "", nil
	}
	return string(body), nil
}
