package githubtwin

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

//go:embed page.html
var pageText string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{"markdown": markdown, "short": short}).Parse(pageText))
})

// markdown renders text as GitHub does: its flavour of Markdown, then only the HTML that it lets through.
func markdown(text string) (template.HTML, error) {
	var out bytes.Buffer
	converter := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := converter.Convert([]byte(text), &out); err != nil {
		return "", fmt.Errorf("render markdown: %w", err)
	}
	policy := bluemonday.UGCPolicy()
	policy.AllowElements("details", "summary", "sub", "sup", "kbd")
	policy.AllowAttrs("class").Matching(regexp.MustCompile(`^language-\w+$`)).OnElements("code")
	policy.AllowAttrs("open").OnElements("details")
	policy.AllowAttrs("type", "checked", "disabled").OnElements("input")
	return template.HTML(policy.SanitizeBytes(out.Bytes())), nil
}

func short(sha string) string { return sha[:min(7, len(sha))] }

// isPagePath tells the pages for people from the API: /, /owner/name/pull/N and /owner/name/runs/ID.
func isPagePath(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	if r.URL.Path == "/" {
		return strings.Contains(r.Header.Get("Accept"), "text/html")
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) != 4 || parts[0] == "repos" || parts[0] == "api" || parts[0] == "orgs" {
		return false
	}
	_, err := strconv.ParseInt(parts[3], 10, 64)
	return err == nil && (parts[2] == "pull" || parts[2] == "runs")
}

type pageData struct {
	Title   string
	Home    []repoRow
	Pull    *pullPage
	Run     *CheckRunView
	Repo    string
	Refresh int
}

type repoRow struct {
	Name  string
	Pulls []PullRequestView
}

type pullPage struct {
	PullRequestView
	Repo     string
	Checks   []CheckRunView
	Required map[string]bool
	Timeline []timelineRow
	Files    []filePage
	Allowed  bool
}

// timelineRow is a comment or a review with its comments on lines.
type timelineRow struct {
	Author, Kind, Body, Class string
	App                       bool
	Threads                   []threadRow
	id                        int64
}

type threadRow struct {
	Path               string
	Line               int
	Hunk               []codeRow
	Resolved, Outdated bool
	Comments           []CommentView
}

type filePage struct {
	Path, Previous, Status string
	Additions, Deletions   int
	Rows                   []codeRow
	Note                   string
}

type codeRow struct {
	Left, Right int
	Text, Class string
	Threads     []threadRow
	Notes       []noteRow
}

type noteRow struct {
	Check string
	Annotation
}

// servePage shows what people see on GitHub. It is read only and needs no sign-in.
func (t *Twin) servePage(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	data, err := t.pageFor(strings.Split(strings.Trim(r.URL.Path, "/"), "/"))
	t.mu.Unlock()
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	data.Refresh, _ = strconv.Atoi(r.URL.Query().Get("refresh"))
	var out bytes.Buffer
	if err := pageTemplate().Execute(&out, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'")
	w.Write(out.Bytes())
}

func (t *Twin) pageFor(parts []string) (*pageData, error) {
	if len(parts) == 1 {
		data := &pageData{Title: "Repositories"}
		for _, r := range t.sortedRepos() {
			row := repoRow{Name: r.full()}
			for _, p := range sortedPulls(r) {
				row.Pulls = append(row.Pulls, t.viewPull(p))
			}
			data.Home = append(data.Home, row)
		}
		return data, nil
	}
	r, err := t.repository(parts[0] + "/" + parts[1])
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(parts[3], 10, 64)
	if err != nil {
		return nil, err
	}
	if parts[2] == "runs" {
		for _, run := range r.runs {
			if run.id == id {
				view := viewRun(run)
				return &pageData{Title: run.name, Run: &view, Repo: r.full()}, nil
			}
		}
		return nil, fmt.Errorf("no check run %d", id)
	}
	p, err := t.pull(r.full(), int(id))
	if err != nil {
		return nil, err
	}
	page, err := t.pullPage(p)
	if err != nil {
		return nil, err
	}
	return &pageData{Title: fmt.Sprintf("%s · Pull request #%d", p.title, p.number), Pull: page, Repo: r.full()}, nil
}

func (t *Twin) pullPage(p *pull) (*pullPage, error) {
	page := &pullPage{PullRequestView: t.viewPull(p), Repo: p.repo.full(), Required: map[string]bool{}}
	latest := map[string]*checkRun{}
	for _, run := range p.repo.runs {
		if run.headSHA == p.headSHA {
			latest[fmt.Sprint(run.suite.app.id, run.name)] = run
		}
	}
	for _, key := range slices.Sorted(maps.Keys(latest)) {
		page.Checks = append(page.Checks, viewRun(latest[key]))
	}
	if rules := p.repo.protections[p.baseRef]; rules != nil {
		for _, check := range rules.RequiredChecks {
			page.Required[check.Context] = true
		}
	}
	page.Allowed = p.state == "open" && len(page.Blockers) == 0 && !slices.Contains([]string{"dirty", "draft", "behind", "unknown"}, page.MergeableState)
	for _, c := range p.repo.comments {
		if c.number == p.number {
			page.Timeline = append(page.Timeline, timelineRow{Author: c.user.login, Kind: "commented", Body: c.body, App: c.app != nil, id: c.id})
		}
	}
	for _, rv := range p.reviews {
		row := timelineRow{Author: rv.user.login, Kind: reviewWords[rv.state], Body: rv.body, App: rv.app != nil, Class: strings.ToLower(rv.state), id: rv.id}
		for _, th := range p.threads {
			if th.comments[0].review == rv {
				row.Threads = append(row.Threads, t.threadRow(th))
			}
		}
		page.Timeline = append(page.Timeline, row)
	}
	slices.SortStableFunc(page.Timeline, func(a, b timelineRow) int { return int(a.id - b.id) })
	files, err := t.pullFiles(p)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		page.Files = append(page.Files, t.filePage(p, f, page.Checks))
	}
	return page, nil
}

