package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/checkout"
	"github.com/sekisho/sekisho/cmd/sekisho/internal/report"
	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/platform"
)

type checkOptions struct {
	config, namespace, base, templates, policy, format, failOn, color string
	baseGiven                                                         bool
}

func (c Command) checkCommand() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [flags] PATH...",
		Short: "Judge DAG files, PodTemplates or a repository checkout",
		Long: `Judges each PATH as the server would judge it in a pull request.

A PATH that is a file is judged as a DAG file (.py) or PodTemplate (.yaml, .yml) of the tenant, wherever it lies.
A folder is judged as a checkout of the tenant's repository; files that git ignores are left out.

Exit status: 0 when there is nothing to fix (allow or review), 1 for deny (with --fail-on review: for review too),
2 when sekisho could not run.`,
		Example: `  sekisho check --namespace orders dags/orders.py
  sekisho check --config sekisho.yml --base main --templates ../bucket/templates .
  sekisho check --config sekisho.yml --namespace orders --format sarif . > sekisho.sarif`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("name at least one file or folder to check; see `%s --help`", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.baseGiven = cmd.Flags().Changed("base")
			return c.check(cmd.Context(), &o, args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.config, "config", "", "the platform's configuration, `sekisho.yml`")
	flags.StringVar(&o.namespace, "namespace", "", "the tenant whose files these are; found from the path when --config is given")
	flags.StringVar(&o.base, "base", "main", "the base `branch` for which to say what the verdict means")
	flags.StringVar(&o.templates, "templates", "", "the bucket's templates `folder`, to check that templates exist")
	flags.StringVar(&o.policy, "policy", "", policyFlag)
	flags.StringVar(&o.format, "format", "text", "text, json, sarif or github")
	flags.StringVar(&o.failOn, "fail-on", "deny", "the verdict from which on the exit status is 1: deny or review")
	flags.StringVar(&o.color, "color", "auto", "colours in text: auto, always or never")
	return cmd
}

func (c Command) check(ctx context.Context, o *checkOptions, paths []string) error {
	write, ok := report.Formats[o.format]
	if !ok {
		return fmt.Errorf("--format: %q is not known; write one of %s", o.format, strings.Join(report.Names(), ", "))
	}
	if o.failOn != "deny" && o.failOn != "review" {
		return fmt.Errorf("--fail-on: %q is not known; write deny or review", o.failOn)
	}
	color, err := c.useColor(o.color)
	if err != nil {
		return err
	}
	config, err := o.platform()
	if err != nil {
		return err
	}
	environment, configured := config.Environment(o.base)
	if !configured && o.baseGiven {
		return fmt.Errorf("--base: the configuration has no environment for %q; it has one for %s", o.base, strings.Join(bases(config), ", "))
	}
	defer c.collectSeldom()()
	progress := c.progress()
	defer progress.stop()
	progress.say("loading the policy")
	// The policy is loaded while the files are read.
	var (
		policyEngine *engine.Engine
		checker      *policy.Checker
		loading      errgroup.Group
	)
	loading.Go(func() (err error) {
		if policyEngine, err = newEngine(ctx, o.policy); err == nil {
			checker = policy.NewChecker(policyEngine, config, nil)
		}
		return err
	})
	request := checkout.Request{
		Paths: paths, Config: config, Namespace: o.namespace,
		Progress: func(done, total int) { progress.say(fmt.Sprintf("reading: %d of %d files", done, total)) },
		Warn:     func(message string) { progress.warn(message) },
	}
	if o.templates != "" {
		progress.say("reading the templates")
		if request.Templates, err = checkout.Templates(ctx, o.templates); err != nil {
			return fmt.Errorf("--templates: %w", err)
		}
	}
	checkouts, err := checkout.Read(ctx, request)
	if broken := loading.Wait(); broken != nil {
		return broken
	}
	if err != nil {
		return err
	}
	decisions := make([]*decision.Decision, len(checkouts))
	contents := map[string][]byte{}
	r := &report.Report{
		TemplatesChecked: request.Templates != nil,
		Rules:            policyEngine.Rules(), Version: version(), Color: color,
		Source: func(path string) []byte { return contents[path] },
	}
	for i, one := range checkouts {
		progress.say(fmt.Sprintf("judging %d files", len(one.Snapshot.Files)))
		d, err := checker.Check(ctx, one.Snapshot)
		if err != nil {
			return err
		}
		decisions[i] = named(d, one, contents)
		if ns := one.Snapshot.Tenant.Namespace; !slices.Contains(r.Namespaces, ns) {
			r.Namespaces = append(r.Namespaces, ns)
		}
	}
	slices.Sort(r.Namespaces)
	r.Decision = report.Merge(decisions)
	if configured {
		r.Outlook = outlook(ctx, policyEngine, config, o.base, environment, r.Decision.Verdict)
	}
	progress.stop()
	if err := write(c.Stdout, r); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return status(r.Decision.Verdict, o.failOn)
}

