package server_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// play is a random sequence of what people and GitHub do to four pull requests, the last of which has the heads of
// the others, with what a green check must mean after each step. It knows contents and approvals by heart and asks the server nothing.
type play struct {
	*world
	t       *testing.T
	random  *rand.Rand
	pulls   []*played
	flag    map[string]bool // FLAG of the helper, by base branch
	members map[string]bool
	given   map[int64]given // approvals by id
	story   []string
}

type played struct {
	number int
	branch string
	file   string
	kinds  map[string]string // by commit: good, unproved, foreign, flagged
	heads  []string
	base   string
	based  int // the step at which it got its base
	closed bool
}

type given struct {
	step int
	flag bool // of the base branch then
}

func contentOf(kind, name string) []byte {
	switch kind {
	case "unproved":
		return unproved(name)
	case "foreign":
		return foreign(name)
	case "flagged":
		return onFlag(name)
	}
	return good(name)
}

func (p *play) note(format string, arguments ...any) {
	p.story = append(p.story, fmt.Sprintf("%d "+format, append([]any{len(p.story)}, arguments...)...))
}

// last is the pull request that has the heads of the others.
func (p *play) last() *played { return p.pulls[len(p.pulls)-1] }

func (p *play) commit(pull *played, kind string) {
	if pull == p.last() {
		other := p.pulls[p.random.IntN(len(p.pulls)-1)]
		head := other.heads[len(other.heads)-1]
		p.note("#%d gets the head of #%d, %.7s", pull.number, other.number, head)
		must(p.t, p.Push(dags, pull.branch, head, "mate"))
		pull.kinds[head] = other.kinds[head]
		pull.heads = append(pull.heads, head)
		return
	}
	head := p.must(p.Commit(dags, pull.branch, "dev", fmt.Sprint("Step ", len(p.story)), map[string][]byte{
		pull.file: append(contentOf(kind, pull.branch), fmt.Sprintf("# step %d\n", len(p.story))...)}))
	pull.kinds[head] = kind
	pull.heads = append(pull.heads, head)
}

func (p *play) step() {
	pull := p.pulls[p.random.IntN(len(p.pulls))]
	login := []string{"sam", "sara", "outsider", "mate"}[p.random.IntN(4)]
	kinds := []string{"good", "unproved", "unproved", "foreign", "flagged", "flagged"}
	switch p.random.IntN(13) {
	case 0, 1:
		kind := kinds[p.random.IntN(len(kinds))]
		p.note("#%d becomes %s", pull.number, kind)
		p.commit(pull, kind)
	case 2:
		old := pull.heads[p.random.IntN(len(pull.heads))]
		p.note("#%d is pushed back to %.7s, %s", pull.number, old, pull.kinds[old])
		must(p.t, p.Push(dags, pull.branch, old, "dev"))
	case 3, 4, 5:
		if pull.closed {
			return
		}
		commit := ""
		if p.random.IntN(4) == 0 {
			commit = pull.heads[p.random.IntN(len(pull.heads))]
		}
		p.note("%s approves #%d at %.7s", login, pull.number, commit)
		id, err := p.Review(dags, pull.number, login, "APPROVE", "looked at it", commit)
		if err != nil {
			p.note("refused: %v", err) // a commit that it has no more
			return
		}
		p.given[id] = given{len(p.story), p.flag[pull.base]}
	case 6:
		if !pull.closed {
			p.note("%s asks for changes of #%d", login, pull.number)
			p.review(pull.number, login, "REQUEST_CHANGES", "")
		}
	case 7:
		reviews, err := p.Reviews(dags, pull.number)
		must(p.t, err)
		if len(reviews) > 0 {
			one := reviews[p.random.IntN(len(reviews))]
			p.note("the %s of %s on #%d is dismissed", one.State, one.Author, pull.number)
			if err := p.DismissReview(dags, pull.number, "olga", one.ID, "no"); err != nil {
				p.note("refused: %v", err)
			}
		}
	case 8:
		if !pull.closed {
			if pull.base = map[string]string{"main": "develop", "develop": "main"}[pull.base]; pull.base != "" {
				p.note("#%d goes to %s", pull.number, pull.base)
				pull.based = len(p.story)
				must(p.t, p.EditBase(dags, pull.number, "dev", pull.base))
			}
		}
	case 9:
		base := []string{"main", "develop"}[p.random.IntN(2)]
		p.flag[base] = !p.flag[base]
		p.note("FLAG of %s becomes %t", base, p.flag[base])
		text := strings.ReplaceAll(fmt.Sprintf("FLAG = %t\n", p.flag[base]), "= t", "= T")
		p.must(p.Commit(dags, base, "olga", "Flag", map[string][]byte{"dags/flags.py": []byte(strings.ReplaceAll(text, "= f", "= F"))}))
	case 10:
		if login == "sam" || login == "sara" {
			p.members[login] = !p.members[login]
			p.note("%s is a member: %t", login, p.members[login])
			must(p.t, p.UpdateTeam("acme", "sre", login, map[bool]string{true: "active", false: "removed"}[p.members[login]]))
		}
	case 11:
		p.note("#%d closed: %t", pull.number, !pull.closed)
		if pull.closed = !pull.closed; pull.closed {
			must(p.t, p.ClosePullRequest(dags, pull.number, "dev"))
		} else {
			must(p.t, p.ReopenPullRequest(dags, pull.number, "dev"))
		}
	case 12:
		p.note("webhooks get lost")
		p.InjectFault(githubtwin.Match{}, githubtwin.Fault{DropWebhook: true, Times: 1 + p.random.IntN(4)})
	}
}

