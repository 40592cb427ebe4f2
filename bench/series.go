package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// linearWithin is how much more a file of the largest corpus may cost than one of the middle one.
const linearWithin = 1.25

// series shows how the cost grows with the number of files: for a tenth, the whole and ten times the corpus.
func (o *options) series(work string) error {
	sizes := []int{0, max(o.files/10, 1), o.files, 10 * o.files}
	tool := &peers(o.sekisho, work)[0]
	folders := make([]string, len(sizes))
	for i, n := range sizes {
		folders[i] = filepath.Join(work, "series-"+strconv.Itoa(n))
		// The first is the start-up: one file, which is as good as none.
		if err := generate(folders[i], max(n, 1)); err != nil {
			return err
		}
	}
	samples := make([][]sample, len(sizes))
	for turn := range o.runs {
		for i, n := range sizes {
			if n > o.files && turn >= 3 {
				continue
			}
			s, err := tool.run(folders[i], max(n, 1))
			if err != nil {
				return err
			}
			samples[i] = append(samples[i], s)
		}
	}
	for _, folder := range folders {
		os.RemoveAll(folder)
	}
	start := median(samples[0])
	fmt.Printf("\nhow the cost grows; the %.0f ms of a run over one file are taken off\n\n", milliseconds(start.wall))
	fmt.Printf("%12s %10s %10s %12s %10s\n", "files", "wall s", "cpu s", "ms per file", "peak MB")
	perFile := make([]float64, len(sizes))
	for i, n := range sizes {
		if n == 0 {
			continue
		}
		s := median(samples[i])
		perFile[i] = milliseconds(s.cpu-start.cpu) / float64(n)
		fmt.Printf("%12d %10.3f %10.3f %12.3f %10.0f\n", n, s.wall.Seconds(), s.cpu.Seconds(), perFile[i], float64(s.peak)/1e6)
	}
	growth := perFile[3] / perFile[2]
	verdict := "linear"
	if growth > linearWithin {
		verdict = "more than linear"
	}
	fmt.Printf("\na file of the largest corpus costs %.2f times one of the middle one (CPU): %s\n", growth, verdict)
	return nil
}
