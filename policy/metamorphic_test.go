package policy_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/policy/python"
)

// Metamorphic tests: a rewriting that leaves alone what Python does must not turn a deny or a review into an allow, and one that the
// declarative language promises to understand (all of these are) must leave an allow what it is. Rewritings are edits at the byte offsets of the syntax
// tree; each is chosen by a seed made of the file's name and the rewriting's, so that a failure comes back.

// metamorphic is how many of the rewritten attacks are judged, in percent; which ones is decided by their seeds.
var (
	metamorphic     = flag.Int("metamorphic", 20, "percent of the rewritten attacks that are judged (2 with -short)")
	metamorphicSeed = flag.Int("metamorphic-seed", 0, "another number rewrites otherwise")
)

func metamorphicShare() int {
	if testing.Short() {
		return min(*metamorphic, 2)
	}
	return *metamorphic
}

// variant is a rewritten file.
type variant struct {
	origin    string // of the sample
	by        string // transformations
	unbinds   bool   // one of them does
	text      string
	unchanged int // place of the sample itself in the list
	// A module of the repository that the text imports, by name and source; empty without one.
	module, source string
}

func parseSample(text []byte) *python.File {
	file, err := python.Parse(text, python.Options{Version: 11})
	if err != nil {
		return nil
	}
	return file
}

// vary applies each transformation to a file, and one pair of them. The share is that of the variants that are kept, in percent.
func vary(t *testing.T, origin string, content []byte, share int) []variant {
	t.Helper()
	file := parseSample(content)
	if file == nil {
		return nil
	}
	var out []variant
	for i := range len(transformations) + 1 {
		var steps []transformation
		seed := fnv.New64a()
		fmt.Fprintf(seed, "%s %d", origin, i)
		random := rand.New(rand.NewPCG(seed.Sum64(), uint64(*metamorphicSeed)))
		if i < len(transformations) {
			steps = transformations[i : i+1]
		} else {
			steps = []transformation{transformations[random.IntN(len(transformations))], transformations[random.IntN(len(transformations))]}
		}
		if random.IntN(100) >= share {
			continue
		}
		v := variant{origin: origin, text: file.Source}
		at := file
		for _, step := range steps {
			text, ok := rewrite(at.Source, step.edits(random, at))
			if !ok {
				continue
			}
			parsed := parseSample([]byte(text))
			if parsed == nil {
				t.Errorf("%s of %s does not parse:\n%s", step.name, origin, text)
				break
			}
			at, v.text = parsed, text
			v.by = strings.TrimPrefix(v.by+"+"+step.name, "+")
			v.unbinds = v.unbinds || step.unbinds
		}
		if v.by != "" && v.text != file.Source {
			out = append(out, v)
		}
	}
	if v, ok := moveConstants(t, origin, file, share); ok {
		out = append(out, v)
	}
	return out
}

// moveConstants gives constants a name in another module of the repository, and imports them from there.
func moveConstants(t *testing.T, origin string, file *python.File, share int) (variant, bool) {
	t.Helper()
	seed := fnv.New64a()
	fmt.Fprintf(seed, "%s module", origin)
	random := rand.New(rand.NewPCG(seed.Sum64(), uint64(*metamorphicSeed)))
	if random.IntN(100) >= share {
		return variant{}, false
	}
	edits := extractConstants(random, file)
	if len(edits) == 0 {
		return variant{}, false
	}
	v := variant{origin: origin, by: "constants-to-module", module: fmt.Sprintf("constants_%016x", seed.Sum64())}
	definitions := &edits[len(edits)-1]
	v.source = definitions.text
	definitions.text = fmt.Sprintf("from %s import *\n", v.module)
	if random.IntN(2) == 0 {
		var names []string
		for _, e := range edits[:len(edits)-1] {
			names = append(names, e.text)
		}
		definitions.text = fmt.Sprintf("from %s import %s\n", v.module, strings.Join(names, ", "))
	}
	text, ok := rewrite(file.Source, edits)
	if !ok {
		return variant{}, false
	}
	for _, part := range []string{text, v.source} {
		if parseSample([]byte(part)) == nil {
			t.Errorf("%s of %s does not parse:\n%s", v.by, origin, part)
			return variant{}, false
		}
	}
	v.text = text
	return v, true
}

// compilesScript says which of the sources that it reads python3 compiles.
const compilesScript = `
import base64, json, sys, warnings
warnings.simplefilter("ignore")
out = []
for text in json.load(sys.stdin):
    try:
        compile(base64.b64decode(text), "x", "exec", dont_inherit=True)
        out.append("")
    except Exception as e:
        out.append(f"{type(e).__name__}: {e}")
json.dump(out, sys.stdout)
`

