package eval

import "testing"

// KubernetesPodOperator makes two of its lists longer, which are the file's too.
func TestListsThatAPodMakesLonger(t *testing.T) {
	const imports = "from kubernetes.client import models as k8s\n" +
		"from airflow.kubernetes.pod_runtime_info_env import PodRuntimeInfoEnv\n" +
		"E = [k8s.V1EnvVar(name='A', value='b')]\nF = [k8s.V1EnvFromSource()]\n"
	const first = "KubernetesPodOperator(task_id='a', namespace='team-a', "
	for arguments, declarative := range map[string]bool{
		"env_vars=E":                                                      true,
		"env_vars=E, pod_runtime_info_envs=[]":                            true,
		"env_vars=E, pod_runtime_info_envs=None":                          true,
		"env_vars=[], pod_runtime_info_envs=[1]":                          true,
		"env_from=F":                                                      true,
		"configmaps=['x']":                                                true,
		"env_from=F, configmaps=['x']":                                    false,
		"env_from=F, default_args={'configmaps': 'x'}":                    false,
		"env_vars=E, pod_runtime_info_envs=[PodRuntimeInfoEnv('a', 'b')]": false,
	} {
		out := run(t, prologue+imports+first+arguments+")\nns = 'team-b' if len(E) + len(F) > 2 else 'team-a'"+launch)
		if out.Declarative != declarative {
			t.Errorf("%s: declarative %v: %s", arguments, out.Declarative, problems(out))
		}
	}
}
