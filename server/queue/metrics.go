package queue

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	seconds *prometheus.HistogramVec
}

func newMetrics(registry prometheus.Registerer) metrics {
	m := metrics{seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "sekisho", Subsystem: "queue", Name: "run_seconds",
		Help:    "How long evaluations took, by kind of target and outcome (ok, error).",
		Buckets: []float64{.01, .03, .1, .3, 1, 3, 10, 30, 100},
	}, []string{"kind", "outcome"})}
	if registry != nil {
		registry.MustRegister(m.seconds)
	}
	return m
}

func (m metrics) observe(kind Kind, err error, took time.Duration) {
	outcome := "ok"
	if err != nil {
		outcome = "error"
	}
	m.seconds.WithLabelValues(string(kind), outcome).Observe(took.Seconds())
}
