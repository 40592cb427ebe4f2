try: pass
except A, B: pass
except C, (D, E), F.g: pass
try: pass
except* A, B: pass
try: pass
except (A, B) as c: pass