// compiles asks python3 whether sources are valid; nil and the reason where there is no python3.
func compiles(texts []string) ([]string, error) {
	encoded := make([]string, len(texts))
	for i, text := range texts {
		encoded[i] = base64.StdEncoding.EncodeToString([]byte(text))
	}
	input, err := json.Marshal(encoded)
	if err != nil {
		return nil, err
	}
	command := exec.Command("python3", "-I", "-c", compilesScript)
	command.Stdin = bytes.NewReader(input)
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("python3 compiles the rewritten files: %w", err)
	}
	var results []string
	if err := json.Unmarshal(output, &results); err != nil || len(results) != len(texts) {
		return nil, fmt.Errorf("python3 compiles the rewritten files: %d answers: %w", len(results), err)
	}
	return results, nil
}

var sharedEngine = sync.OnceValues(func() (*engine.Engine, error) { return engine.New(context.Background(), engine.Options{}) })

// metamorphicJudge is newJudge with the engine that all of these tests share.
func metamorphicJudge(t *testing.T, folder, config, tenant string, templates ...string) *judge {
	t.Helper()
	file := filepath.Join(testdata, config)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := platform.Parse(file, data)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := sharedEngine()
	if err != nil {
		t.Fatal(err)
	}
	own, ok := parsed.Tenant(tenant)
	if !ok {
		t.Fatalf("%s has no tenant %s", file, tenant)
	}
	known := map[string]string{}
	for _, template := range templates {
		known[template] = hash([]byte(template))
	}
	return &judge{checker: policy.NewChecker(rules, parsed, nil), tenant: own, folder: folder, templates: known}
}

// verdicts judges files side by side in one folder, as many in one snapshot as do not get in each other's way.
func (j *judge) verdicts(t *testing.T, variants []variant) []decision.FileResult {
	t.Helper()
	const together = 40
	var results []decision.FileResult
	for start := 0; start < len(variants); start += together {
		snapshot := &policy.Snapshot{Tenant: j.tenant, Templates: j.templates}
		add := func(path, text string) {
			content := []byte(text)
			snapshot.Files = append(snapshot.Files, policy.SnapshotFile{
				Path: path, Mode: "100644", Size: int64(len(content)), SHA: hash(content), Status: facts.Added, Content: content,
			})
		}
		chunk := variants[start:min(start+together, len(variants))]
		for i, v := range chunk {
			add(fmt.Sprintf("dags/%06d-%s", start+i, v.origin), v.text)
		}
		for _, v := range chunk {
			if v.module != "" {
				snapshot.Tenant.Modules = append(snapshot.Tenant.Modules, v.module)
				add("dags/"+v.module+".py", v.source)
			}
		}
		d, err := j.checker.Check(context.Background(), snapshot)
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, d.Files[:len(chunk)]...)
	}
	if len(results) != len(variants) {
		t.Fatalf("%d judgements of %d files", len(results), len(variants))
	}
	return results
}

// samplesWithVariants lists every Python file of a folder, each followed by its variants.
func samplesWithVariants(t *testing.T, folder string, share int) []variant {
	t.Helper()
	var all []variant
	for _, s := range readIndex(t, folder) {
		if filepath.Ext(s.File) != ".py" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(testdata, folder, s.File))
		if err != nil {
			t.Fatal(err)
		}
		variants := vary(t, s.File, content, share)
		if len(variants) == 0 {
			continue
		}
		own := len(all)
		all = append(all, variant{origin: s.File, text: string(content), unchanged: -1})
		for _, v := range variants {
			v.unchanged = own
			all = append(all, v)
		}
	}
	return all
}

// checkCompiles fails for a variant that python3 refuses though it compiles the sample.
func checkCompiles(t *testing.T, all []variant) {
	t.Helper()
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = all[i].text
	}
	results, err := compiles(texts)
	if err != nil {
		t.Logf("not compared with CPython: %v (install python3)", err)
		return
	}
	compiled := 0
	for i, v := range all {
		switch {
		case v.unchanged < 0 || results[v.unchanged] != "":
		case results[i] != "":
			t.Errorf("python3 does not compile %s of %s: %s\n%s", v.by, v.origin, results[i], v.text)
		default:
			compiled++
		}
	}
	t.Logf("python3 compiles %d variants", compiled)
}

