// Package rego embeds the policy: the rules, the gate, their library and their data.
//
// It holds text only; policy/engine reads, checks and evaluates it.
package rego

import "embed"

// Files is the policy's tree: lib, rules, gate and data.
//
//go:embed lib rules gate data
var Files embed.FS
