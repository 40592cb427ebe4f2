package server

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/sekisho/sekisho/server/queue"
)

type metrics struct {
	outcomes  *prometheus.CounterVec
	requests  *prometheus.HistogramVec
	unproved  prometheus.Counter
	onBase    prometheus.Counter
	unguarded *prometheus.GaugeVec
}

func newMetrics(registry prometheus.Registerer) *metrics {
	m := &metrics{
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "sekisho", Name: "decisions_total", Help: "Decisions by verdict, conclusion of the check and reason.",
		}, []string{"verdict", "conclusion", "reason"}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "sekisho", Name: "evaluation_github_requests",
			Help:    "Requests to GitHub of one evaluation, without those answered 304.",
			Buckets: []float64{0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 25, 50, 100, 500},
		}, []string{"kind"}),
		unproved: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "sekisho", Name: "merged_without_green_total", Help: "Pull requests that were merged although their check was not green.",
		}),
		onBase: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "sekisho", Name: "unproved_on_base_total", Help: "Times that a gated base branch came to hold what was neither proved nor approved.",
		}),
		unguarded: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Namespace: "sekisho", Name: "base_branch_unguarded",
			Help: "1 for each problem (not-required, not-bound, not-for-administrators, not-up-to-date) of a gated base branch's protection.",
		}, []string{"repository", "branch", "problem"}),
	}
	registry.MustRegister(m.outcomes, m.requests, m.unproved, m.onBase, m.unguarded, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// watchQueue shows how many targets wait.
func watchQueue(registry prometheus.Registerer, q queue.Queue) {
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: "sekisho", Subsystem: "queue", Name: "waiting", Help: "Targets that are wanted and not done; -1 when they could not be counted.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		n, err := q.Waiting(ctx)
		if err != nil {
			return -1
		}
		return float64(n)
	}))
}
