package engine

import (
	"encoding/json"
	"fmt"

	"github.com/sekisho/sekisho/policy/engine/plan"
	"github.com/sekisho/sekisho/policy/facts"
)

// emission is a finding as a rule emits it; see [Engine.findings].
type emission struct {
	Message, About, Path string
	Span                 facts.Span
	Values               map[string]any
	Why                  []facts.Because
	// Suggestion is the text that takes the place of the span, where Replaces stands there.
	Suggestion *string
	Replaces   string
	// More counts the findings that are not shown after this one; see [told].
	More int
}

func readEmission(value plan.Value) (*emission, error) {
	if !plan.IsObject(value) {
		return nil, fmt.Errorf("it is no object")
	}
	e := &emission{}
	for _, field := range []struct {
		name string
		into *string
	}{{"message", &e.Message}, {"about", &e.About}, {"path", &e.Path}, {"replaces", &e.Replaces}} {
		if err := readText(value, field.name, field.into); err != nil {
			return nil, err
		}
	}
	var suggestion string
	if given := plan.Get(value, "suggestion"); given != nil && given != (plan.Null{}) {
		if err := readText(value, "suggestion", &suggestion); err != nil {
			return nil, err
		}
		e.Suggestion = &suggestion
	}
	if err := readInto(plan.Get(value, "span"), &e.Span); err != nil {
		return nil, fmt.Errorf("span: %w", err)
	}
	if values := plan.Get(value, "values"); values != nil {
		var ok bool
		if e.Values, ok = plan.Plain(values).(map[string]any); !ok {
			return nil, fmt.Errorf("values are no object")
		}
	}
	why := plan.Get(value, "why")
	if array, ok := why.(*plan.Array); ok {
		e.Why = make([]facts.Because, len(array.Items()))
		for i, item := range array.Items() {
			if err := readInto(item, &e.Why[i]); err != nil {
				return nil, fmt.Errorf("why: %w", err)
			}
		}
	} else if err := readInto(why, &e.Why); err != nil {
		return nil, fmt.Errorf("why: %w", err)
	}
	return e, nil
}

func readText(value plan.Value, name string, into *string) error {
	switch text := plan.Get(value, name).(type) {
	case nil, plan.Null:
	case string:
		*into = text
	default:
		return fmt.Errorf("%s is no text", name)
	}
	return nil
}

// readInto reads what most often is a piece of the facts, handed on by the rule as it is.
func readInto[T any](value plan.Value, into *T) error {
	if value == nil {
		return nil
	}
	if source, ok := plan.Source[T](value); ok {
		*into = source
		return nil
	}
	text, err := json.Marshal(plan.Plain(value))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
