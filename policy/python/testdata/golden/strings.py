'a', "b", '''c''', """d""", '', "", '''''', """"""
'a' "b" '''c'''
u'a', U'b', u'a' 'b', 'a' u'b'
b'a', B"b", b'\x00\xff\n\'\"\\', b'a' B'b' rb'\x' Rb'c' bR'd' BR'e', b'\777\1', b'\u1234\N{DASH}'
r'\n', R'\\', r'\'', r"""\"a"""
'\a\b\f\n\r\t\v\\\'\"\0\12\123\777\8\x41\u00e9\U0001F600\N{BULLET}\N{LINE FEED}\N{lf}\N{HANGUL SYLLABLE GAG}\N{CJK UNIFIED IDEOGRAPH-4E00}\q\%'
'\ud800', '\udc00\ud800', '\ud83d\ude00'
'a\
b', '''a\
b
c'''
('a'
 'b'  # comment
 'c')
'''a'b''c\'''d'''
'é' 'ü😀', x
'a' 'b'.c, 'a'['b'](), -'a'
'tab	in', 'formfeed', '\	'
'\é'
'{x}' '{{'
