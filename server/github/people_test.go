package github

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheLatestOpinionCounts(t *testing.T) {
	review := func(login string, id int, state string) string {
		return fmt.Sprintf(`{"user": {"login": %q, "id": %d, "type": "User"}, "state": %q, "commit_id": %q}`, login, id, state, headSHA)
	}
	for name, test := range map[string]struct {
		reviews []string
		want    string
	}{
		"an approval":                                  {[]string{review("sam", 1, "APPROVED")}, "sam approved"},
		"a comment after it changes nothing":           {[]string{review("sam", 1, "APPROVED"), review("sam", 1, "COMMENTED")}, "sam approved"},
		"a comment is no opinion":                      {[]string{review("sam", 1, "COMMENTED"), review("sam", 1, "PENDING")}, ""},
		"a later one replaces it":                      {[]string{review("sam", 1, "APPROVED"), review("sam", 1, "CHANGES_REQUESTED")}, "sam changes_requested"},
		"a dismissal of the latest revives no earlier": {[]string{review("sam", 1, "APPROVED"), review("sam", 1, "DISMISSED")}, "sam dismissed"},
		"an earlier one was dismissed":                 {[]string{review("sam", 1, "DISMISSED"), review("sam", 1, "APPROVED")}, "sam approved"},
		"two people":                                   {[]string{review("sam", 1, "APPROVED"), review("sara", 2, "CHANGES_REQUESTED"), review("sam", 1, "DISMISSED")}, "sam dismissed, sara changes_requested"},
		"a renamed account is the same":                {[]string{review("sam", 1, "APPROVED"), review("samuel", 1, "CHANGES_REQUESTED")}, "samuel changes_requested"},
		"an account that is gone":                      {[]string{`{"user": null, "state": "APPROVED"}`}, ""},
		"a state of the future":                        {[]string{review("sam", 1, "ENDORSED")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			a.say("GET /repos/acme/dags/pulls/5/reviews", "["+strings.Join(test.reviews, ",")+"]")
			opinions, err := r.Opinions(ctx, 5)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, o := range opinions {
				got = append(got, o.User.Login+" "+o.State)
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("opinions %q, want %q", got, test.want)
			}
		})
	}
}

func TestMembership(t *testing.T) {
	const path = "GET /orgs/acme/teams/%s/memberships/sam"
	for name, test := range map[string]struct {
		answer func(a *api)
		want   string
		err    bool
	}{
		"active":               {func(a *api) { a.say(fmt.Sprintf(path, "sre"), `{"state": "active"}`) }, MembershipActive, false},
		"invited":              {func(a *api) { a.say(fmt.Sprintf(path, "sre"), `{"state": "pending"}`) }, MembershipNone, false},
		"none":                 {func(*api) {}, MembershipNone, false},
		"in the second team":   {func(a *api) { a.say(fmt.Sprintf(path, "oncall"), `{"state": "active"}`) }, MembershipActive, false},
		"not to be read":       {func(a *api) { a.refuse(fmt.Sprintf(path, "sre"), 403) }, MembershipUnknown, false},
		"an answer without it": {func(a *api) { a.say(fmt.Sprintf(path, "sre"), `{}`) }, MembershipNone, false},
		"no answer":            {func(a *api) { a.refuse(fmt.Sprintf(path, "sre"), 502) }, "", true},
		"a rate limit":         {func(a *api) { a.refuse(fmt.Sprintf(path, "sre"), 403, "Retry-After", "5") }, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			test.answer(a)
			got, err := r.Membership(ctx, []string{"sre", "oncall"}, "sam")
			if got != test.want || (err != nil) != test.err {
				t.Errorf("membership %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestContributors(t *testing.T) {
	person := func(login string, id int) string {
		if login == "" {
			return "null"
		}
		return fmt.Sprintf(`{"login": %q, "id": %d, "type": "User"}`, login, id)
	}
	one := func(author, committer, message string) string {
		return fmt.Sprintf(`{"sha": %q, "author": %s, "committer": %s, "commit": {"message": %q,
			"author": {"email": "dev@example.com"}, "committer": {"email": "mate@example.com"}, "tree": {"sha": %q}}, "parents": [{"sha": %q}]}`,
			headSHA, author, committer, message, gitTree, baseSHA)
	}
	dev, mate := person("dev", 1), person("mate", 2)
	for name, test := range map[string]struct {
		commits []string
		count   int
		want    []string
		unknown string
	}{
		"author and committer":             {[]string{one(dev, mate, "x")}, 1, []string{"dev", "mate"}, ""},
		"an author nobody knows":           {[]string{one("null", mate, "x")}, 1, []string{"mate"}, "author's e-mail address of commit 11111111"},
		"a committer nobody knows":         {[]string{one(dev, "null", "x")}, 1, []string{"dev"}, "committer's e-mail address"},
		"an empty account":                 {[]string{one("{}", dev, "x")}, 1, []string{"dev"}, "author's e-mail address"},
		"a co-author by account":           {[]string{one(dev, dev, "x\n\nCo-authored-by: M <7+sam@users.noreply.github.com>")}, 1, []string{"dev", "sam"}, ""},
		"a co-author by an old address":    {[]string{one(dev, dev, "x\n\nco-authored-by:M<sam@users.noreply.github.com>")}, 1, []string{"dev", "sam"}, ""},
		"a co-author with a known address": {[]string{one(dev, mate, "x\n\nCo-authored-by: Whoever <MATE@example.com>")}, 1, []string{"dev", "mate"}, ""},
		"a co-author nobody knows":         {[]string{one(dev, dev, "x\n\nCo-authored-by: Sam <sam@home.example>")}, 1, []string{"dev"}, "co-author's e-mail address"},
		"a co-author without address":      {[]string{one(dev, dev, "x\n\nCo-authored-by: Sam")}, 1, []string{"dev"}, "co-author's e-mail address"},
		"no addresses at all": {[]string{strings.NewReplacer("dev@example.com", "", "mate@example.com", "").Replace(one(dev, mate, "x\n\nCo-authored-by: Sam"))}, 1,
			[]string{"dev", "mate"}, "co-author's e-mail address"},
		"those of another head": {[]string{strings.Replace(one(dev, mate, "x"), headSHA, tipSHA, 1)}, 1, []string{"dev", "mate"}, "is not that of commit 11111111"},
		"fewer than there are":  {[]string{one(dev, dev, "x")}, 251, []string{"dev"}, "GitHub lists 1 of the 251 commits"},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			a.say("GET /repos/acme/dags/pulls/5/commits", "["+strings.Join(test.commits, ",")+"]")
			c, err := r.Contributors(ctx, &Pull{Number: 5, Commits: test.count, Head: headSHA})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, c.Logins); diff != "" {
				t.Errorf("contributors (-want +got):\n%s", diff)
			}
			if (c.Unknown == "") != (test.unknown == "") || !strings.Contains(c.Unknown, test.unknown) {
				t.Errorf("unknown: %q, want %q", c.Unknown, test.unknown)
			}
			for _, login := range test.want {
				if !c.Has(User{ID: 99, Login: strings.ToUpper(login)}) {
					t.Errorf("%s is not among them", login)
				}
			}
			if c.Has(User{ID: 98, Login: "sara"}) {
				t.Error("somebody else is among them")
			}
		})
	}
	c := &Contributors{ids: map[int64]bool{}, logins: map[string]bool{}}
	c.add(1, "dev")
	if !c.Has(User{ID: 1, Login: "renamed"}) {
		t.Error("a renamed account is not known any more")
	}
}
