package podtemplate_test

import (
	"reflect"
	"testing"

	"github.com/sekisho/sekisho/policy/podtemplate"
)

// FuzzRead holds what must be true of any input: no panic, the same answer twice, and OK only where the document is
// one Pod whose places lie in the text.
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
	})
}
