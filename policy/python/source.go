package python

import (
	"encoding/binary"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxOffset keeps offsets within a Span.
	maxOffset = 1 << 30
	// maxEncodingFacts bounds each list of an Encoding: a file of a million
	// control characters is no worse than one of a thousand.
	maxEncodingFacts = 1000
)

func note(list []Span, start, end int) []Span {
	if len(list) >= maxEncodingFacts {
		return list
	}
	return append(list, Span{int32(start), int32(end)})
}

// read fills Source, lines and the Encoding facts that need no tokens, and
// refuses bytes that CPython could read as another text than UTF-8.
func (f *File) read(source []byte, maxBytes int) *Error {
	tooLarge := len(source) > min(maxBytes, maxOffset)
	if tooLarge {
		source = source[:min(len(source), 4096)] // enough for the declarations
	}
	text := string(source)
	if strings.HasPrefix(text, "\xef\xbb\xbf") {
		f.Encoding.BOM = true
		text = text[3:]
	}
	f.Encoding.Cookie = cookie(text)
	if tooLarge {
		return &Error{Reason: ReasonSize, Message: "the file is larger than the limit"}
	}
	text = f.translateNewlines(text)
	if text != "" && text[len(text)-1] != '\n' {
		text += "\n"
	}
	f.Source = text
	nonASCII := f.scanBytes(text)
	if i := strings.IndexByte(text, 0); i >= 0 {
		return &Error{Reason: ReasonNUL, Message: "source code cannot contain null bytes", Span: Span{int32(i), int32(i) + 1}}
	}
	if c := f.Encoding.Cookie; c != "" && !declaresUTF8(c, f.Encoding.BOM) {
		return &Error{Reason: ReasonEncoding, Message: "the file declares the encoding " + strconvQuote(c) + "; only utf-8 is read"}
	}
	if nonASCII {
		if i := firstInvalid(text); i >= 0 {
			return &Error{Reason: ReasonEncoding, Message: "the file is not valid UTF-8", Span: Span{int32(i), int32(i) + 1}}
		}
		f.scanRunes(text)
	}
	return nil
}

// translateNewlines turns \r\n and \r into \n, as CPython does before it
// tokenizes, and remembers where a byte was dropped.
func (f *File) translateNewlines(text string) string {
	i := strings.IndexByte(text, '\r')
	if i < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i >= 0 {
		out = append(out, text[:i]...)
		text = text[i+1:]
		if strings.HasPrefix(text, "\n") {
			f.dropped = append(f.dropped, int32(len(out)))
		} else {
			f.Encoding.CarriageReturn = true
			out = append(out, '\n')
		}
		i = strings.IndexByte(text, '\r')
	}
	return string(append(out, text...))
}

// scanBytes records line starts and ASCII control characters, and reports
// whether there is a byte outside ASCII.
func (f *File) scanBytes(text string) (nonASCII bool) {
	f.lines = make([]int32, 1, len(text)/24+2)
	const (
		ones = 0x0101010101010101
		high = 0x8080808080808080
	)
	i := 0
	var word [8]byte
	for ; i+8 <= len(text); i += 8 {
		copy(word[:], text[i:i+8])
		x := binary.LittleEndian.Uint64(word[:])
		// A byte below 0x20, equal to 0x7f or above it; eight at a time.
		if ((x-ones*0x20)&^x|(x+ones)|x)&high == 0 {
			continue
		}
		for j := i; j < i+8; j++ {
			nonASCII = f.scanByte(text[j], j) || nonASCII
		}
	}
	for ; i < len(text); i++ {
		nonASCII = f.scanByte(text[i], i) || nonASCII
	}
	return nonASCII
}

func (f *File) scanByte(c byte, at int) (nonASCII bool) {
	switch {
	case c >= utf8.RuneSelf:
		return true
	case c == '\n':
		f.lines = append(f.lines, int32(at)+1)
	case c == '\f':
		f.Encoding.FormFeed = true
	case c < 0x20 && c != '\t', c == 0x7f:
		f.Encoding.Control = note(f.Encoding.Control, at, at+1)
	}
	return false
}

// scanRunes records bidi and C1 control characters.
func (f *File) scanRunes(text string) {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			f.Encoding.Bidirectional = note(f.Encoding.Bidirectional, i, i+size)
		case unicode.IsControl(r):
			f.Encoding.Control = note(f.Encoding.Control, i, i+size)
		}
		i += size
	}
}

func firstInvalid(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// cookie returns the PEP 263 declaration as CPython's tokenizer finds it: in
// a comment on line 1, or on line 2 when line 1 is blank or a comment.
func cookie(text string) string {
	for range 2 {
		end := strings.IndexAny(text, "\r\n")
		line := text
		if end >= 0 {
			line = text[:end]
		}
		rest := strings.TrimLeft(line, " \t\f")
		if rest != "" && rest[0] != '#' {
			return ""
		}
		if name := cookieInComment(rest); name != "" {
			return name
		}
		if end < 0 {
			return ""
		}
		if strings.HasPrefix(text[end:], "\r\n") {
			end++
		}
		text = text[end+1:]
	}
	return ""
}

func cookieInComment(comment string) string {
	for {
		i := strings.Index(comment, "coding")
		if i < 0 {
			return ""
		}
		comment = comment[i+len("coding"):]
		if comment == "" || comment[0] != ':' && comment[0] != '=' {
			continue
		}
		value := strings.TrimLeft(comment[1:], " \t")
		n := 0
		for n < len(value) && (isIdentifierByte(value[n]) && value[n] < utf8.RuneSelf || value[n] == '-' || value[n] == '.') {
			n++
		}
		if n > 0 {
			return value[:n]
		}
	}
}

// declaresUTF8 reports whether CPython reads the cookie as UTF-8. Beside a
// byte order mark it takes only the names that its tokenizer knows itself.
func declaresUTF8(cookie string, bom bool) bool {
	name := strings.ReplaceAll(strings.ToLower(cookie), "_", "-")
	return name == "utf-8" || strings.HasPrefix(name, "utf-8-") || name == "utf8" && !bom
}

// Position returns the place of an offset into Source. An offset outside is
// clamped to the nearest end.
func (f *File) Position(offset int32) Position {
	if len(f.lines) == 0 {
		return Position{Line: 1}
	}
	offset = max(0, min(offset, int32(len(f.Source))))
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset })
	given := int(offset) + sort.Search(len(f.dropped), func(i int) bool { return f.dropped[i] >= offset })
	if f.Encoding.BOM {
		given += 3
	}
	return Position{Line: line, Column: int(offset - f.lines[line-1]), Offset: given}
}
