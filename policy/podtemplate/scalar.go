package podtemplate

import (
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// kind is what a plain scalar stands for.
type kind string

const (
	kindString kind = "str"
	kindBool   kind = "bool"
	kindInt    kind = "int"
	kindFloat  kind = "float"
	kindNull   kind = "null"
	kindTime   kind = "timestamp"
	kindMerge  kind = "merge"
	kindValue  kind = "value"
)

// The implicit resolvers of PyYAML 6.0 (yaml/resolver.py), which is what Airflow reads a template with.
var pyyaml = []struct {
	kind    kind
	pattern *regexp.Regexp
}{
	{kindBool, regexp.MustCompile(`^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$`)},
	{kindFloat, regexp.MustCompile(`^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)},
	{kindInt, regexp.MustCompile(`^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)},
	{kindMerge, regexp.MustCompile(`^(?:<<)$`)},
	{kindNull, regexp.MustCompile(`^(?:~|null|Null|NULL|)$`)},
	{kindTime, regexp.MustCompile(`^(?:[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]|[0-9][0-9][0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9][0-9]:[0-9][0-9](?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?)$`)},
	{kindValue, regexp.MustCompile(`^(?:=)$`)},
}

// kindPyYAML is what PyYAML's safe loader makes of a plain scalar.
func kindPyYAML(text string) kind {
	for _, r := range pyyaml {
		if r.pattern.MatchString(text) {
			return r.kind
		}
	}
	return kindString
}

// kindGo is what go.yaml.in/yaml/v3 made of a node.
func kindGo(node *yaml.Node) kind {
	switch node.ShortTag() {
	case "!!str":
		return kindString
	case "!!bool":
		return kindBool
	case "!!int":
		return kindInt
	case "!!float":
		return kindFloat
	case "!!null":
		return kindNull
	case "!!timestamp":
		return kindTime
	case "!!merge":
		return kindMerge
	}
	return kindString
}

var (
	plainInt   = regexp.MustCompile(`^-?(?:0|[1-9][0-9]{0,17})$`)
	plainFloat = regexp.MustCompile(`^-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$`)
	plainBool  = regexp.MustCompile(`^(?:true|True|TRUE|false|False|FALSE)$`)
	// yaml12 are forms that YAML 1.2's core schema reads as a number and PyYAML as text, or the other way round,
	// whatever Go's reader says.
	yaml12 = regexp.MustCompile(`^[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$`)
)

// scalar is a scalar as every reader reads it, or the reason why they do not agree.
type scalar struct {
	kind   kind
	value  any // string, bool, int64, float64, nil
	code   string
	reason string
}

// resolve reads a scalar node.
func resolve(node *yaml.Node) scalar {
	text := node.Value
	if node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return scalar{kind: kindString, value: text}
	}
	python, golang := kindPyYAML(text), kindGo(node)
	switch {
	case python == kindBool && golang == kindBool && plainBool.MatchString(text):
		return scalar{kind: kindBool, value: text[0] == 't' || text[0] == 'T'}
	case python == kindNull && golang == kindNull:
		return scalar{kind: kindNull}
	case python == kindInt && golang == kindInt && plainInt.MatchString(text):
		n, err := strconv.ParseInt(text, 10, 64)
		if err == nil {
			return scalar{kind: kindInt, value: n}
		}
	case python == kindFloat && golang == kindFloat && plainFloat.MatchString(text):
		f, err := strconv.ParseFloat(text, 64)
		if err == nil {
			return scalar{kind: kindFloat, value: f}
		}
	case python == kindTime && golang == kindTime:
		return scalar{kind: kindTime, value: text}
	case python == kindString && golang == kindString && !yaml12.MatchString(text) && !isYAML11Bool(text):
		return scalar{kind: kindString, value: text}
	}
	s := scalar{kind: kindString, value: text, code: codeType,
		reason: "`" + excerpt(text) + "` is " + name(python) + " to Airflow's reader (PyYAML) and may be something else to others; write the plain number, or put the text in quotes"}
	if python == kindBool || golang == kindBool || isYAML11Bool(text) {
		s.code = codeBoolean
		s.reason = "`" + excerpt(text) + "` is a boolean to some readers of YAML and text to others; write true or false, or put the text in quotes"
	}
	if python == kindMerge || golang == kindMerge {
		s.code, s.reason = codeMergeKey, "`<<` merges another mapping into this one in some readers; write the keys out"
	}
	return s
}

// isYAML11Bool reports the one-letter booleans of YAML 1.1, which PyYAML leaves out.
func isYAML11Bool(text string) bool {
	return text == "y" || text == "Y" || text == "n" || text == "N"
}

func name(k kind) string {
	switch k {
	case kindString:
		return "text"
	case kindInt:
		return "an integer"
	case kindFloat:
		return "a decimal number"
	case kindTime:
		return "a date"
	case kindBool:
		return "a boolean"
	case kindNull:
		return "nothing"
	}
	return "a special value"
}

// excerpt is text of bounded length for a message.
func excerpt(text string) string {
	const limit = 60
	chars := []rune(text)
	if len(chars) <= limit {
		return text
	}
	return string(chars[:limit]) + "…"
}
