package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/sekisho/sekisho/policy/airflow"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/policy/python"
)

// Checker judges snapshots. It is safe for concurrent use.
type Checker struct {
	engine    *engine.Engine
	platform  *facts.Platform
	catalogue *airflow.Catalogue
	memory    Memory
	digest    string     // of policy, catalogue and configuration
	mutex     sync.Mutex // of what a snapshot keeps
}

// NewChecker returns a Checker for a policy and a configuration. Memory may be nil.
func NewChecker(engine *engine.Engine, config *platform.Config, memory Memory) *Checker {
	catalogue := airflow.Default()
	return &Checker{
		engine:    engine,
		platform:  config.Facts(),
		catalogue: catalogue,
		memory:    memory,
		digest:    digestOf(engine.Digest(), catalogue.Digest(), config.Digest()),
	}
}

// PolicyDigest identifies policy, catalogue and configuration together: the same content judged
// under the same digest gets the same verdict.
func (c *Checker) PolicyDigest() string { return c.digest }

// Missing returns the places in snapshot.Files of the files whose bytes Check needs and does not
// have: those with no content whose judgement is not remembered, and the modules that files to be
// judged import. What a module imports is known once it was read: ask again until nothing is missing
// that can be had.
func (c *Checker) Missing(snapshot *Snapshot) []int {
	run := c.begin(snapshot)
	var missing []int
	wanted := map[int]bool{}
	var here []int
	for i := range snapshot.Files {
		file := &snapshot.Files[i]
		switch {
		case !needsContent(file) || run.remembered(file) != nil:
		case file.Content == nil:
			wanted[i] = true
			missing = append(missing, i)
		case roleOf(file, &snapshot.Tenant, run.platform) == facts.RoleDAG:
			here = append(here, i)
		}
	}
	for _, i := range here {
		missing = append(missing, run.unreadHelpers(i, wanted)...)
	}
	sort.Ints(missing)
	return missing
}

// Check judges a snapshot. The error is non-nil only when ctx ended; whatever else goes wrong is a
// finding, and a snapshot that could not be judged is never allowed.
func (c *Checker) Check(ctx context.Context, snapshot *Snapshot) (*decision.Decision, error) {
	run := c.begin(snapshot)
	results := run.judgeFiles(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("judge %d files: %w", len(snapshot.Files), err)
	}
	run.markJudged(results)
	return run.conclude(ctx, results), nil
}

// run is the judgement of one snapshot.
type run struct {
	*Checker
	snapshot  *Snapshot
	modules   *modules
	parses    *parses
	version   python.Version
	templates string // digest of the known templates
}

func (c *Checker) begin(snapshot *Snapshot) *run {
	r := &run{
		Checker:  c,
		snapshot: snapshot,
		modules:  newModules(snapshot.Files, &snapshot.Tenant, c.platform),
		parses:   c.parsesOf(snapshot),
		version:  pythonVersion(c.platform.PythonVersion),
	}
	if snapshot.Templates != nil {
		hash := sha256.New()
		for _, name := range slices.Sorted(maps.Keys(snapshot.Templates)) {
			fmt.Fprintf(hash, "%q %q\n", name, snapshot.Templates[name])
		}
		r.templates = hex.EncodeToString(hash.Sum(nil))
	}
	return r
}

// parsesOf are the parsed files of a snapshot, which Missing and Check share.
func (c *Checker) parsesOf(snapshot *Snapshot) *parses {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if snapshot.parses == nil {
		snapshot.parses = &parses{byPlace: map[int]*parse{}}
	}
	return snapshot.parses
}

func (r *run) judgeFiles(ctx context.Context) []decision.FileResult {
	files := r.snapshot.Files
	results := make([]decision.FileResult, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), max(len(files), 1)) {
		workers.Go(func() {
			for i := range next {
				results[i] = r.judgeFile(ctx, i)
			}
		})
	}
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

// judgeFile returns the remembered judgement or makes one. Only a judgement of bytes that were
// read, by a policy that answered, is remembered.
func (r *run) judgeFile(ctx context.Context, place int) decision.FileResult {
	file := &r.snapshot.Files[place]
	if known := r.remembered(file); known != nil {
		return *known
	}
	found, asked, complete := r.analyze(place)
	result, judged := Judge(ctx, r.engine, &facts.FileInput{
		File:     found,
		Tenant:   r.snapshot.Tenant,
		Platform: r.platformFacts(),
	})
	result.Modules = asked
	keepExactSuggestions(result.Findings, file.Content)
	if judged && complete && r.memory != nil && found.Content != facts.ContentNotRead {
		r.memory.Put(r.key(file), &result)
	}
	return result
}