// away stops the server while something happens, and perhaps takes its database away. Webhooks that come meanwhile are
// lost, as GitHub's are.
func (p *play) away() {
	p.note("the server is away")
	p.stop()
	p.ClearFaults()
	p.InjectFault(githubtwin.Match{}, githubtwin.Fault{DropWebhook: true, Times: -1})
	p.step()
	if p.random.IntN(2) == 0 {
		p.note("its database is lost")
		p.forget()
	}
	p.ClearFaults()
	p.start()
}

// verdict is what the content of a pull request's head comes to on its base branch.
func (p *play) verdict(pull *played, head string) string {
	switch kind := pull.kinds[head]; {
	case kind == "foreign":
		return "deny"
	case kind == "unproved", kind == "flagged" && p.flag[pull.base]:
		return "review"
	}
	return "allow"
}

// approved tells whether somebody who may has approved what would be merged, and nobody who may objects.
func (p *play) approved(pull *played, head string) bool {
	reviews, err := p.Reviews(dags, pull.number)
	must(p.t, err)
	latest := map[string]githubtwin.ReviewView{}
	for _, review := range reviews {
		if review.State != "COMMENTED" {
			latest[review.Author] = review
		}
	}
	counts := false
	for login, member := range p.members {
		review, ok := latest[login]
		if !member || !ok {
			continue
		}
		if review.State == "CHANGES_REQUESTED" {
			return false
		}
		at, known := p.given[review.ID]
		counts = counts || known && review.State == "APPROVED" && review.CommitID == head && at.step > pull.based &&
			(pull.kinds[head] != "flagged" || at.flag == p.flag[pull.base])
	}
	return counts
}

