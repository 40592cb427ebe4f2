// Package demo holds the content of `sekisho demo`: base branches, pull requests and what is expected
// of each. README.md describes the layout.
package demo

import "embed"

// Files is this folder's content.
//
//go:embed demo.yml sekisho.yml all:repositories pulls
var Files embed.FS
