package githubtwin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// hunkLine is one line of a patch: its number on each side (0 when it is not on that side), its position in the
// patch (1 is the line below the first hunk heading, as GitHub counts) and its hunk.
type hunkLine struct {
	left, right, position, hunk int
	text                        string
}

var hunkHead = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@`)

// hunkLines reads a patch. Headings are included as lines without numbers, because positions count them.
func hunkLines(patch string) []hunkLine {
	var lines []hunkLine
	left, right, hunk := 0, 0, 0
	for i, text := range strings.Split(patch, "\n") {
		line := hunkLine{position: i, text: text}
		if head := hunkHead.FindStringSubmatch(text); head != nil {
			left, _ = strconv.Atoi(head[1])
			right, _ = strconv.Atoi(head[3])
			hunk++
			line.hunk = hunk
			lines = append(lines, line)
			continue
		}
		line.hunk = hunk
		switch {
		case strings.HasPrefix(text, "+"):
			line.right = right
			right++
		case strings.HasPrefix(text, "-"):
			line.left = left
			left++
		case strings.HasPrefix(text, "\\"):
		default:
			line.left, line.right = left, right
			left++
			right++
		}
		lines = append(lines, line)
	}
	return lines
}

// findLine returns the index of a line on a side, or -1 when the diff does not show it.
func findLine(lines []hunkLine, side string, number int) int {
	for i, line := range lines {
		if number > 0 && (side == "LEFT" && line.left == number || side != "LEFT" && line.right == number) {
			return i
		}
	}
	return -1
}

// hunkUpTo is the diff_hunk of a comment: its hunk from the heading to the line itself.
func hunkUpTo(lines []hunkLine, at int) string {
	var text []string
	for _, line := range lines[:at+1] {
		if line.hunk == lines[at].hunk {
			text = append(text, line.text)
		}
	}
	return strings.Join(text, "\n")
}

// moveLine follows line number of a file from one commit to another: 0 when the line itself was changed or removed.
func (g *gitRepo) moveLine(from, to, path string, number int) (int, error) {
	if from == to {
		return number, nil
	}
	key := fmt.Sprintf("move %s %s %s", from, to, path)
	var patch string
	if cached, ok := g.cache.Load(key); ok {
		patch = cached.(string)
	} else {
		out, err := g.run(nil, "diff", "--no-color", "--no-ext-diff", "-U0", from, to, "--", path)
		if err != nil {
			return 0, err
		}
		patch = string(out)
		g.cache.Store(key, patch)
	}
	shift := 0
	for line := range strings.SplitSeq(patch, "\n") {
		head := hunkHead.FindStringSubmatch(line)
		if head == nil {
			continue
		}
		start, _ := strconv.Atoi(head[1])
		removed, added := count(head[2]), count(head[4])
		if removed == 0 {
			start++ // an insertion is named by the line before it
		}
		if number < start {
			break
		}
		if number < start+removed {
			return 0, nil
		}
		shift += added - removed
	}
	return number + shift, nil
}

func count(text string) int {
	if text == "" {
		return 1
	}
	n, _ := strconv.Atoi(text)
	return n
}
