// Package githubtwin is a GitHub for tests, demo and load: the part of GitHub's REST API, webhooks,
// review-thread GraphQL and git over HTTP that a GitHub App which gates pull requests meets.
//
// In comes HTTP, as GitHub's own API takes it, and Go calls that do what people do (push, open a pull
// request, review, merge). Out go HTTP answers shaped as GitHub's OpenAPI description says, signed
// webhooks shaped as GitHub's official examples are, and records of all of it for tests to look at.
// The content is real git: bare repositories in a folder, three-way test merges by `git merge-tree`,
// real diffs.
//
// It never reaches out to anything but the webhook addresses of the Apps that were created in it, and
// it is no stand-in for what GitHub alone can tell: where GitHub's documentation is silent, a comment
// says what was chosen.
//
// One lock guards all state; every exported method and every request takes it for as long as it needs
// a consistent view. Webhooks are made under the lock and sent outside of it.
package githubtwin
