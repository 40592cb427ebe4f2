// Package plan executes Rego policies that OPA has compiled to its intermediate representation.
//
// OPA parses, checks and plans a policy; what comes in here is the plan (ir.Policy), the policy's
// data and, for each evaluation, a Go struct as the input document. What goes out is the value of a
// planned rule or function. OPA's own evaluator works on syntax trees and needs milliseconds for a
// file; a plan is a program, is executed in a fraction of that, and can be stored (Encode, Decode), so
// that a process need not compile the policy when it starts.
//
// The meaning of a plan is that of https://www.openpolicyagent.org/docs/ir; builtins whose operands
// are not the common ones are handed to OPA's own functions. The tests of policy/engine hold every
// answer against OPA's evaluator.
//
// The package never reads a clock but to keep to a deadline, never shares what one evaluation makes
// with another, and knows no builtin that is not named in builtins.go or allowed by its caller. An error
// of a builtin, a conflict, or a statement that it does not know ends an evaluation with an error; no
// answer is made up.
package plan
