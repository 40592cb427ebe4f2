package gate

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server/github"
)

var config = &platform.Config{
	Environments: map[string]platform.Environment{"main": {Name: "production", Review: "required"}, "develop": {Name: "development", Review: "none"}},
	Reviewers:    platform.Reviewers{Teams: []string{"sre"}},
}

// fakePeople are reviewers; memberships by login, errors for logins that are not in it.
type fakePeople struct {
	opinions     []github.Opinion
	memberships  map[string]string
	contributors github.Contributors
	changed      time.Time // the base branch, for the last time
	asked        []string
	err          error
}

func (p *fakePeople) BaseChanged(context.Context, int) (time.Time, error) {
	p.asked = append(p.asked, "base")
	return p.changed, p.err
}

func (p *fakePeople) Opinions(context.Context, int) ([]github.Opinion, error) {
	p.asked = append(p.asked, "opinions")
	return p.opinions, p.err
}

func (p *fakePeople) Membership(_ context.Context, _ []string, login string) (string, error) {
	m, ok := p.memberships[login]
	if !ok {
		return "", errors.New("502")
	}
	return m, nil
}

// fakeBases remembers one pull request's base and what its heads come to.
type fakeBases struct {
	base     string
	since    time.Time
	contents map[string]fakeContent
}

type fakeContent struct {
	content string
	since   time.Time
}

func (b *fakeBases) Content(_ context.Context, _ string, _ int, head string) (string, time.Time, bool, error) {
	c, ok := b.contents[head]
	return c.content, c.since, ok, nil
}

func (b *fakeBases) PutContent(_ context.Context, _ string, _ int, head, content string, since time.Time) error {
	if b.contents == nil {
		b.contents = map[string]fakeContent{}
	}
	b.contents[head] = fakeContent{content, since}
	return nil
}

func (b *fakeBases) Base(context.Context, string, int) (string, time.Time, bool, error) {
	return b.base, b.since, b.base != "", nil
}

func (b *fakeBases) PutBase(_ context.Context, _ string, _ int, base string, since time.Time) (time.Time, error) {
	if b.base = base; since.After(b.since) {
		b.since = since
	}
	return b.since, nil
}

func (p *fakePeople) Contributors(context.Context, *github.Pull) (*github.Contributors, error) {
	return &p.contributors, nil
}

type fakeEngine struct {
	answer *decision.Gate
	err    error
}

func (e fakeEngine) Gate(context.Context, *decision.GateInput) (*decision.Gate, error) {
	return e.answer, e.err
}

var pull = &github.Pull{Number: 5, Base: "main", Head: "abc", Author: github.User{ID: 1, Login: "dev", Type: "User"}}

func sam(state, commit string) github.Opinion {
	return github.Opinion{User: github.User{ID: 3, Login: "sam", Type: "User"}, State: state, Commit: commit, At: noon}
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// TestWithTheRealPolicy holds what is gathered to what rego/gate makes of it.
func TestWithTheRealPolicy(t *testing.T) {
	rules, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	active := map[string]string{"sam": "active", "dev": "active", "robot": "active"}
	for name, test := range map[string]struct {
		base    string
		verdict decision.Verdict
		people  fakePeople
		want    string // conclusion reason, then login:reason of each approval
	}{
		"allowed":                       {"main", decision.Allow, fakePeople{}, "success proved"},
		"denied":                        {"main", decision.Deny, fakePeople{opinions: []github.Opinion{sam("approved", "abc")}, memberships: active}, "failure denied"},
		"unproved":                      {"main", decision.Review, fakePeople{}, "pending waits-for-review"},
		"unproved, no review needed":    {"develop", decision.Review, fakePeople{}, "success no-review-needed"},
		"unknown base":                  {"release", decision.Allow, fakePeople{}, "pending unconfigured-base"},
		"approved":                      {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("approved", "abc")}, memberships: active}, "success approved sam:counted"},
		"approved on an earlier commit": {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("approved", "abb")}, memberships: active}, "pending waits-for-review sam:old-commit"},
		"approved on no commit":         {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("approved", "")}, memberships: active}, "pending waits-for-review sam:old-commit"},
		"approved by no member":         {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("approved", "abc")}, memberships: map[string]string{"sam": "none"}}, "pending waits-for-review sam:not-member"},
		"membership not to be read":     {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("approved", "abc")}, memberships: map[string]string{"sam": "unknown"}}, "pending waits-for-review sam:membership-unknown"},
		"approved by the author": {"main", decision.Review, fakePeople{opinions: []github.Opinion{{User: github.User{ID: 1, Login: "renamed-dev", Type: "User"}, State: "approved", Commit: "abc"}},
			memberships: map[string]string{"renamed-dev": "active"}}, "pending waits-for-review renamed-dev:author"},
		"approved by a bot": {"main", decision.Review, fakePeople{opinions: []github.Opinion{{User: github.User{ID: 8, Login: "robot", Type: "Bot"}, State: "approved", Commit: "abc"}},
			memberships: active}, "pending waits-for-review robot:not-human"},
		"commits of nobody known": {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("approved", "abc")}, memberships: active,
			contributors: github.Contributors{Unknown: "an address of nobody"}}, "pending waits-for-review sam:contributor"},
		"dismissed":         {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("dismissed", "abc")}, memberships: active}, "pending waits-for-review sam:dismissed"},
		"changes requested": {"main", decision.Review, fakePeople{opinions: []github.Opinion{sam("changes_requested", "abc")}, memberships: active}, "pending waits-for-review sam:changes-requested"},
		"no verdict":        {"main", decision.Verdict("fine"), fakePeople{}, "pending waits-for-review"},
	} {
		t.Run(name, func(t *testing.T) {
			p := *pull
			p.Base = test.base
			outcome, err := New(rules, config, &fakeBases{base: "main"}).Pull(t.Context(), &test.people, &p, Judged{Verdict: test.verdict})
			if err != nil {
				t.Fatal(err)
			}
			got := string(outcome.Gate.Conclusion) + " " + outcome.Gate.Reason
			for _, approval := range outcome.Gate.Approvals {
				got += " " + approval.Login + ":" + approval.Reason
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if test.verdict != decision.Review && len(test.people.asked) > 0 {
				t.Error("reviews were asked for in vain")
			}
		})
	}
}

