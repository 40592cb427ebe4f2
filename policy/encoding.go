package policy

import (
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

func encodingFacts(parsed *python.File) *facts.Encoding {
	if parsed == nil {
		return nil
	}
	found := &parsed.Encoding
	return &facts.Encoding{
		BOM:             found.BOM,
		Cookie:          found.Cookie,
		CarriageReturn:  found.CarriageReturn,
		FormFeed:        found.FormFeed,
		Control:         spans(parsed, found.Control),
		Bidirectional:   spans(parsed, found.Bidirectional),
		NonASCIINames:   spans(parsed, found.NonASCIINames),
		NormalizedNames: spans(parsed, found.NormalizedNames),
	}
}

func spans(parsed *python.File, places []python.Span) []facts.Span {
	var out []facts.Span
	for _, place := range places {
		out = append(out, facts.Span{Start: position(parsed, place.Start), End: position(parsed, place.End)})
	}
	return out
}

// position turns an offset into a line and a column in characters, both from 1.
func position(parsed *python.File, offset int32) facts.Position {
	at := parsed.Position(offset)
	start := int(offset) - at.Column
	column := at.Column
	if start >= 0 && int(offset) <= len(parsed.Source) {
		column = utf8.RuneCountInString(parsed.Source[start:offset])
	}
	return facts.Position{Line: at.Line, Column: column + 1}
}
