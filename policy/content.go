package policy

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
)

// MaximumFileSize is the size in bytes above which a file is not analysed. The largest public DAG
// file seen has 1.25 MB.
const MaximumFileSize = 2 << 20

// git's modes.
const (
	modeLink      = "120000"
	modeSubmodule = "160000"
)

// zipEnd is the signature of a zip's end-of-central-directory record. Airflow looks for zips by
// content whatever the suffix (zipfile.is_zipfile in airflow/utils/file.py), and the record stands
// within the last 65,557 bytes of a file that may begin with anything.
var zipEnd = []byte("PK\x05\x06")

// lfsPointers begin the pointer files that Git LFS puts another file in the place of: the one of its
// specification, and the two that it still takes. It drops white space in front of them (git-lfs,
// docs/spec.md and lfs/pointer.go).
var lfsPointers = [][]byte{
	[]byte("version https://git-lfs.github.com/spec/"),
	[]byte("version https://hawser.github.com/spec/"),
	[]byte("version http://git-media.io/v/"),
}

func isPointer(content []byte) bool {
	content = bytes.TrimSpace(content)
	return slices.ContainsFunc(lfsPointers, func(begin []byte) bool { return bytes.HasPrefix(content, begin) })
}

// roleOf says how the platform uses a file by its place and suffix.
func roleOf(file *SnapshotFile, tenant *facts.Tenant, platform *facts.Platform) facts.Role {
	if file.Role != "" {
		return file.Role
	}
	extension := strings.ToLower(path.Ext(file.Path))
	switch {
	case tenant.Application == "" && extension == ".py":
		return facts.RoleDAG
	case (extension == ".yaml" || extension == ".yml") && below(file.Path, platform.TemplateFolder):
		return facts.RoleTemplate
	default:
		return facts.RoleOther
	}
}

// InScope reports whether the platform has an interest in a path of the tenant's repository: every
// path of a DAG repository, the template folder of an application's, with what could replace it, and what
// could rewrite it: git changes the bytes of a checkout or an archive as the .gitattributes of the folders
// above say (`export-subst` fills a commit's message in, `working-tree-encoding` turns quotes into others).
func InScope(filePath string, tenant *facts.Tenant, platform *facts.Platform) bool {
	if tenant.Application == "" {
		return true
	}
	folder := path.Clean(platform.TemplateFolder)
	return below(filePath, folder) || isAbove(filePath, folder) ||
		strings.EqualFold(path.Base(filePath), ".gitattributes") && isAbove(path.Dir(filePath), folder)
}

// isAbove reports, without case, whether a path is a folder's own or that of one that the folder lies in.
func isAbove(filePath, folder string) bool {
	return filePath == "." || strings.HasPrefix(strings.ToLower(folder)+"/", strings.ToLower(filePath)+"/")
}

// below compares without case, so that `Templates/` is not out of sight.
func below(filePath, folder string) bool {
	folder = path.Clean(folder)
	return folder == "." || strings.HasPrefix(strings.ToLower(filePath), strings.ToLower(folder)+"/")
}

// contentOf says what the file's bytes are.
func contentOf(file *SnapshotFile) facts.Content {
	switch {
	case file.Status == facts.Removed:
		return facts.ContentRemoved
	case file.Mode == modeLink:
		return facts.ContentLink
	case file.Mode == modeSubmodule:
		return facts.ContentSubmodule
	case file.Size > MaximumFileSize || len(file.Content) > MaximumFileSize:
		return facts.ContentTooLarge
	case file.Content == nil:
		return facts.ContentNotRead
	case int64(len(file.Content)) != file.Size:
		return facts.ContentNotRead
	case isPointer(file.Content):
		return facts.ContentLFS
	case bytes.IndexByte(file.Content, 0) >= 0 || bytes.Contains(file.Content, zipEnd):
		return facts.ContentBinary
	default:
		return facts.ContentRead
	}
}

// needsContent reports whether the judgement of a file depends on its bytes.
func needsContent(file *SnapshotFile) bool {
	return file.Status != facts.Removed && file.Mode != modeLink && file.Mode != modeSubmodule &&
		file.Size <= MaximumFileSize
}
