package sekisho.rules.pod.dns_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.dns

of(path, value) := testing.template_file({"fields": {path: testing.field(value)}})

test_use if {
	every path in ["spec.dnsConfig.nameservers[0]", "spec.hostAliases[0].ip", "spec.dnsPolicy", "spec.subdomain"] {
		found := dns.findings with input as of(path, "x")
		testing.messages(found) == {"use"}
	}
	inline := dns.findings with input as testing.pod({"inline": {"host_aliases": testing.unknown}})
	testing.messages(inline) == {"use"}
}

test_plain if {
	count(dns.findings) == 0 with input as of("spec.dnsPolicy", "ClusterFirst")
	count(dns.findings) == 0 with input as of("spec.dnsConfig.options[0].name", "ndots")
	count(dns.findings) == 0 with input as testing.template_file({})
}
