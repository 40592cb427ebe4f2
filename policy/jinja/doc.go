// Package jinja reads the template strings of a DAG as Airflow's Jinja does and checks every
// expression against a closed list.
//
// In goes the text of a string that reaches a templated field; out comes whether it holds template
// syntax, which names it uses, and the first expression that is not on the list. Strings are code:
// Airflow renders them in the worker, with the task's context at hand, and its sandbox lets
// `{{ macros.uuid.os.popen('id').read() }}` run.
//
// The grammar is that of Jinja 3 with Airflow's settings: default delimiters, no line statements,
// the `do` extension. What cannot be parsed, is too large or too deep, or uses anything that is
// not listed is refused; nothing is ever rendered.
package jinja
