package githubtwin

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin/contract"
)

// TestMain fails a whole run when an operation of the twin was not met by any test.
func TestMain(m *testing.M) {
	var mu sync.Mutex
	met := map[string]bool{}
	served = func(method, pattern string) {
		mu.Lock()
		met[method+" "+pattern] = true
		mu.Unlock()
	}
	code := m.Run()
	whole := flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" &&
		flag.Lookup("test.fuzz").Value.String() == "" && flag.Lookup("test.list").Value.String() == ""
	if code == 0 && whole {
		for _, r := range routes {
			if name := r.method + " " + r.pattern; !met[name] {
				fmt.Println("no test meets the operation", name)
				code = 1
			}
		}
	}
	os.Exit(code)
}

var variables = regexp.MustCompile(`\{[^}]+\}`)

// TestTheTwinServesWhatGitHubDescribes holds the two tables of operations against each other.
func TestTheTwinServesWhatGitHubDescribes(t *testing.T) {
	names, err := contract.Operations()
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	for _, name := range names {
		method, path, _ := strings.Cut(name, " ")
		if r, _, _ := find(method, variables.ReplaceAllString(path, "7")); r == nil {
			t.Errorf("%s is described and not served", name)
		}
		described[name] = true
	}
	for _, r := range routes {
		name, err := contract.Describes(r.method, variables.ReplaceAllString(r.pattern, "7"))
		if err != nil {
			t.Fatal(err)
		}
		if name == "" {
			t.Errorf("%s %s is served and not described", r.method, r.pattern)
		}
	}
}

// AllRoutes lists method and pattern of every operation.
func AllRoutes() (list [][2]string) {
	for _, r := range routes {
		list = append(list, [2]string{r.method, r.pattern})
	}
	return list
}
