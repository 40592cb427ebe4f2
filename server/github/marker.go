package github

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	gh "github.com/google/go-github/v60/github"
)

// marker tells our own comments apart and says what each is about. It is hidden in the comment, and
// signed for its repository and pull request, so that nobody can write one, or copy it elsewhere,
// to silence a finding.
type marker struct{ key []byte }

func newMarker(secret []byte) marker {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("sekisho comment markers 1"))
	return marker{mac.Sum(nil)}
}

var (
	markerForm = regexp.MustCompile(`<!-- sekisho:([a-z]+):([A-Za-z0-9._-]{1,200}):([0-9a-f]{64}) -->`)
	identities = regexp.MustCompile(`^[A-Za-z0-9._-]{1,200}$`)
)

// Kinds of comments.
const (
	markSummary = "summary"
	markFinding = "finding"
)

func (m marker) sign(kind, repository string, number int, identity string) string {
	mac := hmac.New(sha256.New, m.key)
	fmt.Fprintf(mac, "%q %q %d %q", kind, strings.ToLower(repository), number, identity)
	return hex.EncodeToString(mac.Sum(nil))
}

// write returns the marker of a comment.
func (m marker) write(kind, repository string, number int, identity string) string {
	return fmt.Sprintf("<!-- sekisho:%s:%s:%s -->", kind, identity, m.sign(kind, repository, number, identity))
}

// read returns the identity in a comment's marker: only of the given kind, written for this pull
// request, with the right signature. The caller has made sure of the comment's author.
func (m marker) read(kind, repository string, number int, body string) (string, bool) {
	for _, match := range markerForm.FindAllStringSubmatch(body, -1) {
		if match[1] == kind && hmac.Equal([]byte(match[3]), []byte(m.sign(kind, repository, number, match[2]))) {
			return match[2], true
		}
	}
	return "", false
}

// wrote says whether we are a comment's author.
func (s Self) wrote(u *gh.User) bool {
	return u.GetType() == "Bot" && strings.EqualFold(u.GetLogin(), s.Login)
}
