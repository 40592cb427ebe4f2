package githubtwin

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

var checkRoutes = []route{
	{"POST", "/repos/{owner}/{repo}/check-runs", anyToken, []string{"checks:write"}, (*call).createCheckRun},
	{"GET", "/repos/{owner}/{repo}/check-runs/{run}", anyToken, []string{"checks:read"}, (*call).getCheckRun},
	{"PATCH", "/repos/{owner}/{repo}/check-runs/{run}", anyToken, []string{"checks:write"}, (*call).updateCheckRun},
	{"GET", "/repos/{owner}/{repo}/check-runs/{run}/annotations", anyToken, []string{"checks:read"}, (*call).listAnnotations},
	{"POST", "/repos/{owner}/{repo}/check-runs/{run}/rerequest", anyToken, []string{"checks:write"}, (*call).rerequestRun},
	{"GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", anyToken, []string{"checks:read"}, (*call).listCheckRuns},
	{"GET", "/repos/{owner}/{repo}/commits/{ref}/check-suites", anyToken, []string{"checks:read"}, (*call).listCheckSuites},
	{"POST", "/repos/{owner}/{repo}/check-suites", anyToken, []string{"checks:write"}, (*call).createCheckSuite},
	{"GET", "/repos/{owner}/{repo}/check-suites/{suite}", anyToken, []string{"checks:read"}, (*call).getCheckSuite},
	{"GET", "/repos/{owner}/{repo}/check-suites/{suite}/check-runs", anyToken, []string{"checks:read"}, (*call).listSuiteRuns},
	{"POST", "/repos/{owner}/{repo}/check-suites/{suite}/rerequest", anyToken, []string{"checks:write"}, (*call).rerequestSuite},
	{"GET", "/repos/{owner}/{repo}/commits/{ref}/status", anyToken, []string{"statuses:read"}, (*call).combinedStatus},
	{"GET", "/repos/{owner}/{repo}/commits/{ref}/statuses", anyToken, []string{"statuses:read"}, (*call).listStatuses},
	{"POST", "/repos/{owner}/{repo}/statuses/{sha}", anyToken, []string{"statuses:write"}, (*call).createStatus},
}

// Limits of GitHub's checks API.
const (
	maxAnnotations = 50
	maxActions     = 3
	maxText        = 65535 // characters of summary and text
	maxMessage     = 64 << 10
)

// Annotation is one remark of a check run on a line.
type Annotation struct {
	Path        string `json:"path"`
	StartLine   int    `json:"start_line"`
	EndLine     int    `json:"end_line"`
	StartColumn int    `json:"start_column"`
	EndColumn   int    `json:"end_column"`
	Level       string `json:"annotation_level"`
	Message     string `json:"message"`
	Title       string `json:"title"`
	RawDetails  string `json:"raw_details"`
}

// Action is a button on a check run.
type Action struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Identifier  string `json:"identifier"`
}

type runInput struct {
	Name        *string
	HeadSHA     *string    `json:"head_sha"`
	DetailsURL  *string    `json:"details_url"`
	ExternalID  *string    `json:"external_id"`
	Status      *string    `json:"status"`
	StartedAt   *time.Time `json:"started_at"`
	Conclusion  *string    `json:"conclusion"`
	CompletedAt *time.Time `json:"completed_at"`
	Output      *struct {
		Title, Summary, Text *string
		Annotations          []Annotation
	}
	Actions []Action
}

var (
	runStatuses    = []string{"queued", "in_progress", "completed", "waiting", "requested", "pending"}
	runConclusions = []string{"action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out"}
)

// check refuses what GitHub's limits refuse.
func (in *runInput) check(creating bool) error {
	bad := func(field, code, message string) error { return invalid("CheckRun", field, code, message) }
	if creating && (in.Name == nil || *in.Name == "") {
		return bad("name", "missing_field", "")
	}
	if in.Status != nil && !slices.Contains(runStatuses, *in.Status) {
		return bad("status", "invalid", "")
	}
	if in.Conclusion != nil && (!slices.Contains(runConclusions, *in.Conclusion) || *in.Conclusion == "stale") {
		return bad("conclusion", "invalid", "")
	}
	if in.Status != nil && *in.Status == "completed" && in.Conclusion == nil {
		return bad("conclusion", "missing_field", "")
	}
	if len(in.Actions) > maxActions {
		return bad("actions", "custom", fmt.Sprintf("No more than %d actions are allowed.", maxActions))
	}
	for _, a := range in.Actions {
		if len(a.Label) == 0 || len(a.Label) > 20 || len(a.Description) == 0 || len(a.Description) > 40 || len(a.Identifier) == 0 || len(a.Identifier) > 20 {
			return bad("actions", "invalid", "label and identifier take 1 to 20 characters, description 1 to 40")
		}
	}
	if o := in.Output; o != nil {
		if o.Title == nil && creating || o.Summary == nil {
			return fail(http.StatusUnprocessableEntity, "Invalid request.\n\nFor 'properties/output', nil is not an object with title and summary.")
		}
		if len(*o.Summary) > maxText || o.Text != nil && len(*o.Text) > maxText {
			return unprocessable(fmt.Sprintf("Only %d characters are allowed", maxText))
		}
		if len(o.Annotations) > maxAnnotations {
			return fail(http.StatusUnprocessableEntity, "Invalid request.\n\nNo more than %d items are allowed; %d were supplied.", maxAnnotations, len(o.Annotations))
		}
		for _, a := range o.Annotations {
			if a.Path == "" || a.StartLine < 0 || a.EndLine < a.StartLine || a.Message == "" || len(a.Message) > maxMessage || len(a.Title) > 255 ||
				!slices.Contains([]string{"notice", "warning", "failure"}, a.Level) ||
				(a.StartColumn != 0 || a.EndColumn != 0) && a.StartLine != a.EndLine {
				return bad("annotations", "invalid", "")
			}
		}
	}
	return nil
}

