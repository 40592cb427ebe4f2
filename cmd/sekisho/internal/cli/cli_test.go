package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// run runs the program as main does.
func run(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = Command{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Environ: environ(nil)}.Main(args)
	return status, out.String(), errs.String()
}

const (
	goodDAG = "testdata/check/good.py"
	denyDAG = "testdata/check/foreign.py"
	lookDAG = "testdata/check/inline.py"
)

func TestCheckExitStatus(t *testing.T) {
	for name, test := range map[string]struct {
		args   []string
		status int
		stderr string // substring; empty means that nothing is said
	}{
		"allow":                      {[]string{goodDAG}, StatusOK, ""},
		"review":                     {[]string{lookDAG}, StatusOK, ""},
		"review fails when asked to": {[]string{"--fail-on", "review", lookDAG}, StatusDenied, ""},
		"allow never fails":          {[]string{"--fail-on", "review", goodDAG}, StatusOK, ""},
		"deny":                       {[]string{denyDAG}, StatusDenied, ""},
		"the worst file decides":     {[]string{goodDAG, denyDAG, lookDAG}, StatusDenied, ""},
		"no path":                    {nil, StatusError, "name at least one file or folder"},
		"unknown format":             {[]string{"--format", "xml", goodDAG}, StatusError, `--format: "xml" is not known; write one of text, json, sarif, github`},
		"unknown fail-on":            {[]string{"--fail-on", "warn", goodDAG}, StatusError, "--fail-on"},
		"unknown colour":             {[]string{"--color", "pink", goodDAG}, StatusError, "--color"},
		"unknown flag":               {[]string{"--strict", goodDAG}, StatusError, "unknown flag: --strict; see `sekisho check --help`"},
		"missing file":               {[]string{"testdata/nowhere.py"}, StatusError, "read testdata/nowhere.py: no such file"},
		"other kind of file":         {[]string{"cli_test.go"}, StatusError, "neither a DAG file"},
		"missing configuration":      {[]string{"--config", "nowhere.yml", goodDAG}, StatusError, "read the configuration: open nowhere.yml"},
		"namespace of nobody":        {[]string{"--config", exampleConfig, "--namespace", "ops", goodDAG}, StatusError, `no tenant "ops"; its tenants are orders, payments`},
		"unknown base":               {[]string{"--config", exampleConfig, "--base", "release", goodDAG}, StatusError, `no environment for "release"; it has one for develop, main`},
		"policy is no folder":        {[]string{"--policy", "cli_test.go", goodDAG}, StatusError, "--policy: cli_test.go is not a folder"},
		"policy does not compile":    {[]string{"--policy", "testdata/broken-policy", goodDAG}, StatusError, "load the policy: policy lib/broken.rego:"},
		"templates are not there":    {[]string{"--templates", "nowhere", goodDAG}, StatusError, "--templates: read the templates in nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"check"}, test.args...)
			if !strings.Contains(strings.Join(args, " "), "--namespace") {
				args = append([]string{"check", "--namespace", "orders"}, test.args...)
			}
			status, _, stderr := run(t, args...)
			if status != test.status || test.stderr == "" && stderr != "" || !strings.Contains(stderr, test.stderr) {
				t.Errorf("status %d, want %d; stderr %q, want %q", status, test.status, stderr, test.stderr)
			}
		})
	}
}

// What a file is called is somebody else's text, also where no report is written.
func TestNamesOfFilesDoNotReachTheTerminal(t *testing.T) {
	const name = "\x1b[31mred\x1b]0;title\x07.py"
	shown := "<U+001B>[31mred<U+001B>]0;title<U+0007>.py"
	status, _, stderr := run(t, "check", "--namespace", "orders", filepath.Join(t.TempDir(), name))
	if status != StatusError || strings.Contains(stderr, "\x1b") || !strings.Contains(stderr, shown) {
		t.Errorf("a missing file: %d %q", status, stderr)
	}
	folder, err := os.MkdirTemp("", "s") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	socket, err := net.Listen("unix", filepath.Join(folder, name))
	if err != nil {
		t.Skipf("this system has no such sockets: %v", err)
	}
	defer socket.Close()
	source, err := os.ReadFile(goodDAG)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"good.py", "\x1b[32mgreen.md"} {
		if err := os.WriteFile(filepath.Join(folder, other), source, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"text", "json", "sarif", "github"} {
		_, stdout, stderr := run(t, "check", "--namespace", "orders", "--format", format, folder)
		if strings.Contains(stdout+stderr, "\x1b") || !strings.Contains(stderr, shown) {
			t.Errorf("%s: %q %q", format, stdout, stderr)
		}
	}
}

