package eval

import (
	"path"
	"strings"

	"github.com/sekisho/sekisho/policy/python"
)

const (
	typePath      = "path"
	typeParents   = "path.parents"
	typeDatetime  = "datetime"
	typeDate      = "date"
	typeTimedelta = "timedelta"
	typeTimezone  = "timezone"
	typeLogger    = "logger"
	typeLabel     = "label"
	typeAssetAny  = "airflow.assets.AssetAny"
	typeAssetAll  = "airflow.assets.AssetAll"
)

// mountedFile is `__file__` as a worker sees it: what the platform's dag_folder names is deployed to
// dags/<namespace>/ of the bucket, whose root is mounted at the platform's dags_path. Of a file that lies
// elsewhere in the repository nobody said where it is deployed, if at all.
func (e *evaluator) mountedFile() value {
	folder, own := "dags", false
	if p := e.config.Platform; p != nil && p.DAGFolder != "" {
		folder, own = strings.Trim(p.DAGFolder, "/"), p.NamespaceFolder
	}
	namespace := e.config.Tenant.Namespace
	if namespace == "" {
		return opaque("the path of the file", 0)
	}
	deployed := folder
	if own {
		deployed = path.Join(folder, namespace)
	}
	rest := e.path
	if deployed != "." {
		below := false
		if rest, below = strings.CutPrefix(e.path, deployed+"/"); !below {
			return opaque(outsideFile, 0)
		}
	}
	if !own && folder != "." && strings.HasPrefix(rest, namespace+"/") {
		// Deployed to the tenant's folder it lies one level deeper than where the folder of its name
		// is the tenant's: a test of its own path tells which, and the analyser cannot.
		return opaque(unplacedFile, 0)
	}
	return strValue(strings.TrimRight(e.mountRoot(), "/") + "/dags/" + namespace + "/" + rest)
}

// What a message says of a path that is made of the `__file__` of such a file.
const (
	outsideFile  = "the path of a file outside the folder that dag_folder of sekisho.yml says is deployed"
	unplacedFile = "the path of a file in a folder named after its tenant, of which dag_folder of sekisho.yml does not say that it is what is deployed"
)

// workingPath is what is said of a path that begins where the process runs, or may.
func workingPath(from value) string {
	if from.kind == strKind {
		return "a path below the working directory"
	}
	return fromPath(from)
}

// fromPath is what is said of a path that was made of another: why that one is not known, where somebody
// can do something about it.
func fromPath(from value) string {
	if isPath(from) {
		from = from.o.items[0]
	}
	if from.kind == opaqueKind && (from.s == outsideFile || from.s == unplacedFile) {
		return from.s
	}
	return "a path"
}

// mountRoot is where a worker has the root of the bucket.
func (e *evaluator) mountRoot() string {
	if p := e.config.Platform; p != nil && p.DAGsPath != "" {
		return path.Clean(p.DAGsPath)
	}
	return "/usr/local/airflow/dags"
}

// mounted tells whether a path stays below the mount of the bucket on its way. Repositories hold no links, so
// there `..` is what it says; anywhere else it may follow a link first.
func (e *evaluator) mounted(s string) bool {
	rest, below := strings.CutPrefix(s, strings.TrimRight(e.mountRoot(), "/"))
	if !below || rest != "" && rest[0] != '/' {
		return false
	}
	depth := 0
	for _, part := range strings.Split(rest, "/") {
		switch part {
		case "", ".":
		case "..":
			if depth--; depth < 0 {
				return false
			}
		default:
			depth++
		}
	}
	return true
}

func isPath(v value) bool { return v.kind == objectKind && v.o.typ == typePath }

// pathValue is a pathlib path; its text is its one argument.
func pathValue(text value) value {
	return value{kind: objectKind, o: &object{typ: typePath, items: []value{text}}, why: text.why}
}

// pathText is str(path).
func (e *evaluator) pathText(v value) (value, bool) {
	text := v.o.items[0]
	text.why = v.why
	return text, true
}

// purePath is the text that pathlib keeps of a path: empty and `.` parts are dropped, `..` is not.
func purePath(s string) string {
	lead := ""
	switch {
	case strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "///"):
		lead = "//"
	case strings.HasPrefix(s, "/"):
		lead = "/"
	}
	var parts []string
	for _, part := range strings.Split(s, "/") {
		if part != "" && part != "." {
			parts = append(parts, part)
		}
	}
	if lead == "" && len(parts) == 0 {
		return "."
	}
	return lead + strings.Join(parts, "/")
}

// joinPath is `left / right` of pathlib.
func (e *evaluator) joinPath(left, right value) (value, bool) {
	a, ok1 := pathPart(left)
	b, ok2 := pathPart(right)
	e.charge((len(a) + len(b)) / 16)
	if len(a)+len(b) > maxPath {
		return value{}, false
	}
	if !ok1 || !ok2 {
		if isPlainText(left) && isPlainText(right) {
			whole := opaque(fromPath(left), opaqueText)
			if whole.f = e.pieces(left) + e.pieces(right); whole.f > maxPieces || !e.alloc(&python.Pass{}, int(whole.f*pieceBytes/4)) {
				return value{}, false
			}
			return pathValue(whole), true
		}
		return value{}, false
	}
	v := pathValue(strValue(purePath(posixJoin(a, b))))
	v.why = left.why
	if v.why == nil {
		v.why = right.why
	}
	return v, true
}

