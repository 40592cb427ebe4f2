// Command cmd runs the GitHub twin on its own.
//
//	go run ./server/githubtwin/cmd --listen 127.0.0.1:0 --seed FILE.yaml
//
// It prints its addresses and what a client needs (App ids, installation ids, key files), and runs until it is
// interrupted. docs/twin.md describes the seed file and the control addresses.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/rs/zerolog"

	"github.com/sekisho/sekisho/server/githubtwin"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "githubtwin:", err)
		os.Exit(1)
	}
}

type started struct {
	URL           string              `json:"url"`
	API           string              `json:"api"`
	GraphQL       string              `json:"graphql"`
	Control       string              `json:"control"`
	Apps          map[string]shownApp `json:"apps"`
	Installations map[string]int64    `json:"installations"`
	Pulls         map[string]int      `json:"pull_requests"`
}

type shownApp struct {
	ID            int64  `json:"id"`
	Slug          string `json:"slug"`
	PrivateKeyPEM string `json:"private_key_pem"`
}

// run serves until ctx ends. Its first output is one JSON object that says where and what.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("githubtwin", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:0", "address to listen on")
	seedFile := flags.String("seed", "", "YAML file of what to make at the start")
	dir := flags.String("dir", "", "folder for the repositories (default: a temporary one, removed at the end)")
	verbose := flags.Bool("verbose", false, "log every request and webhook")
	unchecked := flags.Bool("unchecked", false, "do not validate what passes (for load)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	level := zerolog.InfoLevel
	if *verbose {
		level = zerolog.DebugLevel
	}
	log := zerolog.New(zerolog.ConsoleWriter{Out: stderr, NoColor: true}).With().Timestamp().Logger().Level(level)
	twin, err := githubtwin.New(githubtwin.Options{Dir: *dir, Log: log, Unchecked: *unchecked})
	if err != nil {
		return err
	}
	defer twin.Close()
	base, err := twin.Start(*listen)
	if err != nil {
		return err
	}
	made := githubtwin.Seeded{}
	if *seedFile != "" {
		file, err := os.Open(*seedFile)
		if err != nil {
			return fmt.Errorf("open the seed: %w", err)
		}
		seed, err := githubtwin.ReadSeed(file)
		file.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", *seedFile, err)
		}
		if made, err = twin.Apply(seed, filepath.Dir(*seedFile)); err != nil {
			return fmt.Errorf("%s: %w", *seedFile, err)
		}
	}
	shown := started{URL: base, API: base + "/api/v3/", GraphQL: base + "/api/graphql", Control: base + "/_twin/",
		Apps: map[string]shownApp{}, Installations: made.Installations, Pulls: made.Pulls}
	for name, app := range made.Apps {
		shown.Apps[name] = shownApp{app.ID, app.Slug, app.PrivateKeyPEM}
	}
	encoder := json.NewEncoder(stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(shown); err != nil {
		return err
	}
	<-ctx.Done()
	for _, violation := range twin.Violations() {
		log.Warn().Msg("violation: " + violation)
	}
	return nil
}
