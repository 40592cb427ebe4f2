a or b or c and d and not e
not not a
a if b else c if d else e
lambda: 0
lambda a, /, b=1, *c, d, e=2, **f: lambda: a
lambda *, a: a
lambda *a, b=1: a
lambda **k: k
lambda a, b=1, /, c=2: a
(a := b, c := d)
(a := b if c else d)
a < b <= c > d >= e == f != g
a in b not in c is d is not e
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b ** ~c
- + ~ a
(a + b) * (c)
((a))
a.b.c[d](e)(f).g
a[b], a[b:c], a[b:c:d], a[:], a[::], a[::-1], a[b:], a[:c], a[b, c], a[b,], a[b:c, d], a[(b, c)], a[*b], a[*b, c], a[b := c], a[*b,]
f(), f(a), f(a,), f(*a), f(**a), f(a=b), f(a, *b, c=d, *e, **g, h=i), f(a := b), f(a for a in b), f((a for a in b), c), f(*a or b, **c if d else e)
print >> __import__("os").system("id")
[*os.popen("id")]
x = *f(),
{*f()}
[], [a], [a, *b,], (), (a,), (a, *b), (*a,), {a}, {a, *b}, {*a}, {}, {a: b}, {a: b, **c, d: e,}, {**a}, {a: lambda: b, c: d if e else f}
{a := b, c}, {(a := b): c}
[a for a in b], {a for a in b}, {a: b for a, b in c}, (a for a in b)
[a for a in b if c if d for e in f if g or h]
[a for a, in b], [a for a.b in c], [a for *a, b in c], [(a, b) for a in b]
[a async for a in b], (await_ for a in b)
[a for a in lambda_ or b]
[(yield a)]
None, True, False, ..., __debug__
a = b, = c
a.b if c.d else e[f]
not a in b, not (a) is b
a\
  + b
(a
 + b  # comment
 )
1 if 1else 2
0xfor x
1.5 .real, 1..real, 1 .real, 1.e5, 1e5, .5e-5
