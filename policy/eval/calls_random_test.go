package eval

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestRandomCalls evaluates random calls of the functions that calls.txt has, over values at which implementations differ, with the
// interpreter and with CPython: what the interpreter calls known must be what CPython computes.
func TestRandomCalls(t *testing.T) {
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: random calls are not compared with CPython's. Install Python 3.9 or later.")
	}
	text, err := os.ReadFile(callsFile)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "\n\n")
	count, seed := 3000, uint64(1)
	if n, err := strconv.Atoi(os.Getenv("SEKISHO_DIFFERENTIAL")); err == nil {
		count, seed = n, uint64(time.Now().UnixNano())
	}
	g := &calls{operations{rand.New(rand.NewPCG(seed, 9))}}
	var known []string
	var values []value
	for range count {
		source := head + "\n" + g.statements() + "\n"
		if v, ok := operationValue(source); ok {
			known, values = append(known, source), append(values, v)
		}
	}
	exact := 0
	for i, results := range runOperations(t, interpreter, known) {
		for _, want := range results {
			if want[0] == "raised" {
				continue
			}
			if values[i].kind != opaqueKind {
				exact++
			}
			if !stands(values[i], want) {
				t.Errorf("%s\nis %s; CPython has %v", strings.TrimPrefix(known[i], head), describe(values[i]), want)
				break
			}
		}
	}
	t.Logf("%d sources, %d without an unknown, %d values compared", count, len(known), exact)
	if exact < count/4 {
		t.Errorf("only %d values were compared", exact)
	}
}

// calls writes random calls.
type calls struct{ operations }

// atom may be one of two values, or text that is not known.
func (g *calls) atom() string {
	switch g.IntN(12) {
	case 0:
		return "c"
	case 1:
		return g.pick("COND", "('x' + COND)", "len(COND)")
	}
	return g.operations.atom()
}

// statements set r.
func (g *calls) statements() string { return "c = " + g.joined() + "\n" + g.result() }

func (g *calls) result() string {
	switch g.IntN(6) {
	case 0:
		return g.setChanges()
	case 1:
		return g.dictChanges()
	case 2:
		bound := func() string { return g.pick("", g.pick("0", "1", "-1", "2", "-2", "5", "-9")) }
		return "l = [" + g.list(1) + "]\nm = l\nl[" + bound() + ":" + bound() + "] = " + g.pick(g.sequence(1), "l", "m[1:]", "l + l") + "\nr = [l, m]"
	}
	return "r = " + g.call()
}

func (g *calls) setChanges() string {
	var b strings.Builder
	set := func() string {
		return g.pick("{"+g.key()+", "+g.key()+"}", "{"+g.key()+"}", "set()", "s", "frozenset(["+g.key()+"])", "set("+g.sequence(1)+")")
	}
	b.WriteString("s = set(" + g.sequence(1) + ")\nt = s\n")
	for range 1 + g.IntN(4) {
		b.WriteString(g.pick("s.add("+g.key()+")", "s.discard("+g.key()+")", "s.remove("+g.key()+")", "s |= "+set(), "s &= "+set(), "s -= "+set(), "s ^= "+set(),
			"s.clear()", "s.update("+g.sequence(1)+")", "s.difference_update("+g.sequence(1)+")", "s.intersection_update("+set()+")",
			"s.symmetric_difference_update("+g.sequence(1)+")", "s = s | "+set(), "s = s ^ "+set()) + "\n")
	}
	b.WriteString("r = " + g.pick("[s, t]", "[len(s), len(t), s is t]", "s == t", "sorted(map(str, s)) if len(s) < 2 else len(s)", "s < "+set(), "s >= "+set(), "s.isdisjoint("+g.sequence(1)+")",
		"s.issubset("+set()+")", "s.issuperset("+g.sequence(1)+")", "s == "+set(), g.key()+" in s"))
	return b.String()
}

func (g *calls) dictChanges() string {
	var b strings.Builder
	factory := g.pick("list", "int", "dict", "set", "str", "tuple", "bool", "float")
	b.WriteString("d = " + g.pick("defaultdict("+factory+")", "defaultdict("+factory+", "+g.dict()+")", "Counter()", "Counter("+g.text()+")", "Counter("+g.sequence(1)+")", "Counter(a=2, b=1)") + "\nc = d\n")
	for range 1 + g.IntN(4) {
		b.WriteString(g.pick("d["+g.key()+"]", "d["+g.key()+"] = "+g.integer(), "d["+g.key()+"] += "+g.pick("1", "'a'", "[1]", "2"), "d.get("+g.key()+")", "d.setdefault("+g.key()+", 3)",
			"d.pop("+g.key()+", None)", "d = d.copy()", "d = copy.deepcopy(d)", "d.update("+g.dict()+")", "d |= "+g.dict(), "d = dict(d)", "d = d | "+g.dict(), "x = {**d}",
			"d["+g.key()+"].append(1)") + "\n")
	}
	b.WriteString("r = " + g.pick("[dict(d), dict(c)]", "list(d.items())", "len(d)", "d["+g.key()+"]", "list(d)", "d.most_common()", "d.most_common(2)", "sum(d.values())", g.key()+" in d", "json.dumps(list(d.values()))"))
	return b.String()
}

