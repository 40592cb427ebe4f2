package sekisho.rules.template.placeholder_test

import data.sekisho.lib.testing
import data.sekisho.rules.template.placeholder

of(path) := testing.template_file({"problems": [{"code": "placeholder", "path": path, "message": "m", "span": testing.span(3)}]})

test_use if {
	every path in ["metadata.namespace", "spec.containers[0].imagePullPolicy", ""] {
		found := placeholder.findings with input as of(path)
		testing.messages(found) == {"use"}
	}
}

test_image if {
	every path in ["spec.containers[0].image", "spec.initContainers[12].image"] {
		count(placeholder.findings) == 0 with input as of(path)
	}
}

test_other_problems if {
	count(placeholder.findings) == 0 with input as testing.template_file({"problems": [{"code": "tag", "path": "x", "message": "m", "span": testing.span(3)}]})
}