var reviewWords = map[string]string{"APPROVED": "approved these changes", "CHANGES_REQUESTED": "requested changes",
	"COMMENTED": "reviewed", "DISMISSED": "reviewed (dismissed)", "PENDING": "started a review"}

func (t *Twin) threadRow(th *thread) threadRow {
	first := th.comments[0]
	line, _, position := t.place(first)
	row := threadRow{Path: first.path, Line: first.line, Resolved: th.resolved, Outdated: position == nil}
	if n, ok := line.(int); ok {
		row.Line = n
	}
	if first.diffHunk != "" {
		hunk := codeRows(first.diffHunk)
		row.Hunk = hunk[max(0, len(hunk)-4):]
	}
	for _, c := range th.comments {
		row.Comments = append(row.Comments, CommentView{c.id, c.user.login, c.body, c.created, c.updated})
	}
	return row
}

func codeRows(patch string) []codeRow {
	var rows []codeRow
	for _, line := range hunkLines(patch) {
		row := codeRow{Left: line.left, Right: line.right, Text: line.text}
		switch {
		case strings.HasPrefix(line.text, "@@"):
			row.Class = "hunk"
		case line.left == 0 && line.right > 0:
			row.Class = "add"
		case line.right == 0 && line.left > 0:
			row.Class = "del"
		}
		rows = append(rows, row)
	}
	return rows
}

// filePage is a file of the diff with the conversations and annotations on its lines.
func (t *Twin) filePage(p *pull, f diffFile, checks []CheckRunView) filePage {
	page := filePage{Path: f.path, Previous: f.previous, Status: f.status, Additions: f.additions, Deletions: f.deletions}
	switch {
	case f.binary:
		page.Note = "Binary file not shown."
		return page
	case f.patch == "":
		page.Note = "No changes in content."
		return page
	}
	page.Rows = codeRows(f.patch)
	at := map[string]*codeRow{}
	for i := range page.Rows {
		row := &page.Rows[i]
		if row.Right > 0 {
			at[fmt.Sprint("RIGHT", row.Right)] = row
		}
		if row.Left > 0 {
			at[fmt.Sprint("LEFT", row.Left)] = row
		}
	}
	for _, th := range p.threads {
		first := th.comments[0]
		line, _, position := t.place(first)
		if row := at[fmt.Sprint(first.side, line)]; first.path == f.path && position != nil && row != nil {
			row.Threads = append(row.Threads, t.threadRow(th))
		}
	}
	for _, check := range checks {
		for _, a := range check.Annotations {
			if row := at[fmt.Sprint("RIGHT", a.EndLine)]; a.Path == f.path && row != nil {
				row.Notes = append(row.Notes, noteRow{check.Name, a})
			}
		}
	}
	return page
}
