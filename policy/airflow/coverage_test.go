package airflow

import (
	"os"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// lines reads a file of testdata: one name a line, # begins a comment.
func lines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			names = append(names, line)
		}
	}
	return names
}

// TestStandardLibraryIsCovered holds that someone decided about every module of CPython 3.9 to
// 3.13 and every builtin.
func TestStandardLibraryIsCovered(t *testing.T) {
	for _, name := range lines(t, "testdata/standard_library.txt") {
		if _, ok := Default().Resolve(name); !ok {
			t.Errorf("nobody decided about %s: add it to data/libraries.txt", name)
		}
	}
}

// TestHarmlessModules is the whole list of top-level library modules that may be imported without
// a finding. A change of it is a decision: read ../../docs/capabilities.md first.
func TestHarmlessModules(t *testing.T) {
	want := strings.Fields(`__future__ abc argparse array backports base64 binascii bisect builtins calendar cmath collections colorsys contextlib
		contextvars copy croniter cron_descriptor csv dataclasses dateutil datetime decimal difflib enum errno fractions functools graphlib
		hashlib heapq hmac html io ipaddress itertools json keyword logging math numbers operator os packaging pathlib pendulum
		posixpath pprint pytz quopri random re reprlib secrets shlex stat statistics string struct sys textwrap time token types
		typing typing_extensions unicodedata urllib uuid warnings yaml zlib zoneinfo`)
	allowed := map[string]bool{}
	for _, name := range want {
		allowed[name] = true
		if got, ok := Default().Resolve(name); !ok || got.Capability != facts.CapSafe {
			t.Errorf("%s is not harmless: %+v", name, got)
		}
	}
	for name := range Default().kept.harmless {
		if !allowed[name] {
			t.Errorf("%s became harmless", name)
		}
	}
}

// TestHarmlessNamesAreExact holds that no invented name under a harmless module or class is
// harmless.
func TestHarmlessNamesAreExact(t *testing.T) {
	c := Default()
	check := func(name string) {
		for _, invented := range []string{name + "X", name + ".frobnicate", name + "._private", name + ".os.system", name + ".__class__"} {
			if c.isModule(invented) {
				continue
			}
			if _, listed := c.kept.exact[invented]; listed {
				continue
			}
			if got, ok := c.Resolve(invented); ok && got.Capability == facts.CapSafe {
				t.Errorf("%s is called harmless: %+v", invented, got)
			}
		}
	}
	for name := range c.kept.exact {
		check(name)
	}
	for name := range c.kept.modules {
		check(name)
	}
	for module := range c.generated.modules {
		check(module)
		for _, name := range c.generated.names(module) {
			check(module + "." + name)
		}
	}
}

// TestEveryLineResolves holds that no line of the data is unreachable or leads nowhere: a weak
// alias may, since its target may be unlisted or harmless.
func TestEveryLineResolves(t *testing.T) {
	c := Default()
	for module := range c.generated.modules {
		for _, name := range c.generated.names(module) {
			full := module + "." + name
			line, ok := c.generated.symbol(full)
			if !ok {
				t.Errorf("%s is not found", full)
				continue
			}
			got, ok := c.Resolve(full)
			if !ok && !line.weak {
				t.Errorf("%s does not resolve", full)
			}
			if ok && got.Capability == "" {
				t.Errorf("%s has no capability: %+v", full, got)
			}
		}
	}
	for name := range c.kept.exact {
		if got, ok := c.Resolve(name); !ok || got.Capability == facts.CapUnknown {
			t.Errorf("%s does not resolve: %+v", name, got)
		}
	}
	for name := range c.kept.modules {
		if _, ok := c.Resolve(name); !ok || !c.IsModule(name) {
			t.Errorf("module %s does not resolve", name)
		}
	}
}

// TestBuiltinsAndModulesDoNotCollide: a bare name is looked up among builtins first.
func TestBuiltinsAndModulesDoNotCollide(t *testing.T) {
	for name := range Default().kept.modules {
		if _, collides := Default().kept.exact["builtins."+name]; collides {
			t.Errorf("%s is a builtin and a module", name)
		}
	}
}
