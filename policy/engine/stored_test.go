package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sekisho/sekisho/policy/engine"
)

// TestStoredPolicyIsThePolicy: a policy that was stored has the same rules and digest, and gives the same
// answers.
func TestStoredPolicyIsThePolicy(t *testing.T) {
	stored, err := engine.Store(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	restored := engine.Restored(t, stored, func(map[string]string) {})
	if restored == nil {
		t.Fatal("the stored policy was not used")
	}
	e := embedded(t)
	if difference := cmp.Diff(e.Rules(), restored.Rules(), cmpopts.IgnoreUnexported(engine.Rule{})); difference != "" {
		t.Error(difference)
	}
	if e.Digest() != restored.Digest() || e.Index() != restored.Index() {
		t.Error("the digest or the index of rules is another")
	}
	judged := 0
	for name, input := range inputs(t) {
		if judged++; testing.Short() && judged > 50 {
			break
		}
		want, wantErr := e.JudgeFile(t.Context(), input)
		got, gotErr := restored.JudgeFile(t.Context(), input)
		if difference := cmp.Diff(want, got); wantErr != nil || gotErr != nil || difference != "" {
			t.Errorf("%s: %v, %v %s", name, wantErr, gotErr, difference)
		}
	}
	if report, err := restored.Test(t.Context()); err != nil || !report.OK() {
		t.Errorf("the policy's tests: %v", err)
	}
}

// TestStoredPolicyOfOtherSources is never used, and neither is one that was cut or damaged.
func TestStoredPolicyOfOtherSources(t *testing.T) {
	stored, err := engine.Store(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := engine.Store(t.Context())
	if err != nil || string(again) != string(stored) {
		t.Errorf("stored again it is another: %v", err)
	}
	if engine.Restored(t, stored, func(modules map[string]string) { modules["gate/verdict.rego"] += "\n" }) != nil {
		t.Error("used for another policy")
	}
	other := append([]byte{}, stored...)
	other[5] ^= 1 // in the digest of the code
	if engine.Restored(t, other, func(map[string]string) {}) != nil {
		t.Error("used though other code made it")
	}
	for place := 100; place < len(stored); place += 1 + len(stored)/200 {
		damaged := append([]byte{}, stored...)
		damaged[place] ^= 1
		if engine.Restored(t, damaged, func(map[string]string) {}) != nil {
			t.Errorf("used though byte %d of %d is another", place, len(stored))
		}
	}
	for length := 0; length < len(stored); length += 1 + len(stored)/200 {
		if engine.Restored(t, stored[:length], func(map[string]string) {}) != nil {
			t.Errorf("used though only %d of %d bytes are there", length, len(stored))
		}
	}
}