func TestWhatGoesWrongIsAnError(t *testing.T) {
	fine := fakeEngine{answer: &decision.Gate{Conclusion: decision.Success, Reason: "approved"}}
	for name, test := range map[string]struct {
		engine Engine
		people fakePeople
	}{
		"GitHub does not list reviews":    {fine, fakePeople{err: errors.New("502")}},
		"GitHub does not tell membership": {fine, fakePeople{opinions: []github.Opinion{sam("approved", "abc")}}},
		"the policy fails":                {fakeEngine{answer: fine.answer, err: errors.New("time is up")}, fakePeople{}},
		"the policy says nothing":         {fakeEngine{}, fakePeople{}},
		"the policy says something else":  {fakeEngine{answer: &decision.Gate{Conclusion: "neutral"}}, fakePeople{}},
	} {
		if outcome, err := New(test.engine, config, &fakeBases{base: "main"}).Pull(t.Context(), &test.people, pull, Judged{Verdict: decision.Review}); err == nil {
			t.Errorf("%s: %+v and no error", name, outcome)
		}
	}
	if _, err := New(fakeEngine{err: errors.New("time is up")}, config, &fakeBases{}).Group(t.Context(), "main", "abc", decision.Allow); err == nil || !strings.Contains(err.Error(), "time is up") {
		t.Errorf("group: %v", err)
	}
}

// An approval belongs to the base branch that it was given for.
func TestApprovalsOfAnotherBase(t *testing.T) {
	rules, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	hour := time.Hour
	for name, test := range map[string]struct {
		bases   fakeBases
		updated time.Time // of the pull request
		changed time.Time // the base branch, as GitHub's history says
		want    string
	}{
		"seen with this base from the start":                 {fakeBases{base: "main"}, noon.Add(hour), time.Time{}, "approved"},
		"seen with this base before the approval":            {fakeBases{base: "main", since: noon.Add(-hour)}, noon, time.Time{}, "approved"},
		"got this base after the approval, as seen":          {fakeBases{base: "main", since: noon.Add(hour)}, noon.Add(2 * hour), time.Time{}, "waits-for-review"},
		"gets this base now":                                 {fakeBases{base: "develop"}, noon.Add(hour), time.Time{}, "waits-for-review"},
		"never seen before the approval":                     {fakeBases{}, noon.Add(hour), time.Time{}, "approved"},
		"never seen, got this base before the approval":      {fakeBases{}, noon.Add(hour), noon.Add(-time.Second), "approved"},
		"never seen, got this base in the same second":       {fakeBases{}, noon.Add(hour), noon, "waits-for-review"},
		"never seen, got this base after the approval":       {fakeBases{}, noon.Add(hour), noon.Add(hour), "waits-for-review"},
		"never seen, the approval is the last that happened": {fakeBases{}, noon, time.Time{}, "approved"},
		"gets this base within the same second":              {fakeBases{base: "develop"}, noon, time.Time{}, "waits-for-review"},
	} {
		t.Run(name, func(t *testing.T) {
			p := *pull
			p.Updated = test.updated
			people := &fakePeople{opinions: []github.Opinion{sam("approved", "abc")}, memberships: map[string]string{"sam": "active"}, changed: test.changed}
			bases := test.bases
			for range 2 { // the second time from what was remembered
				outcome, err := New(rules, config, &bases).Pull(t.Context(), people, &p, Judged{Verdict: decision.Review})
				if err != nil {
					t.Fatal(err)
				}
				if outcome.Gate.Reason != test.want || outcome.OtherBase["sam"] != (test.want != "approved") {
					t.Errorf("gate %+v, other base %v; want %s", outcome.Gate, outcome.OtherBase, test.want)
				}
			}
			if bases.base != "main" {
				t.Errorf("remembered base %q", bases.base)
			}
		})
	}
}

