package eval

import (
	"strings"
	"testing"
)

// What stays as it is may be a long text: it is walked once, and not for each character.
func TestQuotedTextWalksWhatStaysOnce(t *testing.T) {
	text := strings.Repeat(" ", 1000)
	if got := quotedText(text, text, false); got != text {
		t.Errorf("%q", got)
	}
	if n := testing.AllocsPerRun(5, func() { quotedText(text, text, false) }); n > 100 {
		t.Errorf("%v allocations for 1000 characters", n)
	}
}
