package policy

import (
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// Snapshot is the content that is judged: all files of a merge result, or what the command line
// was given.
type Snapshot struct {
	Tenant facts.Tenant
	Files  []SnapshotFile
	// Incomplete says what the snapshot is known to miss; empty when it is whole. An incomplete
	// snapshot is never allowed.
	Incomplete string
	// Templates are the known PodTemplates by their path in the bucket
	// (templates/orders/orders-api/load.yaml) with the digest of their bytes. Nil when the
	// templates were not looked at; then their existence is not judged.
	Templates map[string]string
	// Elsewhere counts the files of the merge result that were left out of Files because the
	// platform has no interest in them: those of an application's repository outside its template
	// folder.
	Elsewhere int

	parses *parses // made by the Checker
}

// SnapshotFile is one file of a snapshot.
type SnapshotFile struct {
	Path   string // in the repository
	Mode   string // git's: 100644, 100755, 120000, 160000
	Size   int64
	SHA    string // git's object id; the command line computes it
	Status facts.Status
	// Content is nil when the bytes were not read. A file whose judgement is not remembered and
	// whose bytes were not read is `not-read`, and so never allowed.
	Content []byte
	// Role overrides what path and suffix say; the command line sets it for single files.
	Role facts.Role
}

// Memory remembers judgements of files by a key that covers what they depend on: path, mode, bytes,
// tenant, policy, catalogue and configuration. What else a judgement asked of its snapshot stands
// in [decision.FileResult] as Modules and is asked again before it is believed.
// An implementation that outlives the program must not return what another build of it put there: it
// may have found other facts in the same bytes.
// An implementation must be safe for concurrent use and must not change what it was given.
type Memory interface {
	Get(key string) (*decision.FileResult, bool)
	Put(key string, result *decision.FileResult)
}