// A run is short: garbage is collected seldom, until the memory would be more than a small machine has to
// spare. What a repository of ten thousand files needs is below that.
const (
	collectPercent = 400
	memoryGoal     = 140 << 20
)

// collectSeldom sets the garbage collector, where the environment does not, and returns what sets it back.
func (c Command) collectSeldom() (restore func()) {
	percent, limit := -1, int64(-1)
	if _, chosen := c.Environ("GOGC"); !chosen {
		percent = debug.SetGCPercent(collectPercent)
	}
	if _, chosen := c.Environ("GOMEMLIMIT"); !chosen {
		limit = debug.SetMemoryLimit(memoryGoal)
	}
	return func() {
		if percent >= 0 {
			debug.SetGCPercent(percent)
		}
		if limit >= 0 {
			debug.SetMemoryLimit(limit)
		}
	}
}

// named gives a decision the paths by which the user knows the files, and collects their bytes.
func named(d *decision.Decision, from *checkout.Checkout, contents map[string][]byte) *decision.Decision {
	for i := range from.Snapshot.Files {
		file := &from.Snapshot.Files[i]
		contents[from.Name(file.Path)] = file.Content
	}
	renamed := *d
	renamed.Files = slices.Clone(d.Files)
	for i := range renamed.Files {
		renamed.Files[i].Path = from.Name(renamed.Files[i].Path)
	}
	renamed.Findings = slices.Clone(d.Findings)
	for i := range renamed.Findings {
		renamed.Findings[i].Path = from.Name(renamed.Findings[i].Path)
	}
	renamed.Pods = slices.Clone(d.Pods)
	for i := range renamed.Pods {
		renamed.Pods[i].Path = from.Name(renamed.Pods[i].Path)
	}
	return &renamed
}

// status is the exit status of a verdict. A word that is no verdict is a review.
func status(verdict decision.Verdict, failOn string) error {
	switch {
	case verdict == decision.Deny, verdict != decision.Allow && failOn == "review":
		return statusError(StatusDenied)
	}
	return nil
}

// platform reads the configuration, or makes one for a namespace alone.
func (o *checkOptions) platform() (*platform.Config, error) {
	if o.config == "" {
		if o.namespace == "" {
			return nil, errors.New("whose files are these? Give --namespace NS (the tenant's Kubernetes namespace), or --config sekisho.yml")
		}
		return platform.Default(o.namespace)
	}
	return readConfig(o.config)
}

func readConfig(path string) (*platform.Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	return platform.Parse(path, data)
}

// policyTimeLimit bounds one evaluation of the policy. It needs milliseconds; the rest is for a machine
// that is busy with other things, on which a tighter limit would make reviews of what is harmless.
const policyTimeLimit = 2 * time.Second

// newEngine compiles the built-in policy, overlaid by a folder if one is given.
func newEngine(ctx context.Context, folder string) (*engine.Engine, error) {
	overlay, err := policyFolder(folder)
	if err != nil {
		return nil, err
	}
	policyEngine, err := engine.New(ctx, engine.Options{Overlay: overlay, TimeLimit: policyTimeLimit})
	if err != nil {
		return nil, fmt.Errorf("load the policy: %w", err)
	}
	return policyEngine, nil
}

// policyFolder opens a policy's folder; none is nil.
func policyFolder(folder string) (fs.FS, error) {
	if folder == "" {
		return nil, nil
	}
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		return nil, fmt.Errorf("--policy: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("--policy: %s is not a folder; name one laid out like rego/", filepath.Clean(folder))
	}
	return os.DirFS(folder), nil
}

func bases(config *platform.Config) []string {
	names := make([]string, 0, len(config.Environments))
	for name := range config.Environments {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// outlook says what the verdict means on a base branch, as the gate says it for a pull request that
// nobody has approved yet.
func outlook(ctx context.Context, policyEngine *engine.Engine, config *platform.Config, base string, environment platform.Environment, verdict decision.Verdict) string {
	gate, err := policyEngine.Gate(ctx, &decision.GateInput{
		Verdict: verdict, Base: base,
		Environment: decision.Environment{Name: environment.Name, Review: environment.Review, Configured: true},
	})
	place := fmt.Sprintf("on %s (%s): ", base, environment.Name)
	switch {
	case err != nil:
		return place + "not known: " + err.Error()
	case gate.Conclusion == decision.Failure:
		return place + "red until it is fixed"
	case gate.Conclusion == decision.Pending:
		return place + "waits for the approval of a member of " + strings.Join(config.Reviewers.Teams, ", ")
	case gate.Forecast:
		return place + "green; where review is required it will wait for a member of " + strings.Join(config.Reviewers.Teams, ", ")
	}
	return place + "green, nobody has to approve it"
}
