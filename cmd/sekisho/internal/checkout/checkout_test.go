package checkout

import (
	"context"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

func config(t *testing.T) *platform.Config {
	t.Helper()
	data, err := os.ReadFile("../../../../docs/sekisho.yml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := platform.Parse("docs/sekisho.yml", data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// tree writes files below a new folder; a value that begins with "->" is a link's target.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(content, "->"); isLink {
			err = os.Symlink(target, path)
		} else {
			err = os.WriteFile(path, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func git(t *testing.T, folder string, args ...string) string {
	t.Helper()
	command := exec.Command("git", append([]string{"-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"}, args...)...)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func read(t *testing.T, request Request) ([]*Checkout, []string) {
	t.Helper()
	var warnings []string
	request.Warn = func(message string) { warnings = append(warnings, message) }
	if request.Config == nil {
		request.Config = config(t)
	}
	if request.Namespace == "" {
		request.Namespace = "orders"
	}
	checkouts, err := Read(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	return checkouts, warnings
}

// row is what a test compares of a file.
type row struct {
	Path, Mode, Content string
	Size                int64
	Read                bool
}

func rows(c *Checkout) []row {
	var all []row
	for _, f := range c.Snapshot.Files {
		all = append(all, row{f.Path, f.Mode, string(f.Content), f.Size, f.Content != nil})
	}
	return all
}

func TestFolderWithoutGit(t *testing.T) {
	folder := tree(t, map[string]string{
		"dags/b.py": "b", "dags/a.py": "a", "dags/empty.py": "", "README.md": "r", ".git/config": "x",
		"dags/link.py": "->/etc/passwd", "dags/dangling.py": "->nowhere", "outside": "->..",
		"vendored/.git/HEAD": "x", "vendored/x.py": "x",
	})
	if err := os.Chmod(filepath.Join(folder, "dags/b.py"), 0o755); err != nil {
		t.Fatal(err)
	}
	checkouts, _ := read(t, Request{Paths: []string{folder}})
	want := []row{
		{"README.md", "100644", "r", 1, true},
		{"dags/a.py", "100644", "a", 1, true},
		{"dags/b.py", "100755", "b", 1, true},
		{"dags/dangling.py", "120000", "", 7, false},
		{"dags/empty.py", "100644", "", 0, true},
		{"dags/link.py", "120000", "", 11, false},
		{"outside", "120000", "", 2, false},
		{"vendored", "160000", "", 0, false},
	}
	if diff := cmp.Diff(want, rows(checkouts[0])); diff != "" {
		t.Error(diff)
	}
	if got, want := checkouts[0].Name("dags/a.py"), filepath.Join(folder, "dags/a.py"); got != want {
		t.Errorf("the name is %q, want %q", got, want)
	}
}

func TestFolderOfGitLeavesIgnoredFilesOut(t *testing.T) {
	folder := tree(t, map[string]string{
		".gitignore": "venv\n", "venv/lib.py": "v", "dags/tracked.py": "t", "dags/new.py": "n", "dags/deleted.py": "d", "dags/ignored-but-tracked.py": "i",
	})
	git(t, folder, "init", "-q")
	git(t, folder, "add", ".")
	git(t, folder, "rm", "-q", "--cached", "dags/new.py")
	if err := os.Remove(filepath.Join(folder, "dags/deleted.py")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, ".gitignore"), []byte("venv\nignored*\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	checkouts, warnings := read(t, Request{Paths: []string{folder}})
	var paths []string
	for _, f := range checkouts[0].Snapshot.Files {
		paths = append(paths, f.Path)
	}
	want := []string{".gitignore", "dags/ignored-but-tracked.py", "dags/new.py", "dags/tracked.py"}
	if diff := cmp.Diff(want, paths); diff != "" || len(warnings) != 0 {
		t.Errorf("%s %v", diff, warnings)
	}
}

// A repository may hold files that make one of its folders a bare repository to git, with a work tree, a list of
// files and of what to ignore of its own. It hides nothing.
func TestAnEmbeddedRepositoryHidesNothing(t *testing.T) {
	folder := tree(t, map[string]string{
		"dags/good.py": "g", "dags/evil.py": "e", "dags/sub/evil.py": "e", "dags/ignore.md": "*\n!good.py\n",
		"dags/HEAD": "ref: refs/heads/main\n", "dags/refs/keep": "", "dags/objects/keep": "",
		"dags/config": "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\texcludesFile = ignore.md\n",
	})
	git(t, folder, "init", "-q")
	git(t, folder, "add", ".")
	for _, path := range []string{"dags", "dags/sub"} {
		checkouts, warnings := read(t, Request{Paths: []string{filepath.Join(folder, path)}})
		var evil bool
		for _, f := range checkouts[0].Snapshot.Files {
			evil = evil || strings.HasSuffix(f.Path, "evil.py")
		}
		if !evil || len(warnings) != 1 || !strings.Contains(warnings[0], "looks like a bare repository") {
			t.Errorf("%s: found %v, warnings %q", path, rows(checkouts[0]), warnings)
		}
	}
	checkouts, warnings := read(t, Request{Paths: []string{folder}})
	if n := len(checkouts[0].Snapshot.Files); n != 8 || len(warnings) != 0 {
		t.Errorf("the whole checkout: %d files, warnings %q", n, warnings)
	}
}

func TestObjectIDIsGits(t *testing.T) {
	folder := tree(t, map[string]string{"dags/a.py": "print('日本')\n", "dags/l.py": "->a.py", "dags/huge.py": strings.Repeat("#", policy.MaximumFileSize+1)})
	git(t, folder, "init", "-q")
	git(t, folder, "add", ".")
	checkouts, _ := read(t, Request{Paths: []string{folder}})
	for _, f := range checkouts[0].Snapshot.Files {
		if want := git(t, folder, "rev-parse", ":"+f.Path); f.SHA != want {
			t.Errorf("%s: %s, git says %s", f.Path, f.SHA, want)
		}
		if huge := f.Path == "dags/huge.py"; huge && (f.Content != nil || f.Size != policy.MaximumFileSize+1) {
			t.Errorf("the huge file: %d bytes read, size %d", len(f.Content), f.Size)
		}
	}
}

func TestUnreadableFileIsNotRead(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root can read every file; run as another user to test this")
	}
	folder := tree(t, map[string]string{"dags/a.py": "a"})
	if err := os.Chmod(filepath.Join(folder, "dags/a.py"), 0); err != nil {
		t.Fatal(err)
	}
	checkouts, warnings := read(t, Request{Paths: []string{folder}})
	file := checkouts[0].Snapshot.Files[0]
	if file.Content != nil || file.Size == 0 || len(warnings) != 1 {
		t.Errorf("%+v, warnings %v", file, warnings)
	}
}

// A parent that became a link out of the checkout is not followed either.
func TestNothingOutsideTheFolderIsRead(t *testing.T) {
	outside := tree(t, map[string]string{"a.py": "secret"})
	folder := tree(t, map[string]string{"dags/a.py": "a"})
	git(t, folder, "init", "-q")
	git(t, folder, "add", ".")
	if err := os.RemoveAll(filepath.Join(folder, "dags")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "dags")); err != nil {
		t.Fatal(err)
	}
	checkouts, _ := read(t, Request{Paths: []string{folder}})
	for _, f := range checkouts[0].Snapshot.Files {
		if strings.Contains(string(f.Content), "secret") {
			t.Errorf("%s was read through a link", f.Path)
		}
	}
}

func TestSingleFilesAreJudgedWhereverTheyLie(t *testing.T) {
	folder := tree(t, map[string]string{"airflow/x/a.py": "1", "b/a.py": "2", "b/pod.YML": "3", "b/link.py": "->a.py"})
	names := []string{"airflow/x/a.py", "b/a.py", "b/pod.YML", "b/link.py", "b/../b/a.py"}
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(folder, name))
	}
	paths[4] = folder + "/b/../b/a.py"
	checkouts, _ := read(t, Request{Paths: paths})
	if len(checkouts) != 2 {
		t.Fatalf("%d checkouts, want that of the DAG files and that of the application", len(checkouts))
	}
	want := [][]row{{
		{"dags/a.py", "100644", "1", 1, true},
		{"dags/2/a.py", "100644", "2", 1, true},
		{"dags/link.py", "120000", "", 4, false},
	}, {
		{"templates/pod.YML", "100644", "3", 1, true},
	}}
	named := [][]string{{paths[0], paths[1], paths[3]}, {paths[2]}}
	for n, checkout := range checkouts {
		if diff := cmp.Diff(want[n], rows(checkout)); diff != "" {
			t.Error(diff)
		}
		for i, f := range checkout.Snapshot.Files {
			role := []facts.Role{facts.RoleDAG, facts.RoleTemplate}[n]
			if f.Role != role || checkout.Name(f.Path) != named[n][i] {
				t.Errorf("%s: role %s, name %s; want %s, %s", f.Path, f.Role, checkout.Name(f.Path), role, named[n][i])
			}
		}
	}
}

// A file keeps its place below a DAG folder: it may ask for it, and the server judges it there.
func TestASingleFileKeepsItsPlaceBelowTheDAGFolder(t *testing.T) {
	for name, c := range map[string]struct{ folder, want string }{
		"/home/me/orders/dags/load/x.py":           {"dags", "load/x.py"},
		"/home/me/dags/orders/dags/x.py":           {"dags", "x.py"},
		"/home/me/orders/x.py":                     {"dags", "x.py"},
		"/home/me/dags.d/x.py":                     {"dags", "x.py"},
		"/home/me/orders/airflow/dags/load/x.py":   {"airflow/dags", "load/x.py"},
		"/home/me/orders/dags/load/x.py ":          {"airflow/dags", "x.py "},
		"/home/me/whole/load/x.py":                 {".", "x.py"},
		"/home/me/orders/dags/../dags/load/y/x.py": {"dags", "load/y/x.py"},
	} {
		folder, got := placeOf(name, "orders", &platform.Repository{DAGFolder: c.folder})
		if got != c.want || folder != c.folder {
			t.Errorf("placeOf(%q) in %q = %q, %q, want %q", name, c.folder, folder, got, c.want)
		}
	}
}

// Where the tenant's folder is what is deployed, a file that was named lies in it, unless its path says that
// it lies beside it, where the server does not know its `__file__` either.
func TestASingleFileLiesInTheNamespaceFolder(t *testing.T) {
	for name, c := range map[string]struct{ folder, want string }{
		"/home/me/repo/dags/orders/load/x.py":        {"dags", "dags/orders/load/x.py"},
		"/home/me/repo/dags/orders/dags/orders/x.py": {"dags", "dags/orders/x.py"},
		"/home/me/repo/dags/x.py":                    {"dags", "dags/x.py"},
		"/home/me/repo/dags/payments/x.py":           {"dags", "dags/payments/x.py"},
		"/home/me/x.py":                              {"dags", "dags/orders/x.py"},
		"/home/me/orders/x.py":                       {".", "orders/x.py"},
	} {
		folder, below := placeOf(name, "orders", &platform.Repository{DAGFolder: c.folder, NamespaceFolder: true})
		if got := path.Join(folder, below); got != c.want {
			t.Errorf("placeOf(%q) in %q = %q, want %q", name, c.folder, got, c.want)
		}
	}
}

func TestInputThatCannotBeJudged(t *testing.T) {
	folder := tree(t, map[string]string{"notes.txt": "x", "empty/.git/HEAD": "x"})
	for name, want := range map[string]string{
		"notes.txt": "notes.txt is neither a DAG file (.py) nor a PodTemplate",
		"gone.py":   "gone.py: no such file or directory",
		"empty":     "empty holds no file",
	} {
		_, err := Read(context.Background(), Request{Paths: []string{filepath.Join(folder, name)}, Config: config(t), Namespace: "orders"})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

var ordersVariables = facts.Variables{Text: []string{"orders_limit", "orders_region_*"}, Values: map[string][]string{"orders_secret": {"orders-db"}}}

func TestTenantIsFoundOrAskedFor(t *testing.T) {
	folder := tree(t, map[string]string{
		"bucket/dags/orders/a.py": "a", "both/dags/orders/a.py": "a", "both/dags/payments/a.py": "a",
		"airflow-dags-payments/dags/a.py": "a", "pay-api/templates/pay-api/a.yaml": "a", "elsewhere/a.py": "a",
	})
	for name, want := range map[string]facts.Tenant{
		"bucket":                           {Namespace: "orders", Applications: []string{"orders-api"}, Modules: []string{"orders_common"}, Variables: ordersVariables},
		"bucket/dags/orders/a.py":          {Namespace: "orders", Applications: []string{"orders-api"}, Modules: []string{"orders_common"}, Variables: ordersVariables},
		"both/dags/payments/a.py":          {Namespace: "payments", Applications: []string{"pay-api"}},
		"airflow-dags-payments":            {Namespace: "payments", Applications: []string{"pay-api"}},
		"airflow-dags-payments/dags/a.py":  {Namespace: "payments", Applications: []string{"pay-api"}},
		"pay-api":                          {Namespace: "payments", Application: "pay-api", Applications: []string{"pay-api"}},
		"pay-api/templates/pay-api/a.yaml": {Namespace: "payments", Application: "pay-api", Applications: []string{"pay-api"}},
	} {
		checkouts, err := Read(context.Background(), Request{Paths: []string{filepath.Join(folder, name)}, Config: config(t)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, checkouts[0].Snapshot.Tenant); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for name, want := range map[string]string{
		"elsewhere/a.py": "Nothing in its path names a tenant; give --namespace, one of orders, payments",
		"both":           "Its path names several tenants; give --namespace, one of orders, payments",
	} {
		_, err := Read(context.Background(), Request{Paths: []string{filepath.Join(folder, name)}, Config: config(t)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	_, err := Read(context.Background(), Request{Paths: []string{folder}, Config: config(t), Namespace: "other"})
	if err == nil || !strings.Contains(err.Error(), `no tenant "other"; its tenants are orders, payments`) {
		t.Errorf("an unknown namespace: %v", err)
	}
}

func TestATemplateThatIsNamedIsAnApplications(t *testing.T) {
	folder := tree(t, map[string]string{"load.yaml": "a", "orders-api/other.yml": "b", "a.py": "c"})
	paths := []string{filepath.Join(folder, "load.yaml"), filepath.Join(folder, "orders-api/other.yml"), filepath.Join(folder, "a.py")}
	checkouts, err := Read(context.Background(), Request{Paths: paths, Config: config(t), Namespace: "orders"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, checkout := range checkouts {
		for _, file := range checkout.Snapshot.Files {
			got[file.Path] = checkout.Snapshot.Tenant.Application
		}
	}
	want := map[string]string{"templates/load.yaml": "orders-api", "templates/other.yml": "orders-api", "dags/a.py": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestApplicationRepositoryIsReadForItsTemplatesOnly(t *testing.T) {
	folder := tree(t, map[string]string{"orders-api/templates/orders-api/load.yaml": "a", "orders-api/main.go": "b", "orders-api/x.py": "c"})
	checkouts, _ := read(t, Request{Paths: []string{filepath.Join(folder, "orders-api")}})
	snapshot := checkouts[0].Snapshot
	if snapshot.Tenant.Application != "orders-api" || snapshot.Elsewhere != 2 || len(snapshot.Files) != 1 {
		t.Errorf("%+v", snapshot)
	}
}

func TestTemplates(t *testing.T) {
	files := map[string]string{"orders/orders-api/load.yaml": "a", "payments/pay-api/x.yaml": "b", "orders/orders-api/link.yaml": "->load.yaml"}
	inRoot := map[string]string{"dags/orders/a.py": "x"}
	for name, content := range files {
		inRoot["templates/"+name] = content
	}
	for name, folder := range map[string]string{"the templates folder": tree(t, files), "the bucket's root": tree(t, inRoot)} {
		known, err := Templates(context.Background(), folder)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{ // sha256 of "a" and "b"
			"templates/orders/orders-api/load.yaml": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
			"templates/payments/pay-api/x.yaml":     "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",
		}
		if diff := cmp.Diff(want, known); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, err := Templates(context.Background(), filepath.Join(t.TempDir(), "gone")); err == nil {
		t.Error("a missing folder is no error: every template would be said to be missing")
	}
}
