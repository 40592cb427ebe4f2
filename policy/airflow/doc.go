// Package airflow is the symbol catalogue: what the names that a DAG file imports can do.
//
// In goes a qualified Python name as a file's imports make it
// (`airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator`); out comes the
// canonical name, a capability and a detail word. The names of Airflow come from its source trees
// by a generator (./generate), those of the standard library, of third-party packages and what
// Airflow's trees do not say are kept by hand in data/*.txt.
//
// The catalogue is a closed world. A name is called harmless only when that exact name is listed:
// never because of its module, its prefix or its spelling. A name is called harmful also when its
// package is. Everything else is unknown, which is not harmless.
//
// The package reads nothing but its embedded files and never changes after it is loaded.
package airflow
