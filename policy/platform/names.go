package platform

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Each check returns what is wrong with the value and what to do, or an empty string.

var (
	label           = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	applicationName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`)
	ownerName       = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(_[A-Za-z0-9]+)?$`)
	repositoryName  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
	teamSlug        = regexp.MustCompile(`^[a-z0-9_][a-z0-9_-]*$`)
	airflowVersion  = regexp.MustCompile(`^([0-9]{1,3})\.([0-9]{1,3})(\.[0-9]{1,3})?$`)
	pythonVersion   = regexp.MustCompile(`^3\.([0-9]{1,3})$`)
)

// checkNamespace holds a tenant's name to a Kubernetes namespace: an RFC 1123 label, and none that
// Kubernetes keeps for itself. `default` is where a pod without a namespace goes.
func checkNamespace(name string) string {
	switch {
	case len(name) > 63 || !label.MatchString(name):
		return fmt.Sprintf("%q is not a Kubernetes namespace: at most 63 of a-z, 0-9 and `-`, beginning and ending with a letter or digit (RFC 1123 label)", name)
	case name == "default" || strings.HasPrefix(name, "kube-"):
		return fmt.Sprintf("the namespace %q belongs to Kubernetes and cannot be a tenant's; give the tenant a namespace of its own", name)
	}
	return ""
}

// checkApplication holds an application's name to one folder name of the bucket.
func checkApplication(name string) string {
	if !applicationName.MatchString(name) || strings.Contains(name, "..") {
		return fmt.Sprintf("%q is not the name of an application: it is a folder below templates/<namespace>/, of letters, digits, `.`, `_` and `-`", name)
	}
	return ""
}

// moduleName is a Python identifier of ASCII letters: what the analyser accepts in an import.
var moduleName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func checkModule(name string) string {
	if name == "dags" {
		return "`dags` is the bucket's own folder; modules below dags.<namespace> need no entry"
	}
	if !moduleName.MatchString(name) {
		return fmt.Sprintf("%q is not the name of a top-level module; write the part before the first dot, such as orders_common", name)
	}
	return ""
}

// qualifiedName is a name in a module, as an import makes it.
var qualifiedName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$`)

func checkQualified(name string) string {
	if !qualifiedName.MatchString(name) || strings.Contains(name, "__") {
		return fmt.Sprintf("%q is not the full name of an object in a module; write module and name, such as acme_airflow.pods.AcmePodOperator", name)
	}
	return ""
}

func checkArgument(name string) string {
	if !moduleName.MatchString(name) {
		return fmt.Sprintf("%q is not the name of an argument", name)
	}
	return ""
}

// variableKey is a key of an Airflow Variable, or a name of the environment, as the analyser knows it.
var variableKey = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,249}$`)

func checkVariable(key string) string {
	if !variableKey.MatchString(key) {
		return fmt.Sprintf("%q is not the name of a variable: letters, digits and `_.:/-`", key)
	}
	return ""
}

// checkVariables also takes the beginning of keys. One letter would be a beginning of other tenants' too.
func checkVariables(key string) string {
	begin, several := strings.CutSuffix(key, "*")
	if several && len(begin) < 3 {
		return fmt.Sprintf("%q is too short a beginning of keys; write at least three characters before the `*`", key)
	}
	return checkVariable(begin)
}

func checkRepository(name string) string {
	owner, repository, found := strings.Cut(name, "/")
	switch {
	case !found || strings.Contains(repository, "/") || strings.Contains(owner, ":"):
		return fmt.Sprintf("%q is not a repository; write owner/name, such as acme/airflow-dags-orders, without address or `.git`", name)
	case len(owner) > 39 || !ownerName.MatchString(owner):
		return fmt.Sprintf("%q is not the name of an owner on GitHub; write owner/name, such as acme/airflow-dags-orders", owner)
	case !repositoryName.MatchString(repository) || repository == "." || repository == ".." || strings.HasSuffix(strings.ToLower(repository), ".git"):
		return fmt.Sprintf("%q is not the name of a repository on GitHub; write owner/name, such as acme/airflow-dags-orders", repository)
	}
	return ""
}

