package contract

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// requestRules are rules of GitHub's documentation that its schemas do not carry.
func requestRules(o *operation, r *http.Request, body []byte) []string {
	var reasons []string
	if r.Header.Get("User-Agent") == "" {
		reasons = append(reasons, "no User-Agent: GitHub refuses such requests")
	}
	if n := r.URL.Query().Get("per_page"); n != "" {
		if size, err := strconv.Atoi(n); err != nil || size < 1 || size > 100 {
			reasons = append(reasons, "per_page is not 1 to 100")
		}
	}
	var in map[string]any
	if len(body) == 0 || json.Unmarshal(body, &in) != nil {
		return reasons
	}
	text := func(name string) string { value, _ := in[name].(string); return value }
	switch o.method + " " + o.template {
	case "POST /repos/{owner}/{repo}/check-runs", "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}":
		if text("status") == "completed" && text("conclusion") == "" {
			reasons = append(reasons, "status completed without conclusion")
		}
		if in["completed_at"] != nil && text("conclusion") == "" {
			reasons = append(reasons, "completed_at without conclusion")
		}
		if status := text("status"); text("conclusion") != "" && status != "" && status != "completed" {
			reasons = append(reasons, "conclusion with status "+status)
		}
		if text("conclusion") == "stale" {
			reasons = append(reasons, "conclusion stale is GitHub's own")
		}
		reasons = append(reasons, annotationRules(in)...)
	case "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews":
		event := text("event")
		if (event == "REQUEST_CHANGES" || event == "COMMENT") && text("body") == "" {
			reasons = append(reasons, "event "+event+" needs a body")
		}
		for _, c := range list(in["comments"]) {
			_, line := c["line"]
			_, position := c["position"]
			if line == position {
				reasons = append(reasons, "a comment needs either line or position")
			}
			if _, start := c["start_line"]; start && !line {
				reasons = append(reasons, "start_line without line")
			}
		}
	case "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals":
		if text("message") == "" {
			reasons = append(reasons, "a dismissal needs a message")
		}
	case "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":
		if body := text("body"); body == "" || len([]rune(body)) > 65536 {
			reasons = append(reasons, "a comment has 1 to 65,536 characters")
		}
	}
	return reasons
}

func annotationRules(in map[string]any) []string {
	var reasons []string
	output, _ := in["output"].(map[string]any)
	for _, a := range list(output["annotations"]) {
		start, _ := a["start_line"].(float64)
		end, _ := a["end_line"].(float64)
		_, startColumn := a["start_column"]
		_, endColumn := a["end_column"]
		message, _ := a["message"].(string)
		path, _ := a["path"].(string)
		switch {
		case end < start:
			reasons = append(reasons, "an annotation ends before it starts")
		case (startColumn || endColumn) && start != end:
			reasons = append(reasons, "columns are allowed on one line only")
		case message == "" || len(message) > 64<<10:
			reasons = append(reasons, "an annotation's message has 1 byte to 64 KB")
		case path == "" || strings.HasPrefix(path, "/"):
			reasons = append(reasons, "an annotation's path is relative to the repository's root")
		}
	}
	return reasons
}

func list(value any) []map[string]any {
	var rows []map[string]any
	elements, _ := value.([]any)
	for _, element := range elements {
		if row, ok := element.(map[string]any); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// responseRules are the headers that every answer of GitHub carries.
func responseRules(o *operation, status int, header http.Header) []string {
	var reasons []string
	if header.Get("Retry-After") != "" {
		if _, err := strconv.Atoi(header.Get("Retry-After")); err != nil {
			reasons = append(reasons, "Retry-After is not a number of seconds")
		}
	}
	if status == http.StatusOK && o.method == http.MethodGet && header.Get("ETag") == "" {
		reasons = append(reasons, "no ETag")
	}
	return reasons
}
