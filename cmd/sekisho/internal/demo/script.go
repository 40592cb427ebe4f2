package demo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sekisho/sekisho/policy/decision"
)

// script is demo.yml.
type script struct {
	People struct {
		SRE        []string `yaml:"sre"`
		Developers []string `yaml:"developers"`
	} `yaml:"people"`
	Pulls []pull `yaml:"pulls"`
}

type pull struct {
	Name       string `yaml:"name"`
	Repository string `yaml:"repository"` // without the owner
	Base       string `yaml:"base"`
	Author     string `yaml:"author"`
	Title      string `yaml:"title"`
	About      string `yaml:"about"`
	Expect     struct {
		Verdict decision.Verdict `yaml:"verdict"`
		Check   state            `yaml:"check"`
		Rules   []string         `yaml:"rules"` // among the findings'

	} `yaml:"expect"`
	Then []step `yaml:"then"`
}

// step is one thing that a person does; exactly one of Approve, Push and Merge is set.
type step struct {
	Approve string `yaml:"approve"` // login
	Push    string `yaml:"push"`    // folder below pulls
	Merge   string `yaml:"merge"`   // login
	Check   state  `yaml:"check"`   // after Approve or Push
	Merged  bool   `yaml:"merged"`  // after Merge
}

// state is how a check stands.
type state string

const (
	success state = "success"
	pending state = "pending"
	failure state = "failure"
)

func (s state) valid() bool { return s == success || s == pending || s == failure }

func readScript(files fs.FS) (*script, error) {
	text, err := fs.ReadFile(files, "demo.yml")
	if err != nil {
		return nil, fmt.Errorf("read the demo's script: %w", err)
	}
	s := &script{}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(s); err != nil {
		return nil, fmt.Errorf("read demo.yml: %w", err)
	}
	var problems []error
	for i := range s.Pulls {
		if err := s.Pulls[i].check(files); err != nil {
			problems = append(problems, fmt.Errorf("demo.yml: pull request %q: %w", s.Pulls[i].Name, err))
		}
	}
	if len(s.Pulls) == 0 || len(s.People.SRE) == 0 || len(s.People.Developers) == 0 {
		problems = append(problems, errors.New("demo.yml: it has no pull request, no SRE or no developer"))
	}
	return s, errors.Join(problems...)
}

func (p *pull) check(files fs.FS) error {
	switch p.Expect.Verdict {
	case decision.Allow, decision.Review, decision.Deny:
	default:
		return fmt.Errorf("the expected verdict %q is none", p.Expect.Verdict)
	}
	if !p.Expect.Check.valid() {
		return fmt.Errorf("the expected state %q is none", p.Expect.Check)
	}
	folders := []string{p.Name}
	for i, s := range p.Then {
		kinds := 0
		for _, set := range []bool{s.Approve != "", s.Push != "", s.Merge != ""} {
			if set {
				kinds++
			}
		}
		if kinds != 1 {
			return fmt.Errorf("step %d is not exactly one of approve, push and merge", i+1)
		}
		if s.Merge == "" && !s.Check.valid() {
			return fmt.Errorf("step %d: the expected state %q is none", i+1, s.Check)
		}
		if s.Push != "" {
			folders = append(folders, s.Push)
		}
	}
	for _, folder := range folders {
		content, err := readTree(files, path.Join("pulls", folder))
		if err != nil {
			return err
		}
		if len(content) == 0 {
			return fmt.Errorf("pulls/%s has no file", folder)
		}
	}
	return nil
}

// readTree reads all files below a folder, by their path in it.
func readTree(files fs.FS, folder string) (map[string][]byte, error) {
	content := map[string][]byte{}
	err := fs.WalkDir(files, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		content[strings.TrimPrefix(name, folder+"/")] = data
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the demo's content: %w", err)
	}
	return content, nil
}
