// Package github is the boundary between GitHub and the decision: it reads a pull request's merge
// result into a snapshot, its reviews and commits into what the gate needs, and publishes the outcome.
//
// GitHub's REST answers come in (GraphQL only to resolve review threads), types of package policy
// and calls that write go out. It never judges: no verdict and no conclusion is made here, and
// nothing that a webhook claims is believed. What cannot be read completely is said to be
// incomplete, never left out.
package github
