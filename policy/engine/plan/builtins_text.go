package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

func ofText(f func(string) string) func([]Value) (Value, bool) {
	return func(a []Value) (Value, bool) {
		text, ok := a[0].(string)
		if !ok {
			return nil, false
		}
		if made := f(text); made != text {
			return made, true
		}
		return a[0], true
	}
}

// ofTexts is a builtin of two texts.
func ofTexts[T any](f func(x, y string) T) func([]Value) (Value, bool) {
	return func(a []Value) (Value, bool) {
		x, ok := a[0].(string)
		y, also := a[1].(string)
		if !ok || !also {
			return nil, false
		}
		return f(x, y), true
	}
}

func replace(a []Value) (Value, bool) {
	text, ok := a[0].(string)
	from, isText := a[1].(string)
	to, also := a[2].(string)
	if !ok || !isText || !also || from == "" {
		return nil, false
	}
	return strings.ReplaceAll(text, from, to), true
}

// replaceAll is strings.replace_n: the patterns are tried in the order of their texts.
func replaceAll(a []Value) (Value, bool) {
	patterns := objectOf(a[0])
	text, ok := a[1].(string)
	if patterns == nil || !ok {
		return nil, false
	}
	replacer := replacerOf(patterns)
	if replacer == nil {
		return nil, false
	}
	return replacer.Replace(text), true
}

// replacerOf is nil for patterns that are no texts.
func replacerOf(patterns *Object) *strings.Replacer {
	if patterns.shared != nil {
		if known := patterns.shared.replacer.Load(); known != nil {
			return known
		}
	}
	pairs := make([]string, 0, 2*len(patterns.keys))
	for _, place := range patterns.sorted() {
		from, ok := patterns.keys[place].(string)
		to, also := patterns.at(int(place)).(string)
		if !ok || !also {
			return nil
		}
		pairs = append(pairs, from, to)
	}
	made := strings.NewReplacer(pairs...)
	if patterns.shared != nil {
		patterns.shared.replacer.Store(made)
	}
	return made
}

func split(a []Value) (Value, bool) {
	text, ok := a[0].(string)
	separator, also := a[1].(string)
	if !ok || !also || separator == "" {
		return nil, false
	}
	parts := strings.Split(text, separator)
	items := make([]Value, len(parts))
	for i, part := range parts {
		items[i] = part
	}
	return &Array{items: items}, true
}

func concat(a []Value) (Value, bool) {
	separator, ok := a[0].(string)
	if !ok {
		return nil, false
	}
	var items []Value
	switch x := a[1].(type) {
	case *Array:
		items = x.items
	case *Set:
		items = x.Members()
	default:
		return nil, false
	}
	texts := make([]string, len(items))
	for i, item := range items {
		if texts[i], ok = item.(string); !ok {
			return nil, false
		}
	}
	return strings.Join(texts, separator), true
}

// format is sprintf of texts and integers.
func format(a []Value) (Value, bool) {
	pattern, ok := a[0].(string)
	array, also := a[1].(*Array)
	if !ok || !also {
		return nil, false
	}
	arguments := make([]any, len(array.items))
	for i, item := range array.items {
		switch x := item.(type) {
		case string:
			arguments[i] = x
		case int:
			arguments[i] = int64(x)
		default:
			return nil, false
		}
	}
	return fmt.Sprintf(pattern, arguments...), true
}

func anyMatch(match func(text, affix string) bool) func([]Value) (Value, bool) {
	return func(a []Value) (Value, bool) {
		text, ok := a[0].(string)
		affixes, also := itemsOf(a[1])
		if !ok || !also {
			return nil, false
		}
		// One that is no text is an error, also behind one that matches.
		if slices.ContainsFunc(affixes, func(v Value) bool { _, ok := v.(string); return !ok }) {
			return nil, false
		}
		return slices.ContainsFunc(affixes, func(v Value) bool { return match(text, v.(string)) }), true
	}
}

// patterns are the regular expressions that were asked for first: a policy has few, and no more are kept.
var patterns struct {
	known sync.Map // text → *regexp.Regexp
	count atomic.Int32
}

const maximumPatterns = 100

func regexMatch(a []Value) (Value, bool) {
	pattern, ok := a[0].(string)
	text, also := a[1].(string)
	if !ok || !also {
		return nil, false
	}
	known, ok := patterns.known.Load(pattern)
	if !ok {
		compiled, err := regexp.Compile(pattern)
		if err != nil || patterns.count.Add(1) > maximumPatterns {
			return nil, false
		}
		known, _ = patterns.known.LoadOrStore(pattern, compiled)
	}
	return known.(*regexp.Regexp).MatchString(text), true
}
