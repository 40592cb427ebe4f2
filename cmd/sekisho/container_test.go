package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDockerfile holds the image to its essentials: it cannot be built where there is no container
// engine, so at least what would make it unsafe is caught.
func TestDockerfile(t *testing.T) {
	data, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	stages := regexp.MustCompile(`(?m)^FROM `).Split(string(data), -1)
	if len(stages) != 3 {
		t.Fatalf("%d stages, expected a build stage and the image", len(stages)-1)
	}
	build, image := stages[1], stages[2]
	for what, pattern := range map[string]string{
		"the binary is static":             `CGO_ENABLED=0`,
		"no path of the build machine":     `-trimpath`,
		"the build is of the command":      `\./cmd/sekisho\b`,
		"the toolchain is that of go.mod":  `golang:1\.26`,
		"dependencies before the sources":  `(?s)COPY go\.mod go\.sum.*go mod download.*COPY \. \.`,
		"the version is in the cli":        regexp.QuoteMeta("-X " + module + "cmd/sekisho/internal/cli.Version="),
		"the database's folder has owners": `chown 65532:65532 /out/data`,
	} {
		if !regexp.MustCompile(pattern).MatchString(build) {
			t.Errorf("build: %s: no %s", what, pattern)
		}
	}
	for what, pattern := range map[string]string{
		"no shell and no package manager":  `\Ascratch\s`,
		"a numeric user who is not root":   `(?m)^USER 65532:65532$`,
		"GitHub's certificate is checked":  `ca-certificates\.crt`,
		"exec form, so that signals come":  `(?m)^ENTRYPOINT \["/usr/local/bin/sekisho"\]$`,
		"it serves":                        `(?m)^CMD \["serve"\]$`,
		"the configuration has its place":  `SEKISHO_CONFIG=/etc/sekisho/sekisho\.yml`,
		"the database lies on the volume":  `(?s)SEKISHO_DATABASE=/var/lib/sekisho/.*VOLUME /var/lib/sekisho`,
		"the folder belongs to the user":   `--chown=65532:65532`,
		"the port is that of the listener": `(?s)SEKISHO_LISTEN=:8080.*EXPOSE 8080`,
	} {
		if !regexp.MustCompile(pattern).MatchString(image) {
			t.Errorf("image: %s: no %s", what, pattern)
		}
	}
	for _, secret := range []string{"PRIVATE_KEY", "SECRET", "TOKEN", "PASSWORD"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("a secret seems to be built in: %s", secret)
		}
	}
	if strings.Contains(image, "\nRUN ") {
		t.Error("the image runs something at build time: it has no shell")
	}
}
