package sekisho.rules.pod.volume_type_test

import data.sekisho.lib.testing
import data.sekisho.rules.pod.volume_type

of(types) := testing.template_file({"volumes": [{"name": "v", "types": types, "path": "spec.volumes[0]", "span": testing.span(6)}]})

test_template if {
	every type in ["hostPath", "nfs", "csi", "ephemeral", "a type of tomorrow"] {
		found := volume_type.findings with input as of([type])
		testing.messages(found) == {"use"}
	}
}

test_no_type if {
	found := volume_type.findings with input as of([])
	testing.messages(found) == {"none"}
}

test_allowed if {
	every type in ["emptyDir", "configMap", "secret", "persistentVolumeClaim", "projected"] {
		count(volume_type.findings) == 0 with input as of([type])
	}
}

inline(type) := testing.pod({"inline": {"volumes": testing.list_of([
	testing.object_of("kubernetes.client.models.v1_volume.V1Volume", {"name": testing.const("h"), type: testing.unknown}),
])}})

test_inline if {
	every type in ["host_path", "hostPath", "nfs"] {
		found := volume_type.findings with input as inline(type)
		testing.messages(found) == {"use"}
	}
	count(volume_type.findings) == 0 with input as inline("empty_dir")
}
