package eval

import (
	"strconv"
	"strings"
)

// kubernetesModels are the classes of the Kubernetes client that only hold data and that a pod's
// specification is made of.
var kubernetesModels = []string{
	"V1Affinity", "V1Capabilities", "V1ConfigMapEnvSource", "V1ConfigMapKeySelector", "V1ConfigMapProjection",
	"V1ConfigMapVolumeSource", "V1Container", "V1ContainerPort", "V1DownwardAPIVolumeFile", "V1DownwardAPIVolumeSource",
	"V1EmptyDirVolumeSource", "V1EnvFromSource", "V1EnvVar", "V1EnvVarSource", "V1ExecAction", "V1HostAlias",
	"V1HostPathVolumeSource", "V1HTTPGetAction", "V1KeyToPath", "V1LabelSelector", "V1LabelSelectorRequirement",
	"V1Lifecycle", "V1LocalObjectReference", "V1NFSVolumeSource", "V1NodeAffinity", "V1NodeSelector",
	"V1NodeSelectorRequirement", "V1NodeSelectorTerm", "V1ObjectFieldSelector", "V1ObjectMeta",
	"V1PersistentVolumeClaimVolumeSource", "V1Pod", "V1PodAffinity", "V1PodAffinityTerm", "V1PodAntiAffinity",
	"V1PodDNSConfig", "V1PodDNSConfigOption", "V1PodSecurityContext", "V1PodSpec", "V1PodTemplateSpec",
	"V1PreferredSchedulingTerm", "V1Probe", "V1ProjectedVolumeSource", "V1ResourceFieldSelector",
	"V1ResourceRequirements", "V1SecretEnvSource", "V1SecretKeySelector", "V1SecretProjection",
	"V1SecretVolumeSource", "V1SecurityContext", "V1SELinuxOptions", "V1SeccompProfile", "V1ServiceAccountTokenProjection",
	"V1Sysctl", "V1TCPSocketAction", "V1Toleration", "V1TopologySpreadConstraint", "V1Volume", "V1VolumeDevice",
	"V1VolumeMount", "V1VolumeProjection", "V1WeightedPodAffinityTerm", "V1CSIVolumeSource", "V1EphemeralVolumeSource",
	"V1GlusterfsVolumeSource", "V1AWSElasticBlockStoreVolumeSource", "V1AzureFileVolumeSource", "V1FlexVolumeSource",
	"V1AppArmorProfile", "V1ImageVolumeSource", "V1ISCSIVolumeSource", "V1FCVolumeSource", "V1RBDVolumeSource",
	"V1CephFSVolumeSource", "V1AzureDiskVolumeSource", "V1GCEPersistentDiskVolumeSource", "V1WindowsSecurityContextOptions",
}

// model is a class that only holds its arguments.
func model(typ string, positional ...string) handler {
	return func(e *evaluator, c *site) value {
		if !e.dataOnly(c) || len(c.pos) > len(positional) && positional != nil {
			return e.refuse(c)
		}
		e.charge(modelWork)
		var keys, items []value
		for i, v := range c.pos {
			name := strconv.Itoa(i)
			if i < len(positional) {
				name = positional[i]
			}
			keys, items = append(keys, strValue(name)), append(items, v)
		}
		for _, k := range c.kw {
			keys, items = append(keys, strValue(k.name)), append(items, k.value)
		}
		return objectValue(typ, keys, items)
	}
}

// harmlessSchema are the keys of a Param's JSON schema that name no other schema. `$ref` fetches.
var harmlessSchema = set("default", "description", "description_md", "type", "enum", "title", "minimum", "maximum", "format", "minLength",
	"maxLength", "const", "multipleOf", "examples", "values_display", "section", "source")

// harmlessFormats are the formats of a Param that are cheap to check; `regex` compiles what it is given.
var harmlessFormats = set("date", "date-time", "time", "email", "multiline", "uuid", "ipv4", "ipv6")

// harmlessFormat tells whether a format of a Param is one of these.
func harmlessFormat(v value) bool {
	return v.kind == noneKind || v.kind == strKind && harmlessFormats[v.s]
}

func param(e *evaluator, c *site) value {
	if !e.dataOnly(c) || len(c.pos) > 2 {
		return e.refuse(c)
	}
	var keys, items []value
	for i, v := range c.pos {
		keys, items = append(keys, strValue([]string{"default", "description"}[i])), append(items, v)
	}
	for _, k := range c.kw {
		if k.name == "schema" {
			if k.value.kind != dictKind {
				return e.unknown(c.node, codeArgument, "the schema of a Param is not known")
			}
			for i, key := range k.value.o.keys {
				if key.kind != strKind || !harmlessSchema[key.s] || key.s == "format" && !harmlessFormat(k.value.o.items[i]) {
					e.unknown(c.node, codeArgument, "a key of the Param's schema is not on the closed list")
				}
			}
		} else if k.name == "format" && !harmlessFormat(k.value) {
			e.unknown(c.node, codeArgument, "the format of the Param is not on the closed list")
		} else if !harmlessSchema[k.name] {
			e.unknown(c.node, codeArgument, "the key "+k.name+" of the Param's schema is not on the closed list")
		}
		if k.name == "description_md" && (k.value.kind != strKind || strings.Contains(k.value.s, "<")) && k.value.kind != noneKind {
			e.unknown(c.node, codeArgument, "the description of a Param may hold HTML, which older Airflow shows as it stands")
		}
		keys, items = append(keys, strValue(k.name)), append(items, k.value)
	}
	for _, v := range items {
		e.noObjects(v, e.here(c.node.Span))
	}
	return objectValue(typeParam, keys, items)
}

const typeParam = "airflow.models.param.Param"

func xcomArg(e *evaluator, c *site) value {
	args, ok := c.take("operator", "key")
	if !ok || args[0].kind != taskKind && args[0].kind != unknownKind {
		return e.refuse(c)
	}
	return value{kind: opaqueKind, s: "the result of a task", n: opaqueXCom, o: args[0].o}
}
