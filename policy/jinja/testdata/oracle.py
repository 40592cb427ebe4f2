"""Prints how Jinja itself reads templates.

In: a JSON list of strings on standard input. Out: a JSON list, one item for each: the syntax tree as an
S-expression, or null when Jinja refuses the template. The environment is Airflow's: default delimiters and
the `do` extension.
"""
import json
import struct
import sys

import jinja2
from jinja2 import nodes

ENV = jinja2.Environment(extensions=["jinja2.ext.do"], keep_trailing_newline=True)


def quote(text):
    return json.dumps(text)


def seq(items):
    return "".join(" " + expr(i) for i in items)


def body(items):
    return "[" + " ".join(s for i in items for s in stmt(i)) + "]"


def const(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "none"
    if isinstance(value, int):
        return "i%d" % value
    if isinstance(value, float):
        return "f" + struct.pack(">d", value).hex()
    return quote(value)


def args(n):
    out = seq(n.args)
    for k in n.kwargs:
        out += " (kw %s %s)" % (k.key, expr(k.value))
    if n.dyn_args is not None:
        out += " (star %s)" % expr(n.dyn_args)
    if n.dyn_kwargs is not None:
        out += " (stars %s)" % expr(n.dyn_kwargs)
    return out


BINARY = {nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%",
          nodes.Pow: "**", nodes.And: "and", nodes.Or: "or"}
UNARY = {nodes.Not: "not", nodes.Neg: "-", nodes.Pos: "+"}
COMPARE = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}


def expr(n):
    t = type(n)
    if n is None:
        return "nil"
    if t in BINARY:
        return "(bin %s %s %s)" % (BINARY[t], expr(n.left), expr(n.right))
    if t in UNARY:
        return "(un %s %s)" % (UNARY[t], expr(n.node))
    if t is nodes.Name:
        return "(name %s)" % n.name
    if t is nodes.NSRef:
        return "(ns %s %s)" % (n.name, n.attr)
    if t is nodes.Const:
        return const(n.value)
    if t is nodes.Tuple:
        return "(tuple%s)" % seq(n.items)
    if t is nodes.List:
        return "(list%s)" % seq(n.items)
    if t is nodes.Dict:
        return "(dict%s)" % "".join(" (%s %s)" % (expr(p.key), expr(p.value)) for p in n.items)
    if t is nodes.Getattr:
        return "(attr %s %s)" % (expr(n.node), n.attr)
    if t is nodes.Getitem:
        return "(item %s %s)" % (expr(n.node), expr(n.arg))
    if t is nodes.Slice:
        return "(slice %s %s %s)" % (expr(n.start), expr(n.stop), expr(n.step))
    if t is nodes.Call:
        return "(call %s%s)" % (expr(n.node), args(n))
    if t is nodes.Filter:
        return "(filter %s %s%s)" % (n.name, expr(n.node), args(n))
    if t is nodes.Test:
        return "(test %s %s%s)" % (n.name, expr(n.node), args(n) if n.args is not None else "")
    if t is nodes.Concat:
        return "(concat%s)" % seq(n.nodes)
    if t is nodes.Compare:
        return "(compare %s%s)" % (expr(n.expr), "".join(" (%s %s)" % (COMPARE[o.op], expr(o.expr)) for o in n.ops))
    if t is nodes.CondExpr:
        return "(cond %s %s %s)" % (expr(n.test), expr(n.expr1), expr(n.expr2))
    raise AssertionError(t)


def stmt(n):
    t = type(n)
    if t is nodes.Output:
        for item in n.nodes:
            yield "(data %s)" % quote(item.data) if type(item) is nodes.TemplateData else "(out %s)" % expr(item)
    elif t is nodes.If:
        yield "(if %s %s%s %s)" % (expr(n.test), body(n.body),
                                   "".join(" (elif %s %s)" % (expr(e.test), body(e.body)) for e in n.elif_), body(n.else_))
    elif t is nodes.For:
        yield "(for %s %s %s %s %s %s)" % (expr(n.target), expr(n.iter), expr(n.test), "rec" if n.recursive else "once",
                                           body(n.body), body(n.else_))
    elif t is nodes.Assign:
        yield "(set %s %s)" % (expr(n.target), expr(n.node))
    elif t is nodes.AssignBlock:
        yield "(setblock %s %s %s)" % (expr(n.target), expr(n.filter), body(n.body))
    elif t is nodes.With:
        yield "(with%s%s %s)" % (seq(n.targets), seq(n.values), body(n.body))
    elif t is nodes.ExprStmt:
        yield "(do %s)" % expr(n.node)
    elif t is nodes.Macro:
        yield "(tag macro %s)" % body(n.body)
    elif t is nodes.CallBlock:
        yield "(tag call %s %s)" % (expr(n.call), body(n.body))
    elif t is nodes.FilterBlock:
        yield "(tag filter %s %s)" % (expr(n.filter), body(n.body))
    elif t is nodes.Block:
        yield "(tag block %s)" % body(n.body)
    elif t is nodes.Scope:
        yield "(tag autoescape %s %s)" % (expr(n.body[0].options[0].value), body(n.body[0].body))
    elif t in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        tag = {nodes.Extends: "extends", nodes.Include: "include", nodes.Import: "import", nodes.FromImport: "from"}[t]
        yield "(tag %s %s [])" % (tag, expr(n.template))
    else:
        raise AssertionError(t)


def read(text):
    try:
        tree = ENV.parse(text)
    except (jinja2.TemplateSyntaxError, ValueError):
        return None
    return body(tree.body)


json.dump([read(t) for t in json.load(sys.stdin)], sys.stdout, indent=0)
