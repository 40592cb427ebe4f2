package githubtwin

import (
	"crypto/rsa"
	"time"
)

type obj = map[string]any

// account is a user, a bot or an organization.
type account struct {
	id      int64
	login   string
	kind    string // User, Bot, Organization
	email   string
	created time.Time
}

type org struct {
	*account
	members map[string]*membership // by login
	teams   map[string]*team       // by slug
}

type membership struct {
	login string
	role  string // organization: admin or member; team: maintainer or member
	state string // active or pending
}

type team struct {
	id      int64
	slug    string
	name    string
	org     *org
	parent  *team
	members map[string]*membership
	created time.Time
}

type app struct {
	id            int64
	slug, name    string
	owner         *account
	bot           *account
	key           *rsa.PrivateKey
	permissions   map[string]string
	events        []string
	webhookURL    string
	webhookSecret string
	deliveries    []*delivery
	created       time.Time
}

type installation struct {
	id        int64
	app       *app
	account   *account
	selected  map[int64]bool // repository ids; nil means all of the account
	created   time.Time
	suspended time.Time
	rate      rate
}

type rate struct {
	used   int
	reset  time.Time
	writes []time.Time // of the last minute
}

// actor is who a token speaks for: exactly one of app, installation and user is set.
type actor struct {
	app          *app
	installation *installation
	user         *account
	permissions  map[string]string // of an installation token
	repositories map[int64]bool    // of an installation token; nil means all of the installation
	expires      time.Time
	rate         rate // of a user
}

type repository struct {
	id            int64
	owner         *account
	name          string
	defaultBranch string
	private       bool
	git           *gitRepo
	parent        *repository // of a fork
	collaborators map[string]string
	created       time.Time
	pushed        time.Time

	nextNumber  int
	pulls       map[int]*pull
	issues      map[int]*issue // issues that are no pull requests
	comments    []*issueComment
	protections map[string]*Protection
	rulesetID   map[string]int64
	suites      []*checkSuite
	runs        []*checkRun
	statuses    []*commitStatus
	queue       []*queueEntry
}

func (r *repository) full() string { return r.owner.login + "/" + r.name }

type pull struct {
	id               int64
	issueID          int64
	number           int
	repo             *repository
	headRepo         *repository
	headRef, headSHA string
	baseRef, baseSHA string
	title, body      string
	user             *account
	state            string // open or closed
	draft            bool
	locked           bool
	labels           []string
	created, updated time.Time
	closed           time.Time
	merged           time.Time
	mergedBy         *account
	mergeSHA         string // the test merge, later the real one
	mergeFor         string // "base head" that mergeSHA was made for
	conflict         bool
	lag              int // reads left that answer `mergeable: null`
	stale            int // reads left that answer the former test merge
	timeline         []timelineItem
	reviews          []*review
	threads          []*thread
	requested        []*account
	requestedTeams   []*team
}

type review struct {
	id        int64
	pull      *pull
	user      *account
	app       *app // set when an installation wrote it
	state     string
	body      string
	commit    string
	submitted time.Time
	dismissal string
}

// thread is a conversation on a line; its first comment holds the place.
type thread struct {
	id         int64
	resolved   bool
	resolvedBy *account
	comments   []*reviewComment
}

type reviewComment struct {
	id             int64
	pull           *pull
	thread         *thread
	review         *review
	user           *account
	body           string
	path           string
	side           string // LEFT or RIGHT
	startSide      string
	line           int // 0: on the file as a whole
	startLine      int
	originalCommit string
	diffHunk       string
	position       int // in the patch at creation
	created        time.Time
	updated        time.Time
}

type issue struct {
	id               int64
	number           int
	title, body      string
	user             *account
	state            string
	labels           []string
	created, updated time.Time
	closed           time.Time
}

type issueComment struct {
	id               int64
	number           int
	user             *account
	app              *app
	body             string
	created, updated time.Time
}

type checkSuite struct {
	id               int64
	app              *app
	repo             *repository
	headSHA          string
	headBranch       string
	before           string
	rerequested      bool // and not heard of since
	created, updated time.Time
}

type checkRun struct {
	id          int64
	suite       *checkSuite
	name        string
	headSHA     string
	status      string
	conclusion  string
	detailsURL  string
	externalID  string
	started     time.Time
	completed   time.Time
	title       string
	summary     string
	text        string
	hasOutput   bool
	annotations []Annotation
	actions     []Action
}

type commitStatus struct {
	id          int64
	sha         string
	context     string
	state       string
	description string
	target      string
	creator     *account
	app         *app
	created     time.Time
}

type queueEntry struct {
	pull    *pull
	ref     string // refs/heads/gh-readonly-queue/…
	headSHA string
	baseSHA string
	user    *account
	created time.Time
}
