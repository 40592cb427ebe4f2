// Package engine evaluates the Rego policy.
//
// Facts come in, findings, a file's verdict and the gate's outcome go out. The policy is the tree
// embedded by package rego, overlaid by a folder where one is given. The engine refuses a policy
// that does not compile, that calls a builtin outside its allow list, or that has a rule without
// documentation.
//
// It never reads a file (an overlay is an fs.FS that the caller opened), never lets a policy reach
// network, clock, randomness or environment, and never turns a missing answer into an allow: what is
// undefined, unknown or late is an error, which callers treat as a review.
package engine
