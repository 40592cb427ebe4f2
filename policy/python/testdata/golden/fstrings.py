f'', f'a', f'{x}', f'a{x}b{y}c', F"{x}", rf'{x}\n', fR'{x}\{y}', f'''{x}''', f'{x}' 'a' f'{y}' "b"
'' f'x', f'x' '', '' f'{x}' '', '' '' f'' '', 'a' '' f'' 'b' f'{x}', u'a' f'b{x}'
f'{{', f'}}', f'{{{x}}}', f'a{{b}}c', f'{{' '}}', f'}}{{', f'{{}}{x}{{}}'
f'{x!r}', f'{x!s:>10}', f'{x!a:{w}.{p}}', f'{x:%H:%M}', f'{x:{y:{z}}}', f'{x:}', f'{x:{y}}', f'{x:a{y}b{z!r}c}', f'{x:\n}', rf'{x:a}'
f'{x=}', f'{x = }', f'{x=!s}', f'{x=:>5}', f'{x = !r:{w}}', f'{ x + y =}', f'a{x=}b', f'{x==y}', f'{x!=y}', f'{x<=y}', f'{x>=y!r}'
f'{ x }', f'{x, y}', f'{*a, b}', f'{*a}', f'{x if y else z}', f'{(lambda a: a)}', f'{(x := 5)}', f'{x:=5}', f'{yield_}', f'{ {1: 2}[1] }', f'{ {a for a in b} }', f'{[a for a in b]}'
f'{x["a"]}', f'{x['a']}', f"{f"{f"{x}"}"}", f'{f'{x}' 'y'}', f'{"\n".join(x)}', f'{'a' 'b'}', f'{b'a'}', f'{x:{'a'}}'
f'\N{BULLET}', f'\N{BULLET}{x}\N{EM DASH}'.y, f'{x}\n\x41', f'\{x}', f'\\{x}', f'\{{x}}', f'{x:\N{BULLET}>5}', f'{x:\x41}'
f'''{
x
}''', f'''a
{x:
b}''', f'''{x # comment
}''', f'''{
  # comment }
  x=}''', f'{x
}', f'a\
b{x}\
', f'{
    f'{
        x # y
    }'
}'
f'{x:a{{b}}}', f'{x:{y}}}}', f'{a["b"]:{c["d"]}}', f'{x:{y}c{z}}', f'{"{"}', f'{"}"!r}', f'{"#"}', f'{x[1:2]}', f'{x[::]:y}', f'{x(a=1)}', f'{a.b!r:c}', f'{1.}', f'{a:b!r}', f'{a:!r}'
def f(): f'{yield}', f'{yield x}', f'{yield from x}'
async def f(): f'{await x}'
f'é{x}ü', f'{é}😀{x}'
f'{x}'.y, f'{x}'[0], (f'{x}'), -f'{x}'
