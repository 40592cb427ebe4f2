"""Write CPython's reading of Python sources in the format of python.Dump.

Requests come on standard input, answers go to standard output, in order. A request is a line
`COMMAND LENGTH\n` and a source of LENGTH bytes; COMMAND is `hash` or `dump`. An answer is a line,
`ok LENGTH\n` and that many bytes (a SHA-1 of the dump, or the dump), or `refused LENGTH\n` and a message.

Before 3.12 CPython gave nodes inside of f-strings positions of its own older algorithm: there they
are left out, and so is the u of a literal part. Before 3.13 it kept empty constants in format specifications: they are dropped, and
neighbours joined, in every version.
"""
import ast
import hashlib
import struct
import sys
import warnings
from json.encoder import encode_basestring_ascii as quote

OLD_FSTRINGS = sys.version_info < (3, 12)
SKIPPED = {"type_comment", "type_ignores", "kind"}
BARE = {"Load", "Store", "Del"}
FIELDS = {}


def constant(value):
    kind = type(value)
    if kind is str:
        return quote(value)
    if kind is int:
        return hex(value)
    if kind is bytes:
        return "b" + quote(value.decode("latin-1"))
    if kind is float:
        return "f" + struct.pack(">d", value).hex()
    if kind is complex:
        return "j" + struct.pack(">d", value.imag).hex()
    return "Ellipsis" if value is Ellipsis else repr(value)


def joined(values):
    """Merge neighbouring constants of an f-string and drop empty ones."""
    out = []
    for value in values:
        if type(value) is ast.Constant:
            if value.value == "":
                continue
            if out and type(out[-1]) is ast.Constant:
                first = out.pop()
                merged = ast.Constant(first.value + value.value, kind=first.kind)
                merged.lineno, merged.col_offset = first.lineno, first.col_offset
                merged.end_lineno, merged.end_col_offset = value.end_lineno, value.end_col_offset
                value = merged
        out.append(value)
    return out


def write(node, out, inside):
    kind = type(node)
    fields = FIELDS.get(kind)
    if fields is None:
        fields = FIELDS[kind] = [f for f in kind._fields if f not in SKIPPED]
    name = kind.__name__
    if not kind._attributes and not fields:  # a context or an operator
        out.append(name)
        return
    if kind._attributes and not inside:
        out.append("%s[%d:%d-%d:%d](" % (name, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
    else:
        out.append(name + "(")
    if kind is ast.JoinedStr:
        inside = inside or OLD_FSTRINGS
    comma = ""
    for field in fields:
        value = getattr(node, field, None)
        if value is None and not (kind is ast.Constant or kind is MatchSingleton):
            continue
        of = type(value)
        if of is list:
            if kind is ast.JoinedStr:
                value = joined(value)
            if not value:
                continue
            out.append(comma + field + "=[")
            comma = ""
            for item in value:
                out.append(comma)
                comma = ","
                if item is None:
                    out.append("None")
                elif type(item) is str:
                    out.append(quote(item))
                else:
                    write(item, out, inside)
            out.append("]")
        elif isinstance(value, ast.AST):
            out.append(comma + field + "=")
            if field == "format_spec" and of is ast.Constant:  # where a \\N{…} parts the text
                # The JoinedStr begins at the colon; the Constant begins there in 3.14, after it before.
                text, value = value, ast.copy_location(ast.JoinedStr([value]), value)
                if sys.version_info < (3, 14):
                    value.col_offset -= 1
                else:
                    text.col_offset += 1
            write(value, out, inside)
        elif (kind is ast.Constant and field == "value") or kind is MatchSingleton:
            out.append(comma + "value=" + constant(value))
        elif of is str:
            if value == "" and field != "str":
                continue
            out.append(comma + field + "=" + quote(value))
        else:
            out.append(comma + field + "=" + str(value))
        comma = ","
    if kind is ast.Constant and node.kind and not inside:
        out.append(',kind="u"')
    out.append(")")


MatchSingleton = getattr(ast, "MatchSingleton", ())


def answer(command, body):
    try:
        tree = ast.parse(body)
        out = []
        write(tree, out, False)
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError, SystemError) as error:
        return "refused", ("%s: %s" % (type(error).__name__, error)).encode("utf-8", "replace")
    text = "".join(out).encode()
    if command == "hash":
        text = hashlib.sha1(text).hexdigest().encode()
    return "ok", text


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    reader, writer = sys.stdin.buffer, sys.stdout.buffer
    while True:
        line = reader.readline()
        if not line:
            return
        command, length = line.decode().split()
        status, text = answer(command, reader.read(int(length)))
        writer.write(b"%s %d\n" % (status.encode(), len(text)))
        writer.write(text)
        writer.flush()


if __name__ == "__main__":
    main()
