package python

// File is a parsed source file.
type File struct {
	// Source is the text that was parsed: no byte order mark, every line
	// ended by \n. Spans are offsets into it.
	Source string
	Module *Module
	// Minimum is the lowest Python version whose grammar reads the file.
	Minimum Version
	// Nodes counts the nodes of the tree, Depth is its greatest nesting.
	Nodes, Depth int
	// Encoding says what the bytes were like; it is set even when the parser refused the file.
	Encoding Encoding

	lines   []int32 // offset of the start of each line
	dropped []int32 // offsets before which a \r was dropped
}

// Version is a Python minor version: 9 stands for 3.9.
type Version int

// Position is a place as people and CPython name it.
type Position struct {
	Line   int // from 1
	Column int // from 0, in UTF-8 bytes, as CPython's col_offset
	Offset int // in bytes of the file as it was given
}

// Encoding are facts about the bytes of a file that a reader of the text does not see.
// Each list ends after its first thousand members.
type Encoding struct {
	BOM             bool
	Cookie          string // the PEP 263 declaration, empty when there is none
	CarriageReturn  bool   // a \r that is not followed by \n
	FormFeed        bool
	Control         []Span // other control characters, outside tab and newline
	Bidirectional   []Span // Unicode bidi controls
	NonASCIINames   []Span // identifiers with a character outside ASCII
	NormalizedNames []Span // identifiers that NFKC changes
}
