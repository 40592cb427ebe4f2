// Package emulate starts a second, independent GitHub: the npm package `emulate`, written by other people from other
// sources than the twin. An App that works with both has not learnt the twin's mistakes by heart.
//
// In comes the address and secret of an App's webhook; out comes an emulator with an organization acme, a team sre
// (sam), an installed App and a repository acme/dags. It needs node 20 and npm on the PATH and, once, a package
// registry; without them Start returns ErrUnavailable with the reason, and tests skip with it.
//
// It is good for a smoke path only. As of 0.12.2: pulls/N/files is always empty and changed_files 0,
// merge_commit_sha is null, a push does not move a pull request, the id of a delivery repeats, review comments by
// line fail, and there are no rulesets, ETags, merge queue or GraphQL. The API's root is "/", not "/api/v3/".
package emulate

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed node/package.json node/package-lock.json node/start.mjs
var program embed.FS

// ErrUnavailable says that the emulator cannot be run on this machine.
var ErrUnavailable = errors.New("the emulator is not available")

// AppID and InstallationID are those of the App in every emulator.
const (
	AppID          = 12345
	InstallationID = 100
	// Token speaks for olga, who owns the organization.
	Token = "smoke_token_of_olga"
	// SamsToken speaks for sam of the team sre.
	SamsToken = "smoke_token_of_sam"
)

// Emulator is a running GitHub.
type Emulator struct {
	URL           string // root of the API, without a slash at the end
	PrivateKeyPEM string

	command *exec.Cmd
	stdin   io.WriteCloser
}

// Start installs the package when that was not done before (progress goes to log) and starts it.
func Start(ctx context.Context, webhookURL, webhookSecret string, permissions map[string]string, events []string, log io.Writer) (*Emulator, error) {
	folder, err := install(ctx, log)
	if err != nil {
		return nil, err
	}
	seed, err := json.Marshal(map[string]any{
		"tokens": map[string]any{
			Token:     map[string]any{"login": "olga", "scopes": []string{"repo", "admin:org"}},
			SamsToken: map[string]any{"login": "sam", "scopes": []string{"repo", "read:org"}},
		},
		"github": map[string]any{
			"users": []any{map[string]any{"login": "olga"}, map[string]any{"login": "sam"}, map[string]any{"login": "ada"}},
			"orgs": []any{map[string]any{"login": "acme", "members": []any{map[string]any{"login": "olga", "role": "admin"},
				map[string]any{"login": "sam"}, map[string]any{"login": "ada"}}}},
			"repos": []any{map[string]any{"owner": "acme", "name": "dags", "auto_init": true}},
			"apps": []any{map[string]any{"app_id": AppID, "slug": "sekisho", "name": "Sekisho", "permissions": permissions, "events": events,
				"webhook_url": webhookURL, "webhook_secret": webhookSecret,
				"installations": []any{map[string]any{"installation_id": InstallationID, "account": "acme", "repository_selection": "all"}}}},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("encode the emulator's seed: %w", err)
	}
	command := exec.Command("node", "start.mjs")
	command.Dir, command.Stderr = folder, log
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	e := &Emulator{command: command, stdin: stdin}
	if _, err := stdin.Write(append(seed, '\n')); err != nil {
		e.Close()
		return nil, fmt.Errorf("seed the emulator: %w", err)
	}
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(stdout).ReadString('\n')
		line <- text
	}()
	select {
	case text := <-line:
		var said struct{ URL, PrivateKey string }
		if err := json.Unmarshal([]byte(text), &said); err != nil {
			e.Close()
			return nil, fmt.Errorf("the emulator did not start (node 20 or newer is needed): it said %q: %w", text, err)
		}
		e.URL, e.PrivateKeyPEM = said.URL, said.PrivateKey
	case <-time.After(30 * time.Second):
		e.Close()
		return nil, errors.New("the emulator did not start in 30 seconds")
	case <-ctx.Done():
		e.Close()
		return nil, ctx.Err()
	}
	if err := e.Call("POST", "/orgs/acme/teams", Token, map[string]any{"name": "sre"}, nil); err != nil {
		e.Close()
		return nil, err
	}
	if err := e.Call("PUT", "/orgs/acme/teams/sre/memberships/sam", Token, map[string]any{}, nil); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// install puts the package into a folder of the user's cache that is named by what is to be installed.
func install(ctx context.Context, log io.Writer) (string, error) {
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			return "", fmt.Errorf("%w: %s is not on the PATH (install Node.js 20 or newer)", ErrUnavailable, name)
		}
	}
	version, err := exec.CommandContext(ctx, "node", "--version").Output()
	var major int
	if _, scanErr := fmt.Sscanf(string(version), "v%d.", &major); err != nil || scanErr != nil || major < 20 {
		return "", fmt.Errorf("%w: node says it is version %q (install Node.js 20 or newer)", ErrUnavailable, strings.TrimSpace(string(version)))
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("%w: no cache folder: %w", ErrUnavailable, err)
	}
	hash := sha256.New()
	files := map[string][]byte{}
	for _, name := range []string{"package.json", "package-lock.json", "start.mjs"} {
		text, err := program.ReadFile("node/" + name)
		if err != nil {
			return "", err
		}
		files[name] = text
		hash.Write(text)
	}
	folder := filepath.Join(cache, "sekisho", fmt.Sprintf("emulate-%x", hash.Sum(nil)[:6]))
	done := filepath.Join(folder, "installed")
	if _, err := os.Stat(done); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	fmt.Fprintln(log, "installing the npm package emulate for the smoke test, once …")
	command := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: npm ci: %w: %s", ErrUnavailable, err, lastLines(out, 3))
	}
	return folder, os.WriteFile(done, nil, 0o644)
}