// wrong says what is wrong with the checks, if anything is: a green that nobody may rely on, or one that is
// missing where nobody has to be asked.
func (p *play) wrong() string {
	type place struct{ head, base string }
	greenFor := map[place]bool{}
	heads := map[*played]string{}
	for _, pull := range p.pulls {
		if pull.closed {
			continue
		}
		view, err := p.PullRequest(dags, pull.number)
		must(p.t, err)
		heads[pull] = view.HeadSHA
		verdict := p.verdict(pull, view.HeadSHA)
		if verdict == "allow" || verdict == "review" && (pull.base == "develop" || p.approved(pull, view.HeadSHA)) {
			greenFor[place{view.HeadSHA, pull.base}] = true
		}
	}
	for pull, head := range heads {
		run := p.check(head, "sekisho/"+pull.base)
		verdict := p.verdict(pull, head)
		ok := false
		switch {
		case verdict == "deny":
			ok = run.Conclusion == "failure"
		case verdict == "allow", pull.base == "develop":
			ok = run.Conclusion == "success"
		default:
			ok = run.Status == "in_progress" || run.Conclusion == "success" && greenFor[place{head, pull.base}]
		}
		if !ok {
			return fmt.Sprintf("#%d at %.7s into %s, %s: the check is %s %s %q", pull.number, head, pull.base, verdict, run.Status, run.Conclusion, run.Title)
		}
	}
	for _, pull := range p.pulls {
		for head := range pull.kinds {
			for _, base := range []string{"main", "develop"} {
				if run := p.check(head, "sekisho/"+base); run.Conclusion == "success" && !greenFor[place{head, base}] {
					return fmt.Sprintf("%.7s for %s is green and nobody's: %q", head, base, run.Title)
				}
			}
		}
	}
	return ""
}

// TestWhateverHappensAGreenMeansProvedOrApproved plays sequences at random. GitHub fails now and then meanwhile.
func TestWhateverHappensAGreenMeansProvedOrApproved(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.interval = time.Second
			w.SetLimits(githubtwin.Limits{StaleMerges: int(seed % 2)})
			w.start()
			w.must(w.Commit(dags, "main", "olga", "A helper", map[string][]byte{"dags/flags.py": []byte("FLAG = False\n")}))
			w.must(w.Commit(dags, "develop", "olga", "Begin again", map[string][]byte{"develop.txt": []byte("y")}, githubtwin.CommitOptions{From: "main"}))
			p := &play{world: w, t: t, random: rand.New(rand.NewPCG(seed, 1)), flag: map[string]bool{},
				members: map[string]bool{"sam": true, "sara": true}, given: map[int64]given{}}
			for n := range 3 {
				branch := fmt.Sprint("topic", n)
				number, head := w.open("dev", branch, "main", map[string][]byte{"dags/" + branch + ".py": good(branch)})
				p.pulls = append(p.pulls, &played{number: number, branch: branch, file: "dags/" + branch + ".py", base: "main",
					kinds: map[string]string{head: "good"}, heads: []string{head}})
			}
			must(t, w.Push(dags, "last", p.pulls[0].heads[0], "mate"))
			number, err := w.OpenPullRequest(dags, "dev", "last", "main", "What the others have")
			must(t, err)
			p.pulls = append(p.pulls, &played{number: number, branch: "last", base: "main", heads: []string{p.pulls[0].heads[0]},
				kinds: map[string]string{p.pulls[0].heads[0]: "good"}})
			wrong := ""
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("%s\n%s", strings.Join(p.story, "\n"), wrong)
				}
			})
			for range 25 {
				if p.random.IntN(4) == 0 {
					fault := githubtwin.Fault{Status: http.StatusBadGateway, After: p.random.IntN(2) == 0, Times: 1}
					w.InjectFault(githubtwin.Match{Method: []string{"GET", "PATCH", "POST"}[p.random.IntN(3)], Path: "/repos/*/*/" + []string{"check-runs", "check-runs/*", "pulls/*"}[p.random.IntN(3)]}, fault)
				}
				if p.random.IntN(8) == 0 {
					p.away()
				}
				for range 1 + p.random.IntN(3) {
					p.step()
				}
				w.until("the checks are right", func() bool {
					wrong = p.wrong()
					return wrong == ""
				})
			}
			w.ClearFaults()
			w.settle()
			if wrong = p.wrong(); wrong != "" {
				t.Error(wrong)
			}
		})
	}
}
