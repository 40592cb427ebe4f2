# Python 2 prints and runs; the deployed version does neither.
print "orders"
