package policy

import (
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

func TestContentOf(t *testing.T) {
	text := func(s string) SnapshotFile {
		return SnapshotFile{Path: "dags/a.py", Mode: "100644", Size: int64(len(s)), Content: []byte(s)}
	}
	with := func(file SnapshotFile, change func(*SnapshotFile)) SnapshotFile {
		change(&file)
		return file
	}
	tests := map[string]struct {
		file SnapshotFile
		want facts.Content
	}{
		"textIsRead":        {text("x = 1\n"), facts.ContentRead},
		"anEmptyFileIsRead": {with(text(""), func(f *SnapshotFile) { f.Content = []byte{} }), facts.ContentRead},
		"bytesThatWereNotFetchedAreNotRead": {
			with(text("x"), func(f *SnapshotFile) { f.Content = nil }), facts.ContentNotRead},
		"aSizeThatDoesNotMatchIsNotRead": {
			with(text("x = 1"), func(f *SnapshotFile) { f.Size = 900 }), facts.ContentNotRead},
		"aLinkIsNotFollowed":  {with(text("b.py"), func(f *SnapshotFile) { f.Mode = "120000" }), facts.ContentLink},
		"aSubmoduleIsNotRead": {with(text(""), func(f *SnapshotFile) { f.Mode = "160000" }), facts.ContentSubmodule},
		"anLFSPointerIsNotTheFile": {
			text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"), facts.ContentLFS},
		"aNULByteIsBinary": {text("x = 1\x00"), facts.ContentBinary},
		"aZipAfterTextIsBinary": {
			text("# a readme\nPK\x03\x04 … PK\x05\x06 …"), facts.ContentBinary},
		"aHugeFileIsTooLarge": {text(strings.Repeat("#", MaximumFileSize+1)), facts.ContentTooLarge},
		"aRemovedFileHasNone": {
			with(text("x"), func(f *SnapshotFile) { f.Status = facts.Removed }), facts.ContentRemoved},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := contentOf(&test.file); got != test.want {
				t.Errorf("contentOf = %q, want %q", got, test.want)
			}
		})
	}
}

func TestInScope(t *testing.T) {
	application := &facts.Tenant{Namespace: "orders", Application: "orders-api"}
	tests := map[string]struct {
		path   string
		tenant *facts.Tenant
		want   bool
	}{
		"everythingOfADAGRepository":              {"README.md", &facts.Tenant{Namespace: "orders"}, true},
		"theTemplatesOfAnApplication":             {"templates/load.yaml", application, true},
		"theTemplatesInAnotherCase":               {"Templates/load.yaml", application, true},
		"whatReplacesTheTemplateFolder":           {"templates", application, true},
		"theApplicationsOwnCode":                  {"src/main.go", application, false},
		"whatRewritesTheTemplatesAtACheckout":     {".gitattributes", application, true},
		"theSameInAnotherCase":                    {".GitAttributes", application, true},
		"attributesOfTheApplicationsOwnCode":      {"src/.gitattributes", application, false},
		"aFolderThatOnlyBeginsLikeTheTemplateOne": {"templates-old/x.yaml", application, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := InScope(test.path, test.tenant, testPlatform); got != test.want {
				t.Errorf("InScope(%q) = %v, want %v", test.path, got, test.want)
			}
		})
	}
	deeper := *testPlatform
	deeper.TemplateFolder = "deploy/templates"
	for path, want := range map[string]bool{
		"deploy/templates/load.yaml": true,
		"deploy":                     true, // a link or submodule in place of the folder
		"DEPLOY":                     true,
		"deploy/x.txt":               false,
		"deploy/.gitattributes":      true,
		".gitattributes":             true,
		"deploy2/.gitattributes":     false,
		"deploy2":                    false,
	} {
		if got := InScope(path, application, &deeper); got != want {
			t.Errorf("InScope(%q) = %v, want %v", path, got, want)
		}
	}
}
