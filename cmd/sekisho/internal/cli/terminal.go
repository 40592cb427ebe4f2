package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/sekisho/sekisho/cmd/sekisho/internal/report"
)

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(file.Fd())
}

func (c Command) useColor(when string) (bool, error) {
	switch when {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		noColor, _ := c.Environ("NO_COLOR") // https://no-color.org: any value but an empty one
		return noColor == "" && isTerminal(c.Stdout), nil
	}
	return false, fmt.Errorf("--color: %q is not known; write auto, always or never", when)
}

// progress shows what is being done on a terminal, once it takes longer than a second.
type progress struct {
	mu      sync.Mutex
	out     io.Writer
	show    bool
	text    string
	written bool
	ended   chan struct{}
	once    sync.Once
}

const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
	clearLine     = "\r\x1b[K" // ECMA-48: carriage return, erase in line
)

func (c Command) progress() *progress {
	p := &progress{out: c.Stderr, show: isTerminal(c.Stderr), ended: make(chan struct{})}
	if p.show {
		go p.run()
	}
	return p
}

func (p *progress) run() {
	select {
	case <-p.ended:
		return
	case <-time.After(progressAfter):
	}
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		p.mu.Lock()
		if !p.show {
			p.mu.Unlock()
			return
		}
		fmt.Fprintf(p.out, "%ssekisho: %s", clearLine, p.text)
		p.written = true
		p.mu.Unlock()
		select {
		case <-p.ended:
			return
		case <-tick.C:
		}
	}
}

func (p *progress) say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = text
}

// warn prints a line that stays.
func (p *progress) warn(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprintf(p.out, "sekisho: %s\n", report.Visible(text))
}

func (p *progress) clear() {
	if p.written {
		fmt.Fprint(p.out, clearLine)
		p.written = false
	}
}

// stop removes the line. It may be called more than once.
func (p *progress) stop() {
	p.once.Do(func() { close(p.ended) })
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.show = false
}