// An approval belongs to what the head comes to when it is merged: the base branch moves without a commit
// of the pull request.
func TestApprovalsOfOtherContent(t *testing.T) {
	rules, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bases := fakeBases{base: "main"}
	memberships := map[string]string{"sam": "active"}
	at := func(when time.Time) *fakePeople {
		opinion := sam("approved", "abc")
		opinion.At = when
		return &fakePeople{opinions: []github.Opinion{opinion}, memberships: memberships}
	}
	minute := time.Minute
	for _, step := range []struct {
		what          string
		head, content string // meaning and tree
		updated       time.Time
		people        *fakePeople
		want          string
		other         bool
	}{
		{"the first look", "abc", "one t1", noon, at(noon), "approved", false},
		{"nothing new", "abc", "one t1", noon.Add(minute), at(noon), "approved", false},
		{"other bytes that mean the same", "abc", "one t0", noon.Add(minute), at(noon), "approved", false},
		{"the same bytes, of which another program thinks otherwise", "abc", "uno t0", noon.Add(minute), at(noon), "approved", false},
		{"back to the first program", "abc", "one t0", noon.Add(minute), at(noon), "approved", false},
		{"not read to its end", "abc", " t0", noon.Add(minute), at(noon), "approved", false},
		{"read to its end", "abc", "one t0", noon.Add(minute), at(noon), "approved", false},
		{"another head", "abd", "two t2", noon.Add(2 * minute), at(noon), "waits-for-review", false},
		{"back again", "abc", "one t0", noon.Add(3 * minute), at(noon), "approved", false},
		{"another head, while the base moves", "abd", "three t3", noon.Add(4 * minute), at(noon), "waits-for-review", false},
		{"back, to other content", "abc", "four t4", noon.Add(5 * minute), at(noon), "waits-for-review", true},
		{"approved within the second of the change", "abc", "four t4", noon.Add(5 * minute), at(noon.Add(5 * minute)), "waits-for-review", true},
		{"approved again", "abc", "four t4", noon.Add(6 * minute), at(noon.Add(6 * minute)), "approved", false},
	} {
		p := *pull
		p.Head, p.Updated = step.head, step.updated
		meaning, tree, _ := strings.Cut(step.content, " ")
		outcome, err := New(rules, config, &bases).Pull(t.Context(), step.people, &p, Judged{decision.Review, meaning, tree})
		if err != nil {
			t.Fatal(err)
		}
		if outcome.Gate.Reason != step.want || outcome.OtherContent["sam"] != step.other {
			t.Errorf("%s: gate %+v, other content %v; want %s", step.what, outcome.Gate, outcome.OtherContent, step.want)
		}
	}
}

// What a head came to before it was seen for the first time is not known: GitHub merges it anew, for a test, when its
// base branch has moved.
func TestApprovalsBeforeTheFirstLook(t *testing.T) {
	rules, err := engine.New(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for what, test := range map[string]struct {
		made time.Time
		want string
	}{
		"merged before the approval":             {noon.Add(-time.Minute), "approved"},
		"merged within the second":               {noon, "approved"},
		"merged anew, after the approval":        {noon.Add(time.Second), "waits-for-review"},
		"merged anew, a long time after it came": {noon.Add(time.Hour), "waits-for-review"},
	} {
		p := *pull
		p.Updated, p.MergeMade = noon, test.made
		opinion := sam("approved", "abc")
		opinion.At = noon
		bases := fakeBases{base: "main"}
		for range 2 { // the second time from what was remembered
			outcome, err := New(rules, config, &bases).Pull(t.Context(), &fakePeople{opinions: []github.Opinion{opinion}, memberships: map[string]string{"sam": "active"}},
				&p, Judged{decision.Review, "one", "t1"})
			if err != nil {
				t.Fatal(err)
			}
			if outcome.Gate.Reason != test.want || outcome.OtherContent["sam"] != (test.want != "approved") {
				t.Errorf("%s: gate %+v, other content %v; want %s", what, outcome.Gate, outcome.OtherContent, test.want)
			}
		}
	}
}