func checkTeam(slug string) string {
	if strings.Contains(slug, "/") {
		return fmt.Sprintf("%q has an organization in it; write the team's slug alone, such as sre: it is looked for in the repository's organization", slug)
	}
	if !teamSlug.MatchString(slug) {
		return fmt.Sprintf("%q is not a team's slug; write it as in the team's address on GitHub, such as platform-sre", slug)
	}
	return ""
}

// checkBranch holds a base branch to an exact name. A pattern would silently match nothing.
func checkBranch(name string) string {
	switch {
	case strings.ContainsAny(name, "*?[\\^~: \t"):
		return fmt.Sprintf("%q is not the name of a branch; patterns are not supported: name each base branch", name)
	case name == "" || strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/") || strings.HasPrefix(name, "-") || strings.Contains(name, "..") || strings.HasPrefix(name, "refs/"):
		return fmt.Sprintf("%q is not the name of a branch; write it without refs/heads/, such as main", name)
	}
	return ""
}

func checkAirflowVersion(version string) string {
	m := airflowVersion.FindStringSubmatch(version)
	if m == nil || m[3] == "" {
		return fmt.Sprintf("%q is not a version of Airflow; write all three numbers in quotes, such as \"2.10.3\"", version)
	}
	if major, _ := strconv.Atoi(m[1]); major < 2 || major > 3 {
		return fmt.Sprintf("Airflow %s is not supported; Airflow 2 and 3 are", version)
	}
	return ""
}

// The grammars that policy/python reads.
const minPython, maxPython = 9, 14

func checkPythonVersion(version string) string {
	m := pythonVersion.FindStringSubmatch(version)
	if m == nil {
		return fmt.Sprintf("%q is not a version of Python; write two numbers in quotes, such as \"3.11\"", version)
	}
	if minor, _ := strconv.Atoi(m[1]); minor < minPython || minor > maxPython {
		return fmt.Sprintf("Python %s is not supported; 3.%d to 3.%d are", version, minPython, maxPython)
	}
	return ""
}

func checkAbsolute(p string) string {
	if !path.IsAbs(p) || p == "/" || path.Clean(p) != p {
		return fmt.Sprintf("%q is not a folder on the Airflow worker; write an absolute path without `..` or a closing `/`, such as /usr/local/airflow/dags", p)
	}
	return ""
}

// namespacePlaceholder stands in `dag_folder` for the folder that has the tenant's name.
const namespacePlaceholder = "{namespace}"

// cutNamespace takes the placeholder off a DAG folder: what is left is the folder that it lies in.
func cutNamespace(p string) (folder string, placeholder bool) {
	if p == namespacePlaceholder {
		return ".", true
	}
	return strings.CutSuffix(p, "/"+namespacePlaceholder)
}

// checkDAGFolder also takes `.`, a repository that holds nothing but DAGs, and the placeholder as the last folder.
func checkDAGFolder(p string) string {
	folder, placeholder := cutNamespace(p)
	switch {
	case strings.ContainsAny(folder, "{}"):
		return fmt.Sprintf("%q has braces in it; the one placeholder is %s, once, as the whole last folder: dags/%s", p, namespacePlaceholder, namespacePlaceholder)
	case folder == "." && (placeholder || p == "."):
		return ""
	}
	if placeholder && checkFolder(folder) != "" {
		return notAFolder(p)
	}
	return checkFolder(folder)
}

func checkFolder(p string) string {
	if strings.ContainsAny(p, "{}") {
		return fmt.Sprintf("%q has braces in it; this folder is the same for every tenant and has no placeholder", p)
	}
	if path.IsAbs(p) || p == "" || p == "." || p == ".." || strings.HasPrefix(p, "../") || path.Clean(p) != p || strings.ContainsAny(p, "\\*?[") {
		return notAFolder(p)
	}
	return ""
}

func notAFolder(p string) string {
	return fmt.Sprintf("%q is not a folder of a repository; write a relative path without `..` or a closing `/`, such as dags", p)
}

// overlap tells whether one folder is the other or lies in it. The whole repository as DAG folder overlaps
// no template folder: in a DAG repository every .py is a DAG file wherever it lies, a template is told by
// its suffix, and an application's repository has no DAG files.
func overlap(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
