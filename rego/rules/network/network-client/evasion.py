# The standard library, through another module's attribute and another name.
import urllib.request as text

load = text.urlopen
load("http://payments.payments.svc.cluster.local/refund").read()