func TestCheckAsksForTheTenant(t *testing.T) {
	status, _, stderr := run(t, "check", goodDAG)
	if status != StatusError || !strings.Contains(stderr, "Give --namespace NS") || !strings.Contains(stderr, "--config") {
		t.Errorf("%d %s", status, stderr)
	}
}

// TestCheckGolden compares whole outputs; -update writes them anew.
func TestCheckGolden(t *testing.T) {
	digests := regexp.MustCompile(`[0-9a-f]{32,}`) // of policy and content: they change with every rule
	for name, args := range map[string][]string{
		"good.text":       {goodDAG},
		"inline.text":     {lookDAG},
		"inline.develop":  {"--base", "develop", lookDAG},
		"foreign.text":    {denyDAG},
		"foreign.json":    {"--format", "json", denyDAG},
		"foreign.github":  {"--format", "github", denyDAG},
		"folder.text":     {"--config", exampleConfig, "--templates", "testdata/check/bucket", "testdata/check/repository"},
		"everything.json": {"--format", "json", goodDAG, denyDAG, lookDAG, "testdata/check/broken.py", "testdata/check/pod.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			_, stdout, stderr := run(t, append([]string{"check", "--namespace", "orders"}, args...)...)
			if stderr != "" {
				t.Errorf("stderr: %s", stderr)
			}
			golden(t, filepath.Join("testdata/check", name+".golden"), digests.ReplaceAllString(stdout, "DIGEST"))
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// TestCheckIsDeterministic: many files on many cores, the same bytes every time.
func TestCheckIsDeterministic(t *testing.T) {
	var first string
	for range 3 {
		_, stdout, _ := run(t, "check", "--namespace", "orders", "--format", "sarif", "../../../../testdata/demo/pulls")
		if first == "" {
			first = stdout
		}
		if stdout != first {
			t.Fatal("two runs differ")
		}
	}
	if !json.Valid([]byte(first)) {
		t.Fatal("the output is no JSON")
	}
}

// TestPolicyFolderReplaces: a folder laid over the policy changes what is judged, and the digest says so.
func TestPolicyFolderReplaces(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "data", "severities.yaml"), "TEN004: {inline: deny}\n")
	digest := func(args ...string) (status int, policy string) {
		status, stdout, stderr := run(t, append([]string{"check", "--namespace", "orders", "--format", "json"}, args...)...)
		var report struct{ Policy string }
		if err := json.Unmarshal([]byte(stdout), &report); err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		return status, report.Policy
	}
	without, first := digest(lookDAG)
	with, second := digest("--policy", folder, lookDAG)
	if without != StatusOK || with != StatusDenied || first == second || first == "" {
		t.Errorf("status %d and %d, digests %s and %s", without, with, first, second)
	}
}

func TestTemplatesAreSaidToBeUnchecked(t *testing.T) {
	_, without, _ := run(t, "check", "--namespace", "orders", goodDAG)
	if !strings.Contains(without, "whether the pods' templates exist was not checked") {
		t.Errorf("not said:\n%s", without)
	}
	_, with, _ := run(t, "check", "--namespace", "orders", "--templates", "testdata/check/bucket", goodDAG)
	if strings.Contains(with, "not checked") {
		t.Errorf("said although they were:\n%s", with)
	}
}

func TestExplain(t *testing.T) {
	status, stdout, _ := run(t, "explain", "TEN001")
	if status != StatusOK || !strings.Contains(stdout, "TEN001 foreign-namespace") || !strings.Contains(stdout, "Rationale") {
		t.Errorf("%d %s", status, stdout)
	}
	for _, other := range []string{"foreign-namespace", "ten001"} {
		if _, same, _ := run(t, "explain", other); same != stdout {
			t.Errorf("%s explains something else", other)
		}
	}
	status, _, stderr := run(t, "explain", "TEN01")
	if status != StatusError || !strings.Contains(stderr, "near to it: TEN001 foreign-namespace") {
		t.Errorf("%d %s", status, stderr)
	}
	status, list, _ := run(t, "explain")
	if status != StatusOK || strings.Count(list, "\n") < 30 {
		t.Errorf("%d, %d rules", status, strings.Count(list, "\n"))
	}
}

func TestVersionAndHelp(t *testing.T) {
	if status, stdout, _ := run(t, "version"); status != StatusOK || !strings.HasPrefix(stdout, "sekisho ") {
		t.Errorf("%d %s", status, stdout)
	}
	if status, stdout, _ := run(t); status != StatusOK || !strings.Contains(stdout, "Usage:") {
		t.Errorf("%d %s", status, stdout)
	}
	if status, _, stderr := run(t, "chekc"); status != StatusError || !strings.Contains(stderr, "unknown command") {
		t.Errorf("%d %s", status, stderr)
	}
}
