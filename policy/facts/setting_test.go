package facts

import "testing"

func TestSettingsOf(t *testing.T) {
	text := func(s string) Value { return Value{State: Const, Type: "str", Value: s} }
	none := Value{State: Const, Type: "NoneType"}
	entry := func(key string, v Value) Entry { return Entry{Key: text(key), Value: v} }
	dict := func(entries ...Entry) Value { return Value{State: Const, Type: "dict", Entries: entries} }
	absent, image, unknown := Value{State: Absent}, text("registry/load"), Value{State: Unknown}
	volumes := Value{State: Const, Type: "list", Items: []Value{dict(entry("host-path", dict(entry("hostPath", none)))), unknown}}
	either := Value{State: Choice, Values: []Value{dict(entry("a", image)), dict(entry("b_c", image))}}
	odd := dict(Entry{Key: Value{State: Const, Type: "int", Value: int64(1)}, Value: dict(entry("under", image))})
	got := SettingsOf(Arguments{
		{"annotations", &absent}, {"either", &either}, {"host_network", &unknown}, {"image", &image}, {"labels", &none},
		{"odd", &odd}, {"volumes", &volumes},
	})
	want := []struct{ field, path string }{
		{"either", "either"},
		{"a", "either.a"},
		{"bc", "either.b_c"},
		{"hostnetwork", "host_network"},
		{"image", "image"},
		{"odd", "odd"},
		{"under", "odd.under"},
		{"volumes", "volumes"},
		{"hostpath", "volumes.host-path"},
		{"hostpath", "volumes.hostPath"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d settings, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		if got[i].Field != w.field || got[i].Path != w.path || got[i].Value == nil {
			t.Errorf("setting %d: %s at %s, want %s at %s", i, got[i].Field, got[i].Path, w.field, w.path)
		}
	}
	if last := got[len(got)-1].Value; last.Type != "NoneType" {
		t.Errorf("a key says what it says, None too: %+v", last)
	}
}
