// Package podtemplate reads a PodTemplate YAML file strictly.
//
// Bytes come in, [facts.PodTemplate] goes out: what the document says, with places, and every reason to distrust it.
//
// The file is read by programs that do not agree on YAML: PyYAML (YAML 1.1) in Airflow, Go libraries (between 1.1
// and 1.2) in the build that fills in the image tag and in kubectl. So the package does not decide which reader is
// right: whatever two of them could read differently (duplicate keys, anchors, tags, several documents, `on`, `0777`,
// `1:30`, byte order marks, other line ends, keys of another case) is a problem, and a file with a problem is not OK.
// What is left is checked against Kubernetes' own types (k8s.io/api/core/v1.Pod).
//
// The package never panics on any input, never follows an alias, reads no file and decides nothing: which namespace,
// volume or image is allowed is for the rules.
package podtemplate