func isPlainText(v value) bool { return isPath(v) || isPlain(v) && v.kind != noneKind }

func pathPart(v value) (string, bool) {
	if isPath(v) {
		v = v.o.items[0]
	}
	return v.s, v.kind == strKind && v.n == 0
}

// posixJoin is posixpath.join of two parts.
func posixJoin(a, b string) string {
	switch {
	case strings.HasPrefix(b, "/"):
		return b
	case a == "" || strings.HasSuffix(a, "/"):
		return a + b
	}
	return a + "/" + b
}

// maxPath bounds a path, in bytes, as Linux does.
const maxPath = 4096

func (e *evaluator) pathAttribute(base value, name string) (value, bool) {
	text := base.o.items[0]
	e.charge(len(text.s) / 16)
	if len(text.s) > maxPath {
		return value{}, false
	}
	switch name {
	case "joinpath", "resolve", "absolute", "as_posix", "with_name", "with_suffix", "expanduser":
		return method(base, name), name != "expanduser"
	}
	if text.kind != strKind {
		switch name {
		case "parent":
			return pathValue(e.textOf(text, fromPath(text), 1)), true
		case "name", "stem", "suffix":
			return e.textOf(text, "a part of a path", 1), true
		}
		return value{}, false
	}
	switch name {
	case "parent":
		v := pathValue(strValue(pathParent(text.s)))
		v.why = base.why
		return v, true
	case "parents":
		var items []value
		for at := text.s; ; {
			up := pathParent(at)
			if up == at {
				break
			}
			items = append(items, pathValue(strValue(up)))
			at = up
		}
		return objectValue(typeParents, nil, items), true
	case "name":
		return strValue(pathName(text.s)), true
	case "stem", "suffix":
		stem, suffix, ok := splitSuffix(pathName(text.s))
		if name == "suffix" {
			stem = suffix
		}
		return strValue(stem), ok
	}
	return value{}, false
}

func pathName(s string) string {
	if s == "/" || s == "//" || s == "." {
		return ""
	}
	return s[strings.LastIndexByte(s, '/')+1:]
}

// splitSuffix is pathlib's stem and suffix of a name. Of a name that begins with two dots or ends in one,
// Python 3.14 has another than those before.
func splitSuffix(name string) (stem, suffix string, ok bool) {
	if strings.HasPrefix(name, "..") || strings.HasSuffix(name, ".") {
		return "", "", false
	}
	at := strings.LastIndexByte(name, '.')
	if at <= 0 {
		return name, "", true
	}
	return name[:at], name[at:], true
}

// pathParent is the text of PurePosixPath(s).parent.
func pathParent(s string) string {
	at := strings.LastIndexByte(s, '/')
	switch {
	case s == "." || s == "/" || s == "//":
		return s
	case at < 0:
		return "."
	case at == 0:
		return "/"
	case at == 1 && s[0] == '/':
		return "//"
	}
	return s[:at]
}

func (e *evaluator) pathMethod(receiver value, name string, c *site) (value, bool) {
	if !e.dataOnly(c) || len(c.kw) > 0 {
		return value{}, false
	}
	text := receiver.o.items[0]
	for _, v := range append([]value{text}, c.pos...) {
		e.charge(len(v.s) / 16)
		if len(v.s) > maxPath {
			return value{}, false
		}
	}
	switch name {
	case "as_posix":
		v, _ := e.pathText(receiver)
		return v, len(c.pos) == 0
	case "joinpath":
		v := receiver
		for _, part := range c.pos {
			var ok bool
			if v, ok = e.joinPath(v, part); !ok {
				return value{}, false
			}
		}
		return v, true
	case "resolve", "absolute":
		if len(c.pos) > 0 {
			return value{}, false
		}
		// It asks for each part whether it is a link.
		e.charge(strings.Count(text.s, "/"))
		e.processed(value{f: text.f / 2})
		// `absolute` keeps `..` and asks for no link.
		if text.kind != strKind || !strings.HasPrefix(text.s, "/") {
			return pathValue(e.textOf(text, workingPath(text), 1)), true
		}
		if name == "absolute" {
			return receiver, true
		}
		if !e.mounted(text.s) {
			return value{}, false
		}
		v := pathValue(strValue(path.Clean(text.s)))
		v.why = receiver.why
		return v, true
	case "with_name", "with_suffix":
		if len(c.pos) != 1 || c.pos[0].kind != strKind || text.kind != strKind || strings.Contains(c.pos[0].s, "/") {
			return value{}, false
		}
		old := pathName(text.s)
		if old == "" || c.pos[0].s == "" && name == "with_name" || c.pos[0].s == "." {
			return value{}, false
		}
		with := c.pos[0].s
		if name == "with_suffix" {
			if with != "" && with[0] != '.' {
				return value{}, false
			}
			stem, _, ok := splitSuffix(old)
			if !ok || strings.HasSuffix(with, ".") {
				return value{}, false
			}
			with = stem + with
		}
		v := pathValue(strValue(text.s[:len(text.s)-len(old)] + with))
		v.why = receiver.why
		return v, true
	}
	return value{}, false
}
