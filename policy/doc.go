// Package policy judges the content of a pull request: the bytes of its files come in, a decision
// goes out. [Analyze] finds facts, [Judge] puts them before the Rego policy, [Checker] does both for
// a whole snapshot.
//
// It is pure: no clock, no network, no file, no GitHub type. The command line and the server call
// the same functions, so both give the same verdict.
package policy