// apply writes what was given into the run. Annotations add up; everything else replaces.
func (t *Twin) apply(run *checkRun, in *runInput) {
	set := func(target *string, value *string) {
		if value != nil {
			*target = *value
		}
	}
	set(&run.name, in.Name)
	set(&run.detailsURL, in.DetailsURL)
	set(&run.externalID, in.ExternalID)
	set(&run.status, in.Status)
	if in.StartedAt != nil {
		run.started = *in.StartedAt
	}
	if in.Conclusion != nil {
		run.conclusion, run.status = *in.Conclusion, "completed"
	} else if in.Status != nil && *in.Status != "completed" {
		run.conclusion, run.completed = "", time.Time{}
	}
	if in.CompletedAt != nil {
		run.completed, run.status = *in.CompletedAt, "completed"
	}
	if run.status == "completed" && run.completed.IsZero() {
		run.completed = t.now()
	}
	if o := in.Output; o != nil {
		run.hasOutput = true
		set(&run.title, o.Title)
		set(&run.summary, o.Summary)
		set(&run.text, o.Text)
		run.annotations = append(run.annotations, o.Annotations...)
	}
	if in.Actions != nil {
		run.actions = in.Actions
	}
	run.suite.updated, run.suite.rerequested = t.now(), false
}

// ownApp is the App behind the token; people cannot write checks.
func (c *call) ownApp() (*app, error) {
	if c.who.installation == nil {
		return nil, fail(http.StatusForbidden, "You must authenticate via a GitHub App.")
	}
	return c.who.installation.app, nil
}

func (c *call) createCheckRun() (reply, error) {
	a, err := c.ownApp()
	if err != nil {
		return reply{}, err
	}
	var in runInput
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if err := in.check(true); err != nil {
		return reply{}, err
	}
	if in.HeadSHA == nil {
		return reply{}, invalid("CheckRun", "head_sha", "missing_field", "")
	}
	head, err := c.repo.git.commit(*in.HeadSHA)
	if err != nil || head.sha != *in.HeadSHA {
		return reply{}, fail(http.StatusUnprocessableEntity, "No commit found for SHA: %s", *in.HeadSHA)
	}
	run := &checkRun{id: c.t.id(), suite: c.t.suiteFor(c.repo, a, head.sha, ""), headSHA: head.sha, status: "queued", started: c.now()}
	c.repo.runs = append(c.repo.runs, run)
	c.t.apply(run, &in)
	c.t.emitRun("created", run, a.bot, nil)
	if run.status == "completed" {
		c.t.runCompleted(run)
	}
	return reply{status: 201, body: c.t.runJSON(run)}, nil
}

func (c *call) updateCheckRun() (reply, error) {
	a, err := c.ownApp()
	if err != nil {
		return reply{}, err
	}
	run, err := c.run()
	if err != nil {
		return reply{}, err
	}
	if run.suite.app != a {
		return reply{}, fail(http.StatusForbidden, "Invalid app_id `%d` - check run can only be modified by the GitHub App that created it.", a.id)
	}
	var in runInput
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if err := in.check(false); err != nil {
		return reply{}, err
	}
	before := run.status
	c.t.apply(run, &in)
	if run.status == "completed" && (before != "completed" || in.Conclusion != nil) {
		c.t.runCompleted(run)
	}
	return reply{status: 200, body: c.t.runJSON(run)}, nil
}

// runCompleted tells of the run, of its suite when that is complete too, and lets the merge queue go on.
func (t *Twin) runCompleted(run *checkRun) {
	t.emitRun("completed", run, run.suite.app.bot, nil)
	if status, _ := t.suiteState(run.suite); status == "completed" {
		t.emitSuite("completed", run.suite, run.suite.app.bot)
	}
	t.advanceQueue(run.suite.repo)
}

