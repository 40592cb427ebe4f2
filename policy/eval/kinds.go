package eval

import "github.com/sekisho/sekisho/policy/python"

// treatment says what the interpreter does with a kind of node.
type treatment uint8

const (
	executed   treatment = iota + 1 // executed exactly where its parts are known
	refused                         // always an unknown
	structural                      // a part of other nodes, which treat it
)

// treatments has every kind of node in exactly one list; a test fails for a kind without one, so a
// new version of Python's grammar cannot slip in untreated.
var treatments = func() [python.KindCount]treatment {
	var t [python.KindCount]treatment
	for _, k := range []python.Kind{
		python.KindModule, python.KindFunctionDef, python.KindClassDef, python.KindReturn, python.KindAssign, python.KindAugAssign,
		python.KindAnnAssign, python.KindFor, python.KindIf, python.KindWhile, python.KindWith, python.KindTry, python.KindAssert, python.KindImport,
		python.KindImportFrom, python.KindExprStmt, python.KindPass, python.KindBreak, python.KindContinue,
		python.KindBoolOp, python.KindNamedExpr, python.KindBinOp, python.KindUnaryOp, python.KindIfExp, python.KindDict,
		python.KindSet, python.KindListComp, python.KindSetComp, python.KindGeneratorExp, python.KindDictComp,
		python.KindCompare, python.KindCall, python.KindJoinedStr, python.KindConstant, python.KindAttribute,
		python.KindSubscript, python.KindName, python.KindList, python.KindTuple, python.KindLambda, python.KindDelete, python.KindGlobal,
		python.KindNonlocal, python.KindMatch, python.KindRaise, python.KindYield, python.KindYieldFrom,
	} {
		t[k] = executed
	}
	for _, k := range []python.Kind{
		python.KindAsyncFunctionDef, python.KindTypeAlias, python.KindAsyncFor,
		python.KindAsyncWith, python.KindTryStar,
		python.KindAwait, python.KindTemplateStr,
	} {
		t[k] = refused
	}
	for _, k := range []python.Kind{
		python.KindWithItem, python.KindMatchCase, python.KindExceptHandler, python.KindAlias, python.KindComprehension,
		python.KindKeyword, python.KindFormattedValue, python.KindInterpolation, python.KindStarred, python.KindSlice,
		python.KindArguments, python.KindArg, python.KindMatchValue, python.KindMatchSingleton, python.KindMatchSequence,
		python.KindMatchMapping, python.KindMatchClass, python.KindMatchStar, python.KindMatchAs, python.KindMatchOr,
		python.KindTypeVar, python.KindParamSpec, python.KindTypeVarTuple,
	} {
		t[k] = structural
	}
	return t
}()
