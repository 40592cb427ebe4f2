é = ｐool = 1
import ｏｓ, a.ｂ.c as ｄ
from ｍ.ｎ import ｘ as ｙ
os.ſystem(ｐool=1)
def ｆ(ａ): global ｇ, h
class Ａ: pass
𝓮𝓿𝓪𝓵('1')
ª = º = ℘ = µ
ｉf = 1
x·y = 1
match x:
    case Ａ(ｂ=ｃ): pass
try: pass
except X as ｅ: pass
x.ａ = ﬁ
lambda ａ: ａ