// analyze finds the facts of one file, the answers about the repository's modules that they rest on,
// and whether every module that was asked for was read.
func (r *run) analyze(place int) (found *facts.File, asked map[string]string, complete bool) {
	asked, complete = map[string]string{}, true
	file := &r.snapshot.Files[place]
	own := func(module string) bool {
		answer := r.modules.answer(module)
		asked[kept(module)] = answer
		return answer != ""
	}
	var parsed *python.File
	found = Analyze(file, &Surroundings{
		Tenant:         r.snapshot.Tenant,
		Platform:       r.platformFacts(),
		Catalogue:      r.catalogue,
		OwnModule:      own,
		TenantOfModule: r.modules.tenantOf,
		LoadModule: func(module string) *Helper {
			helper, read := r.load(module)
			complete = complete && read
			return helper
		},
		Parse: func() (*python.File, error) {
			var err error
			parsed, err = r.parses.of(place, file.Content, r.version, keepNothing)
			return parsed, err
		},
		Templates: r.snapshot.Templates,
	})
	// A relative import is never executed in the file that is judged, and what it leads to is asked for all the
	// same: the judgement may rest on it where the file is imported.
	for i := range found.Imports {
		if dots := found.Imports[i].Module; strings.HasPrefix(dots, ".") {
			module := relativeTo(r.packageOf(place), dots)
			own(module)
			own(strings.Trim(module+"."+found.Imports[i].Name, "."))
		}
	}
	r.askForPackages(asked, parsed, place, own)
	return found, asked, complete
}

// Inputs returns what the rules that judge one file would see of some files of a snapshot, by their
// places in snapshot.Files. It is for those who want to know more of a file than its judgement.
func (c *Checker) Inputs(snapshot *Snapshot, places []int) []*facts.FileInput {
	run := c.begin(snapshot)
	inputs := make([]*facts.FileInput, 0, len(places))
	for _, place := range places {
		found, _, _ := run.analyze(place)
		inputs = append(inputs, &facts.FileInput{File: found, Tenant: snapshot.Tenant, Platform: run.platformFacts()})
	}
	return inputs
}

func (r *run) platformFacts() *facts.Platform {
	if r.snapshot.Templates == nil {
		return r.platform
	}
	known := *r.platform
	known.TemplatesAreKnown = true
	return &known
}

func (r *run) remembered(file *SnapshotFile) *decision.FileResult {
	if r.memory == nil || file.SHA == "" {
		return nil
	}
	known, ok := r.memory.Get(r.key(file))
	if !ok || known.Path != file.Path {
		return nil
	}
	for module, answer := range known.Modules {
		if r.modules.answer(module) != answer {
			return nil
		}
	}
	copied := *known
	return &copied
}

func (r *run) key(file *SnapshotFile) string {
	tenant, err := json.Marshal(r.snapshot.Tenant)
	if err != nil {
		panic(err) // a struct of strings always encodes
	}
	return digestOf(r.digest, string(tenant), r.templates, file.Path, file.Mode, file.SHA, fmt.Sprint(file.Size),
		string(roleOf(file, &r.snapshot.Tenant, r.platform)), fmt.Sprint(file.Status == facts.Removed))
}

// markJudged marks the results that count: those of changed files, and of unchanged files that
// import, directly or through others, a module that the change touches.
func (r *run) markJudged(results []decision.FileResult) {
	touched := map[string]bool{}
	touch := func(i int) {
		results[i].Judged = true
		for _, name := range moduleNames(r.snapshot.Files[i].Path, r.snapshot.Tenant.Namespace, r.platform) {
			touched[name] = true
		}
		// What stands beside a module and is found before it decides what the name means.
		for _, name := range rivalNames(&r.snapshot.Files[i], r.snapshot.Tenant.Namespace, r.platform) {
			touched[name] = true
		}
	}
	for i := range results {
		results[i].Judged = false
		if r.snapshot.Files[i].Status != facts.Unchanged {
			touch(i)
		}
	}
	for grown := true; grown; {
		grown = false
		for i := range results {
			if !results[i].Judged && reached(results[i].Modules, touched, r.modules.stable) {
				touch(i)
				grown = true
			}
		}
	}
}

func digestOf(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:", len(part))
		io.WriteString(hash, part) //nolint:errcheck // a hash never fails to write
	}
	return hex.EncodeToString(hash.Sum(nil))
}
