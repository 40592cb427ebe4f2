package podtemplate_test

import (
	"reflect"
	"testing"

	corev1 "k8s.io/api/core/v1"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/sekisho/sekisho/policy/podtemplate"
)

// FuzzRead holds what must be true of any input: no panic, the same answer twice, and OK only where the document is
// one Pod whose places lie in the text, and whose namespace, containers and volumes are those that Kubernetes reads.
func FuzzRead(f *testing.F) {
	f.Add([]byte(ordinary))
	f.Add([]byte(pod("      args:\n        - |\n          echo\n")))
	f.Add([]byte(meta("  labels: &l {a: b}\n  annotations: {<<: *l}\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		got := podtemplate.Read(data, podtemplate.DefaultLimits())
		if again := podtemplate.Read(data, podtemplate.DefaultLimits()); !reflect.DeepEqual(got, again) {
			t.Fatal("two readings differ")
		}
		if !got.OK {
			if len(got.Problems) == 0 {
				t.Fatal("not OK without a reason")
			}
			return
		}
		if got.Documents != 1 || got.KindName != "Pod" || got.APIVersion != "v1" {
			t.Fatalf("OK, but %d documents, %q %q", got.Documents, got.APIVersion, got.KindName)
		}
		for path, field := range got.Fields {
			if !field.Set || field.Span.Start.Line < 1 || field.Span.End.Column < field.Span.Start.Column {
				t.Fatalf("field %s has no place: %+v", path, field)
			}
		}
		var pod corev1.Pod
		if err := sigsyaml.UnmarshalStrict(data, &pod); err != nil {
			t.Fatalf("OK, but Kubernetes refuses it: %v", err)
		}
		if namespace, _ := got.Namespace.Value.(string); namespace != pod.Namespace {
			t.Fatalf("namespace %q, but Kubernetes reads %q", namespace, pod.Namespace)
		}
		type container struct{ list, name, image string }
		var read, want []container
		for _, c := range got.Containers {
			read = append(read, container{c.List, c.Name, c.Image})
		}
		for _, c := range pod.Spec.InitContainers {
			want = append(want, container{"initContainers", c.Name, c.Image})
		}
		for _, c := range pod.Spec.Containers {
			want = append(want, container{"containers", c.Name, c.Image})
		}
		for _, c := range pod.Spec.EphemeralContainers {
			want = append(want, container{"ephemeralContainers", c.Name, c.Image})
		}
		if !reflect.DeepEqual(read, want) || len(got.Volumes) != len(pod.Spec.Volumes) {
			t.Fatalf("containers %v and %d volumes, but Kubernetes reads %v and %d", read, len(got.Volumes), want, len(pod.Spec.Volumes))
		}
	})
}
