names = ["load"]
while len(names) < 3:
    names.append("clean")
