if x:
    y  # comment