func lastLines(text []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], " | ")
}

// Close ends the emulator.
func (e *Emulator) Close() {
	e.stdin.Close()
	ended := make(chan struct{})
	go func() {
		e.command.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		e.command.Process.Kill()
		<-ended
	}
}

// Call makes one request as the person of a token. A status of 400 or more is an error.
func (e *Emulator) Call(method, path, token string, body, into any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("encode the body of %s %s: %w", method, path, err)
		}
		payload = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, e.URL+path, payload)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	request.Header.Set("Authorization", "token "+token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode >= 400 {
		return fmt.Errorf("%s %s: %s: %.300s", method, path, response.Status, text)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}

// Commit writes one file to a branch of acme/dags, which is made from main when it does not exist.
func (e *Emulator) Commit(branch, path string, content []byte) error {
	if branch != "main" {
		var main struct{ Object struct{ SHA string } }
		if err := e.Call("GET", "/repos/acme/dags/git/ref/heads/main", Token, nil, &main); err != nil {
			return err
		}
		if e.Call("GET", "/repos/acme/dags/git/ref/heads/"+branch, Token, nil, nil) != nil {
			if err := e.Call("POST", "/repos/acme/dags/git/refs", Token, map[string]any{"ref": "refs/heads/" + branch, "sha": main.Object.SHA}, nil); err != nil {
				return err
			}
		}
	}
	body := map[string]any{"message": "Change " + path, "content": content, "branch": branch}
	var old struct{ SHA string }
	if e.Call("GET", "/repos/acme/dags/contents/"+path+"?ref="+branch, Token, nil, &old) == nil {
		body["sha"] = old.SHA
	}
	return e.Call("PUT", "/repos/acme/dags/contents/"+path, Token, body, nil)
}

// OpenPullRequest opens a pull request from a branch into main.
func (e *Emulator) OpenPullRequest(branch, title string) (number int, headSHA string, err error) {
	var made struct {
		Number int
		Head   struct{ SHA string }
	}
	err = e.Call("POST", "/repos/acme/dags/pulls", Token, map[string]any{"title": title, "head": branch, "base": "main"}, &made)
	return made.Number, made.Head.SHA, err
}

// Approve is sam's approval.
func (e *Emulator) Approve(number int) error {
	return e.Call("POST", fmt.Sprintf("/repos/acme/dags/pulls/%d/reviews", number), SamsToken, map[string]any{"event": "APPROVE"}, nil)
}

// CheckRun is a check run as the emulator holds it.
type CheckRun struct {
	ID         int64
	Name       string
	Status     string
	Conclusion string
	Output     struct{ Title, Summary string }
}

// CheckRuns lists the check runs on a commit.
func (e *Emulator) CheckRuns(sha string) ([]CheckRun, error) {
	var answer struct {
		CheckRuns []CheckRun `json:"check_runs"`
	}
	err := e.Call("GET", "/repos/acme/dags/commits/"+sha+"/check-runs", Token, nil, &answer)
	return answer.CheckRuns, err
}

// Comments lists the bodies of the comments under a pull request.
func (e *Emulator) Comments(number int) ([]string, error) {
	var rows []struct{ Body string }
	err := e.Call("GET", fmt.Sprintf("/repos/acme/dags/issues/%d/comments", number), Token, nil, &rows)
	var bodies []string
	for _, row := range rows {
		bodies = append(bodies, row.Body)
	}
	return bodies, err
}
