t'', t'a', t'{x}', T"a{x}b", rt'\n{x}', tR'{x}\{y}', t'''{
x }'''
t'{x}' t'a' t'{y}', t'' t'', t'a' t'' t'b{x}'
t'{x!r}', t'{x:>{w}}', t'{x!s:{w=}}', t'{x=}', t'{ x + 1 = }', t'{x = !a}', t'{x:a\nb}', t'{ f(x) !r:y}'
t'{{}}{x}{{', t'\N{BULLET}{x}', t'{t'{x}'}', f'{t'{x}'}', t'{f'{x}'}', t'{x # c
}', t'{lambda_}', t'{x, y}', t'{*a, b}', t'{x['a']}', t'{yield_}'
match x:
    case t'a': pass
