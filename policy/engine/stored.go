package engine

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime/debug"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine/binary"
	"github.com/sekisho/sekisho/policy/engine/plan"
)

// Compiling the policy takes a tenth of a second, which is most of a short run. `make build` therefore
// stores the compiled policy in stored/, and the binary has it inside. It is used where it was made of the
// same policy by the same code; otherwise, as in a binary that `go build` alone made, the policy is
// compiled when the engine starts. Either way it is the same policy, with the same digest.
//
//go:embed stored
var storedFiles embed.FS

// storedFile is the compiled policy. It is made by `go run ./policy/engine/generate` and no part of the
// sources.
const storedFile = "stored/policy.bin"

// sources are the files of this package, which read and check a policy.
//
//go:embed *.go
var ownSources embed.FS

// maker identifies the code that compiled a policy: this package, that of plans, the form in which both are
// stored, and the OPA beside them.
func maker() (string, error) {
	hash := sha256.New()
	for _, files := range []embed.FS{ownSources, plan.Sources, binary.Sources} {
		err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := files.ReadFile(name)
			fmt.Fprintf(hash, "%q %d\n%s", name, len(text), text)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "", fmt.Errorf("the binary does not say what it was built of")
	}
	for _, module := range build.Deps {
		if module.Path == "github.com/open-policy-agent/opa" {
			fmt.Fprintf(hash, "%s %s", module.Version, module.Sum)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// Store compiles the embedded policy and returns it in the form that stored/ keeps.
func Store(ctx context.Context) ([]byte, error) {
	sources, err := readSource(nil)
	if err != nil {
		return nil, err
	}
	p, err := compile(ctx, sources)
	if err != nil {
		return nil, err
	}
	made, err := maker()
	if err != nil {
		return nil, err
	}
	w := &binary.Writer{}
	w.Int(len(p.rules))
	for i := range p.rules {
		storeRule(w, &p.rules[i])
	}
	w.Text(p.unexplained.rule)
	w.Text(p.unexplained.message)
	planned, err := p.planned(ctx)
	if err != nil {
		return nil, err
	}
	if err := plan.Store(w, planned, p.data, isAllowed); err != nil {
		return nil, fmt.Errorf("plan the policy: %w", err)
	}
	whole := &binary.Writer{}
	whole.Text(made)
	whole.Text(p.digest)
	whole.Text(checksum(string(w.Bytes())))
	whole.Text(string(w.Bytes()))
	return whole.Bytes(), nil
}

func checksum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return string(sum[:])
}

// restore returns the stored policy if it was made of these sources by this code and is as it was stored,
// and nil otherwise: a rule that differs in one bit may find nothing.
func restore(sources *source, stored string) *policy {
	made, err := maker()
	digest := sources.digest()
	r := binary.NewReader(stored)
	if err != nil || r.Text() != made || r.Text() != digest {
		return nil
	}
	sum, body := r.Text(), r.Text()
	if r.Err() != nil || checksum(body) != sum {
		return nil
	}
	r = binary.NewReader(body)
	p := &policy{byID: map[string]*Rule{}, sources: sources, digest: digest}
	p.rules = make([]Rule, r.Length())
	for i := range p.rules {
		restoreRule(r, &p.rules[i])
		p.byID[p.rules[i].ID] = &p.rules[i]
	}
	p.unexplained.rule, p.unexplained.message = r.Text(), r.Text()
	if p.program, err = plan.Restore(r, isAllowed); err != nil {
		return nil
	}
	return p
}

// texts are the fields of a rule that are text, in one order.
func (r *Rule) texts() []*string {
	return []*string{
		&r.ID, &r.Name, &r.Family, &r.Title, &r.Description, &r.Avoid, &r.Prefer, &r.Language, &r.Rationale,
		&r.Docs, &r.Source, &r.pkg,
	}
}

func storeRule(w *binary.Writer, rule *Rule) {
	for _, text := range rule.texts() {
		w.Text(*text)
	}
	w.Truth(rule.file)
	w.Truth(rule.change)
	w.Int(len(rule.Severities))
	for _, severity := range rule.Severities {
		w.Text(string(severity))
	}
	w.Int(len(rule.Messages))
	for _, message := range rule.Messages {
		w.Text(message.Key)
		w.Text(string(message.Severity))
		w.Text(message.Text)
		w.Text(message.Fix)
	}
}

func restoreRule(r *binary.Reader, rule *Rule) {
	for _, text := range rule.texts() {
		*text = r.Text()
	}
	rule.file, rule.change = r.Truth(), r.Truth()
	for range r.Length() {
		rule.Severities = append(rule.Severities, decision.Severity(r.Text()))
	}
	for range r.Length() {
		rule.Messages = append(rule.Messages, Message{Key: r.Text(), Severity: decision.Severity(r.Text()), Text: r.Text(), Fix: r.Text()})
	}
}
