package webhook

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"
)

// TestBodiesInFlightAreBounded: whoever sends without the secret must not fill the memory, nor keep a genuine
// delivery from being read.
func TestBodiesInFlightAreBounded(t *testing.T) {
	handler := newTest(t, &fakeInbox{}, nil)
	genuine := func(id string) int { return send(handler, request("push", id, pushed)).Code }
	const size = 15 << 20
	type stranger struct {
		writer *io.PipeWriter
		status chan int
	}
	begin := func() stranger {
		reader, writer := io.Pipe()
		r := request("push", "stranger", nil)
		r.Body, r.ContentLength = reader, -1
		s := stranger{writer, make(chan int, 1)}
		go func() {
			status := send(handler, r).Code
			reader.CloseWithError(io.ErrClosedPipe)
			s.status <- status
		}()
		// A piece was counted when the next one is asked for: all but the last byte when this returns.
		for _, piece := range [][]byte{bytes.Repeat([]byte(" "), size), {' '}} {
			if _, err := writer.Write(piece); err != nil && err != io.ErrClosedPipe {
				t.Fatal(err)
			}
		}
		return s
	}
	three := []stranger{begin(), begin(), begin()} // 45 of 48 MB, and they do not end
	over := begin()
	select {
	case status := <-over.status:
		if status != http.StatusServiceUnavailable {
			t.Errorf("a body beyond what may be in flight is answered %d", status)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("a body beyond what may be in flight is read on")
	}
	if status := genuine("while-busy"); status != http.StatusAccepted {
		t.Errorf("a genuine delivery meanwhile is answered %d", status)
	}
	for _, s := range three {
		s.writer.Close()
		if status := <-s.status; status != http.StatusBadRequest {
			t.Errorf("a body that is not signed is answered %d", status)
		}
	}
	last := begin()
	last.writer.Close()
	if status := <-last.status; status != http.StatusBadRequest {
		t.Errorf("after the others are gone: %d, want that it is read to its end", status)
	}
}

// TestABodyHoldsWhatHasCome: an announced length holds nothing.
func TestABodyHoldsWhatHasCome(t *testing.T) {
	var i intake
	b := &body{ReadCloser: io.NopCloser(bytes.NewReader(make([]byte, 1000))), intake: &i}
	if _, err := io.ReadAll(b); err != nil || i.inFlight != 1000 {
		t.Errorf("in flight: %d, %v", i.inFlight, err)
	}
	b.release()
	b.release()
	if i.inFlight != 0 {
		t.Errorf("in flight after the release: %d", i.inFlight)
	}
	if !i.take(maxInFlight-reserved, 0) || i.take(1, smallBody) || !i.take(smallBody, 0) || i.take(reserved, 0) {
		t.Error("small bodies do not get what is kept for them, or large ones do")
	}
}

var pushed = []byte(`{"ref":"refs/heads/main","repository":{"full_name":"acme/dags"}}`)