// TestMetamorphicAttacksAreNotAllowed rewrites every attack and threat that ends in deny or review; none may end in allow.
func TestMetamorphicAttacksAreNotAllowed(t *testing.T) {
	for _, c := range []struct {
		folder, config, tenant string
		templates              []string
	}{
		{"attacks", "attacks/sekisho.yml", "orders", ordersTemplates},
		{"threats", "threats/sekisho.yml", "team-a", []string{"templates/team-a/app/job.yaml", "templates/team-b/app/job.yaml"}},
	} {
		t.Run(c.folder, func(t *testing.T) {
			j := metamorphicJudge(t, c.folder, c.config, c.tenant, c.templates...)
			all := samplesWithVariants(t, c.folder, metamorphicShare())
			count, allowed, harmless := map[string]int{}, 0, 0
			variants := slices.DeleteFunc(slices.Clone(all), func(v variant) bool { return v.unchanged < 0 })
			for i, result := range j.verdicts(t, variants) {
				v := &variants[i]
				name, _, both := strings.Cut(v.by, "+")
				if both {
					name = "pairs"
				}
				count[name]++
				if result.Verdict == decision.Deny || result.Verdict == decision.Review {
					continue
				}
				// A threat of severity warn may be allowed before and after.
				if before := j.verdicts(t, all[v.unchanged:v.unchanged+1])[0].Verdict; before == decision.Allow {
					harmless++
					continue
				}
				if allowed++; allowed <= 10 {
					t.Errorf("%s ends in %q after %s:\n%s", v.origin, result.Verdict, v.by, v.text)
				}
			}
			t.Logf("%d variants of %d files: %d allow, %d of warnings only: %v", len(variants), len(all)-len(variants), allowed, harmless, count)
			if len(count) < len(transformations) && !testing.Short() {
				t.Errorf("only %d transformations apply", len(count))
			}
			checkCompiles(t, all)
		})
	}
}

// TestMetamorphicSnapshotsAreNotAllowed rewrites the Python files of attacks that are whole snapshots.
func TestMetamorphicSnapshotsAreNotAllowed(t *testing.T) {
	j := metamorphicJudge(t, "attacks", "attacks/sekisho.yml", "orders", ordersTemplates...)
	count := 0
	for _, s := range readIndex(t, "attacks") {
		for i := range s.Files {
			if file := &s.Files[i]; filepath.Ext(file.Path) != ".py" || file.Base64 != "" || file.Times > 0 {
				continue
			}
			for _, v := range vary(t, s.Name, []byte(s.Files[i].Content), metamorphicShare()) {
				if v.unbinds {
					continue // another file of the snapshot may import it
				}
				rewritten := s
				rewritten.Files = slices.Clone(s.Files)
				rewritten.Files[i].Content = v.text
				if v.module != "" {
					extra := s.Files[i]
					extra.Path, extra.Content = filepath.Dir(extra.Path)+"/"+v.module+".py", v.source
					rewritten.Files = append(rewritten.Files, extra)
				}
				if d := j.check(t, &rewritten); d.Verdict != decision.Deny && d.Verdict != decision.Review {
					t.Errorf("%s ends in %q after %s of %s: %s\n%s", s.Name, d.Verdict, v.by, s.Files[i].Path, s.Does, v.text)
				}
				count++
			}
		}
	}
	t.Logf("%d variants of snapshots", count)
}

func honestShare() int {
	if testing.Short() {
		return 10
	}
	return 100
}

// TestMetamorphicHonestDAGsStayAllowed rewrites the compliant DAGs that end in allow.
func TestMetamorphicHonestDAGsStayAllowed(t *testing.T) {
	j := metamorphicJudge(t, "honest", "attacks/sekisho.yml", "orders", ordersTemplates...)
	all := samplesWithVariants(t, "honest", honestShare())
	results := j.verdicts(t, all)
	asWritten := map[string]string{}
	for _, s := range readIndex(t, "honest") {
		if s.AsWritten != "" {
			asWritten[s.name()] = s.AsWritten
		}
	}
	type share struct{ kept, of int }
	shares := map[string]*share{}
	for i, v := range all {
		if v.unchanged < 0 || results[v.unchanged].Verdict != decision.Allow {
			continue
		}
		name := v.by
		if strings.Contains(name, "+") {
			name = "pairs"
		}
		if shares[name] == nil {
			shares[name] = &share{}
		}
		shares[name].of++
		switch {
		case results[i].Verdict == decision.Allow:
			shares[name].kept++
		case results[i].Verdict == decision.Review && asWritten[v.origin] != "":
			t.Logf("%s waits after %s: %s", v.origin, v.by, asWritten[v.origin])
		default:
			t.Errorf("%s, which ends in allow, ends in %s after %s (%v):\n%s", v.origin, results[i].Verdict, v.by, results[i].Findings, v.text)
		}
	}
	for _, name := range sortedNames(shares) {
		t.Logf("%-18s %d of %d stay allow", name, shares[name].kept, shares[name].of)
	}
	if len(shares) < len(transformations) && !testing.Short() {
		t.Errorf("only %d transformations apply to the compliant DAGs", len(shares))
	}
	checkCompiles(t, all)
}