// emitRun sends a check_run event: to all who listen, except what is asked of the App itself.
func (t *Twin) emitRun(action string, run *checkRun, sender *account, extra obj) {
	// A rerequest puts the suite back to queued and leaves the run as it is.
	run.suite.rerequested = run.suite.rerequested || action == "rerequested"
	payload := obj{"check_run": t.eventRunJSON(run)}
	for key, value := range extra {
		payload[key] = value
	}
	if action == "rerequested" || action == "requested_action" {
		t.emitTo(run.suite.app, "check_run", action, run.suite.repo, sender, payload)
		return
	}
	t.emit("check_run", action, run.suite.repo, run.suite.repo.owner, sender, payload)
}

func (c *call) run() (*checkRun, error) {
	id, err := c.number("run")
	if err != nil {
		return nil, err
	}
	for _, run := range c.repo.runs {
		if run.id == id {
			return run, nil
		}
	}
	return nil, errNotFound
}

func (c *call) getCheckRun() (reply, error) {
	run, err := c.run()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.runJSON(run)}, nil
}

func (c *call) listAnnotations() (reply, error) {
	run, err := c.run()
	if err != nil {
		return reply{}, err
	}
	return page(c, run.annotations, func(a Annotation) any {
		return obj{"path": a.Path, "blob_href": c.t.web("/%s/blob/%s/%s", c.repo.full(), run.headSHA, escapePath(a.Path)),
			"start_line": a.StartLine, "end_line": a.EndLine, "start_column": positive(a.StartColumn), "end_column": positive(a.EndColumn),
			"annotation_level": a.Level, "title": nullable(a.Title), "message": a.Message, "raw_details": nullable(a.RawDetails)}
	}), nil
}

func positive(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// latestRuns keeps the newest run of each name and App, unless all are wanted.
func (c *call) selectRuns(keep func(*checkRun) bool) []*checkRun {
	type key struct {
		app  int64
		name string
	}
	latest := map[key]int64{}
	for _, run := range c.repo.runs {
		if keep(run) {
			latest[key{run.suite.app.id, run.name}] = run.id
		}
	}
	all, name, status, app := c.query.Get("filter") == "all", c.query.Get("check_name"), c.query.Get("status"), c.query.Get("app_id")
	var list []*checkRun
	for _, run := range slices.Backward(c.repo.runs) {
		if !keep(run) || !all && latest[key{run.suite.app.id, run.name}] != run.id {
			continue
		}
		if name != "" && name != run.name || status != "" && status != run.status || app != "" && app != fmt.Sprint(run.suite.app.id) {
			continue
		}
		list = append(list, run)
	}
	return list
}

func (c *call) runPage(list []*checkRun) (reply, error) {
	answer := page(c, list, func(run *checkRun) any { return c.t.runJSON(run) })
	answer.body = obj{"total_count": len(list), "check_runs": answer.body}
	return answer, nil
}

func (c *call) listCheckRuns() (reply, error) {
	sha, err := c.repo.git.resolve(c.path["ref"])
	if err != nil {
		return reply{}, fail(http.StatusUnprocessableEntity, "No commit found for SHA: %s", c.path["ref"])
	}
	return c.runPage(c.selectRuns(func(run *checkRun) bool { return run.headSHA == sha }))
}

func (c *call) rerequestRun() (reply, error) {
	run, err := c.run()
	if err != nil {
		return reply{}, err
	}
	if run.status != "completed" {
		return reply{}, fail(http.StatusUnprocessableEntity, "This check run is not rerequestable")
	}
	c.t.emitRun("rerequested", run, c.who.account(), nil)
	return reply{status: 201, body: obj{}}, nil
}

// Rerequest presses "Re-run" on a check run.
func (t *Twin) Rerequest(repo string, runID int64, login string) error {
	return t.withRun(repo, runID, login, func(run *checkRun, who *account) { t.emitRun("rerequested", run, who, nil) })
}

// RequestAction presses one of a check run's buttons. It fails when the run has no such button.
func (t *Twin) RequestAction(repo string, runID int64, login, identifier string) error {
	found := false
	err := t.withRun(repo, runID, login, func(run *checkRun, who *account) {
		if found = slices.ContainsFunc(run.actions, func(a Action) bool { return a.Identifier == identifier }); found {
			t.emitRun("requested_action", run, who, obj{"requested_action": obj{"identifier": identifier}})
		}
	})
	if err == nil && !found {
		return fmt.Errorf("check run %d has no action %q", runID, identifier)
	}
	return err
}

func (t *Twin) withRun(repo string, runID int64, login string, action func(*checkRun, *account)) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, err := t.repository(repo)
	if err != nil {
		return err
	}
	who, err := t.account(login)
	if err != nil {
		return err
	}
	for _, run := range r.runs {
		if run.id == runID {
			action(run, who)
			return nil
		}
	}
	return fmt.Errorf("no check run %d in %s", runID, repo)
}