func (g *calls) call() string {
	words := func() string {
		return g.pick(g.text(), g.text(), g.pick(g.text(), "c", "COND", "('x' + COND)"), `'a "b c" d'`, `"it's"`, `'a\\ b'`, "'a;b $c'", `'"a\\"b"'`, "'-x --y=z'", "'a=b&c'", "'~_.-'")
	}
	numbers := func() string {
		return g.pick("[3, 1, 2]", "[]", "range(4)", "[True, 2]", "(1, 1.5)", "[0.1, 0.2]", "{1, 2}", "[1, 'a']")
	}
	small := func() string { return g.pick("0", "1", "2", "3", "5", "-1", "None") }
	lists := func() string {
		return g.pick("[[1], [2, 3]]", "[(1,), (2,)]", "[]", "[[], ['a']]", "['ab', 'c']", "[[1], (2,)]")
	}
	span := func() string {
		return "timedelta(" + g.pick("days=", "hours=", "microseconds=", "minutes=", "seconds=") + g.pick("0", "1", "-1", "25", "-25", "100", "1000000") + ")"
	}
	day := func() string {
		return g.pick("date(2024, 2, 29)", "date(2023, 12, 31)", "date(1900, 3, 1)", "date(2024, 1, 1)", "datetime(2024, 2, 29, 23, 59, 59)", "datetime(2024, 1, 1)", "datetime(2024, 1, 1, 0, 0, 0, 5)",
			"datetime(2024, 2, 30)", "date("+g.integer()+", 1, 1)", "datetime(2024, 12, 31, 12)", "date.fromisoformat('2024-05-0"+g.pick("1", "9", "x")+"')", "datetime.strptime('2024-05-01', '%Y-%m-%d')")
	}
	switch g.IntN(14) {
	case 0:
		return g.pick("divmod("+g.integer()+", "+g.integer()+")", "pow("+g.pick("2", "-3", "0", "10")+", "+g.pick("0", "1", "5", "62", "63", "-1")+")", "pow("+g.pick("2", "-3", "0")+", "+g.pick("0", "7", "1000")+", "+g.pick("7", "1", "-5", "0", "1000003")+")",
			"hex("+g.integer()+")", "oct("+g.integer()+")", "bin("+g.integer()+")", "chr("+g.pick("0", "65", "233", "55296", "1114111", "1114112", "-1")+")", "ord("+g.text()+")",
			"format("+g.atom()+", '"+g.spec()+"')", "format("+g.atom()+")", "sum("+numbers()+")", "sum("+numbers()+", "+g.atom()+")", "sum("+lists()+", "+g.pick("[]", "()", "''", "[0]")+")")
	case 1:
		return g.pick("list(dict.fromkeys("+g.sequence(1)+", "+g.atom()+").items())", "next(iter("+g.sequence(1)+"), 'none')", "next(iter("+g.dict()+".items()), None)", "list(itertools.islice("+g.sequence(1)+", "+small()+"))",
			"list(itertools.islice("+g.sequence(1)+", "+small()+", "+small()+"))", "list(itertools.islice("+g.sequence(1)+", "+small()+", "+small()+", "+small()+"))")
	case 2:
		return "list(itertools." + g.pick("combinations", "permutations") + "(" + g.sequence(1) + ", " + small() + "))"
	case 3:
		return "list(itertools." + g.pick("zip_longest("+g.sequence(1)+", "+g.sequence(1)+")", "zip_longest("+g.sequence(1)+", "+g.sequence(1)+", fillvalue="+g.atom()+")", "accumulate("+numbers()+")", "accumulate("+numbers()+", operator."+g.pick("mul", "sub", "or_", "floordiv")+")",
			"accumulate("+numbers()+", initial="+g.atom()+")", "chain.from_iterable("+lists()+")", "repeat("+g.atom()+", "+small()+")") + ")"
	case 4:
		return "list(zip(" + g.sequence(1) + ", itertools." + g.pick("count("+g.pick("", "3", "-2", "2, 3")+")", "cycle("+g.sequence(1)+")", "repeat("+g.atom()+")") + "))"
	case 5:
		return "reduce(" + g.pick("lambda a, b: a + b", "lambda a, b: [a, b]", "operator.add", "operator.mul", "operator.or_", "operator.iadd", "lambda a, b: b") + ", " + g.pick(numbers(), lists(), g.sequence(1)) + g.pick("", ", "+g.atom()) + ")"
	case 6:
		return g.pick("shlex.split("+words()+")", "shlex.quote("+words()+")", "shlex.join(["+words()+", "+words()+"])", "urllib.parse.quote("+words()+g.pick("", ", safe="+words())+")", "urllib.parse.quote_plus("+words()+g.pick("", ", "+words())+")",
			"urllib.parse.urlencode("+g.dict()+")", "textwrap.indent("+words()+", "+words()+")", "string.capwords("+words()+")")
	case 7:
		return "string.Template(" + g.pick(words(), "'$a ${b}$$'", "'${a'", "'$A_1é$'", "'$aé ${a}b'", "'$$a'", "'$ a'") + ")." + g.pick("substitute", "safe_substitute") + "(" + g.pick("", "a="+g.atom(), "a="+g.atom()+", b="+g.atom(), "{'a': "+g.atom()+"}, b="+g.atom(), "A_1="+g.atom()) + ")"
	case 8:
		return g.pick("base64.b64encode(("+words()+").encode()).decode()", "base64."+g.pick("b64decode", "urlsafe_b64decode")+"("+g.pick("'aGVsbG8='", "'_-8='", "b'YQ=='", "'YQ'", "'YR=='", "'+/8='", "''", "'a b='")+")",
			"hashlib."+g.pick("md5", "sha1", "sha256", "sha512", "sha224", "sha384")+"(("+words()+").encode())."+g.pick("hexdigest()", "digest()"), "("+words()+").encode()."+g.pick("hex()", "decode()", "decode('ascii')"))
	case 9:
		pattern := g.pick("'a'", "'[a-c]+'", "'^a'", "'b$'", `'\\d+'`, `'\\w*b'`, "'(a|b)c?'", "'a.c'", "'[^a]'", "'a{2}'", "''", "'x|'", "'a*b*'", `'\\.'`, "'[.-]'", "'(?:ab)c'", "'a+?'", "'[\\\\s,]'")
		return g.pick("re."+g.pick("match", "search", "fullmatch")+"(r"+pattern+", "+words()+")", "re.compile(r"+pattern+")."+g.pick("match", "search", "fullmatch")+"("+words()+")") + " is " + g.pick("None", "not None")
	case 10, 11:
		return g.pick(day()+" + "+span(), day()+" - "+span(), "str("+day()+" - "+span()+")", "("+day()+" - "+day()+").days", "("+day()+" - "+day()+").seconds", day()+" < "+day(), day()+" == "+day(), "max("+day()+", "+day()+")",
			"f'{"+day()+":%Y%m%d}|{"+day()+"}'", day()+".strftime('%"+g.pick("Y", "m", "d", "H", "M", "S", "f", "j", "y", "I", "u", "w", "%", "B", "p")+"')", day()+".isoformat()", day()+".replace("+g.pick("day=1", "month=2", "year=2023", "hour=3")+")",
			day()+"."+g.pick("year", "month", "day", "hour", "minute", "second"), day()+"."+g.pick("weekday()", "isoweekday()", "date()"), "("+span()+").days", "("+span()+").seconds", "sorted(["+day()+", "+day()+"])", day()+" in ["+day()+"]")
	case 12:
		return g.pick("type("+g.atom()+").__name__", "type("+g.sequence(1)+") is "+g.pick("list", "dict", "tuple", "str"), "hasattr("+g.atom()+", '"+g.pick("items", "append", "real", "upper", "__iter__", "__len__", "count", "bit_count", "is_integer", "add")+"')",
			"isinstance("+g.atom()+", "+g.pick("Mapping", "Sequence", "(Set, int)", "Iterable", "(str, bytes)", "type(None)")+")", "callable("+g.atom()+")", "type("+g.atom()+") == type("+g.atom()+")", "type("+g.atom()+") in (int, str, list)")
	}
	return g.pick("("+words()+").translate(str.maketrans("+g.pick("'ab', 'xy'", "'a', 'é', 'b'", "{'a': None}", "{97: 'xyz'}", "'a', 'bc'")+"))", "("+words()+").center("+small()+g.pick("", ", '-'")+")", "'{a}|{b}'.format_map({'a': "+g.atom()+", 'b': "+g.atom()+"})",
		"("+words()+")."+g.pick("isdecimal()", "isnumeric()", "isidentifier()", "isascii()"))
}
