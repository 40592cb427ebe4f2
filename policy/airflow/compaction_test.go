package airflow

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/sekisho/sekisho/policy/facts"
)

// source is testdata/closed_lists.json: what the generator's input said, to hold that compaction
// and later releases lose none of it. harmful is every ninth symbol with a harmful proposal.
type source struct {
	ClosedLists struct {
		ControlFlow []string `json:"control_flow_safe_operators"`
		DAGs        []string `json:"dag_fqns"`
		PodOperator []string `json:"kubernetes_pod_operator_fqns"`
	} `json:"closed_lists"`
	TaskDecorators map[string]string `json:"task_decorators"`
	Reexports      []string          `json:"reexports"`
	Harmful        []string          `json:"harmful"`
}

func readSource(t *testing.T) source {
	t.Helper()
	data, err := os.ReadFile("testdata/closed_lists.json")
	if err != nil {
		t.Fatal(err)
	}
	var s source
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestClosedListsSurvive(t *testing.T) {
	c, s := Default(), readSource(t)
	for _, name := range s.ClosedLists.ControlFlow {
		if got, ok := c.Resolve(name); !ok || got.Detail != "control-flow" {
			t.Errorf("%s: %+v, want control-flow", name, got)
		}
	}
	for _, name := range s.ClosedLists.DAGs {
		if got, ok := c.Resolve(name); !ok || got.Detail != "dag-object" || got.Canonical != DAG || !c.IsDAG(name) {
			t.Errorf("%s: %+v, want the DAG", name, got)
		}
	}
	for _, name := range s.ClosedLists.PodOperator {
		got, ok := c.Resolve(name)
		if !ok || got.Detail != "kpo" || got.Canonical != KubernetesPodOperator || !c.IsKubernetesPodOperator(name) {
			t.Errorf("%s: %+v, want KubernetesPodOperator", name, got)
		}
	}
	for name := range s.TaskDecorators {
		if got, ok := c.Resolve(name); !ok || got.Capability == facts.CapSafe {
			t.Errorf("%s: %+v, want a task decorator", name, got)
		}
	}
	for _, name := range s.Harmful {
		if got, ok := c.Resolve(name); !ok || got.Capability == facts.CapSafe {
			t.Errorf("%s: %+v, want it harmful", name, got)
		}
	}
}

// TestReexportsAreSeen: every module that was seen as an attribute of an Airflow module is harmful
// there, and resolves to the module's own name.
func TestReexportsAreSeen(t *testing.T) {
	for _, name := range readSource(t).Reexports {
		got, ok := Default().Resolve(name)
		if !ok || got.Capability == facts.CapSafe {
			t.Errorf("%s: %+v, want a re-export", name, got)
		}
	}
}

// TestOnlyKubernetesPodOperatorIsKPO: no subclass and no near miss is.
func TestOnlyKubernetesPodOperatorIsKPO(t *testing.T) {
	c := Default()
	for _, name := range []string{
		"airflow.providers.amazon.aws.operators.eks.EksPodOperator",
		"airflow.providers.google.cloud.operators.kubernetes_engine.GKEStartPodOperator",
		"airflow.providers.cncf.kubernetes.operators.spark_kubernetes.SparkKubernetesOperator",
		"airflow.providers.cncf.kubernetes.operators.job.KubernetesJobOperator",
		"airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperatorX",
		"airflow.providers.cncf.kubernetes.operators.pod",
		KubernetesPodOperator + ".partial",
		"KubernetesPodOperator", "",
	} {
		if c.IsKubernetesPodOperator(name) {
			t.Errorf("%q is taken for KubernetesPodOperator", name)
		}
	}
}

func TestSizeOfTheCatalogue(t *testing.T) {
	total := len(symbolsText) + len(airflowText) + len(librariesText) + len(fieldsText) + len(detailsText)
	if len(symbolsText) > 400_000 || total > 500_000 {
		t.Errorf("symbols.txt has %d bytes, all data %d", len(symbolsText), total)
	}
}

func TestDigestCoversAllData(t *testing.T) {
	if a, b := Default().Digest(), Default().Digest(); a != b || len(a) != 64 {
		t.Fatalf("digests %q and %q", a, b)
	}
	base := []string{detailsText, symbolsText, airflowText, librariesText, fieldsText}
	for i := range base {
		changed := slices.Clone(base)
		changed[i] += "\n# changed\n"
		c, err := load(changed[0], changed[1], changed[2], changed[3], changed[4])
		if err != nil {
			t.Fatal(err)
		}
		if c.Digest() == Default().Digest() {
			t.Errorf("file %d is not in the digest", i)
		}
	}
}

// TestMalformedDataIsRefused: a wrong word, a name that stands twice, a pattern under a harmless
// word.
func TestMalformedDataIsRefused(t *testing.T) {
	for behaviour, libraries := range map[string]string{
		"unknown detail":                   "[nonsense]\nfoo\n",
		"a name before a section":          "foo\n",
		"a name twice":                     "[pure]\nfoo: a\n[file]\nfoo: a\n",
		"a module twice":                   "[pure]\nfoo\n[file]\nfoo\n",
		"a pattern under a harmless word":  "[pure]\nfoo: V1*\n",
		"a module pattern with no section": "foo: a\n",
	} {
		if _, err := load(detailsText, symbolsText, "", libraries, fieldsText); err == nil {
			t.Errorf("%s is accepted", behaviour)
		}
	}
	if _, err := load(detailsText, "M a nonsense\n", "", "", fieldsText); err == nil {
		t.Error("a module with an unknown detail is accepted")
	}
	if _, err := load("a | b\n", symbolsText, "", "", fieldsText); err == nil {
		t.Error("a detail without all columns is accepted")
	}
	if _, err := load(detailsText, symbolsText, "", "", "pod task: a\npod place: a\n"); err == nil {
		t.Error("an argument of two groups is accepted")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := load(detailsText, symbolsText, airflowText, librariesText, fieldsText); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	names := []string{"airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator", "airflow.models.dag.os.system", "datetime.datetime", "my.helper.name"}
	for b.Loop() {
		for _, name := range names {
			Default().Resolve(name)
		}
	}
}
