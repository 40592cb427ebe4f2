package hostile

import (
	"fmt"
	"strings"
	"unicode"
)

// long is how many bytes the largest files have: a little less than is read.
const long = 2_000_000

// most is how many tokens the largest files have: a little less than are read.
const most = 490_000

// fill repeats a line up to the largest size.
func fill(line string) string {
	return strings.Repeat(line, min(long/len(line), most/max(tokens(line), 1)))
}

// tokens counts words and signs, which is about how many tokens a line has, or more.
func tokens(line string) int {
	n, word := 0, false
	for _, c := range line {
		letter := c == '_' || c > 127 || unicode.IsLetter(c) || unicode.IsDigit(c)
		if letter && !word || !letter && c != ' ' {
			n++
		}
		word = letter
	}
	return n
}

// declared are files that say much: DAGs, tasks, pods and what is wrong with them.
func declared() map[string]string {
	var env, labels strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&env, "'VARIABLE_%d': 'value %[1]d', ", i)
	}
	for i := range 60 {
		fmt.Fprintf(&labels, "'VARIABLE_%d': 'value %[1]d', ", i)
	}
	return map[string]string{
		"thousand DAGs":              manyOf("DAG('orders.d%d', schedule='*/5 * * * *', tags=['a', 'b'], start_date=datetime(2024, 1, 1))\n", 990),
		"DAGs of another tenant":     manyOf("DAG('payments.d%d', schedule='* * * * *', catchup=True)\n", 990),
		"thousand tasks":             manyOf("KubernetesPodOperator(task_id='t%d', namespace='orders', name='n%[1]d', cmds=['a', 'b'], arguments=['c', '{{ ds }}'], pod_template_file='/usr/local/airflow/dags/templates/orders/a/b.yaml', dag=dag)\n", 990),
		"thousand foreign pods":      manyOf("KubernetesPodOperator(task_id='t%d', namespace='payments', image='x', env_vars={'a': 'b'}, labels={'a': 'b'}, volumes=[], service_account_name='admin', in_cluster=False, kubernetes_conn_id='other', pod_template_file='/usr/local/airflow/dags/templates/payments/a.yaml', dag=dag)\n", 990),
		"pods of one loop":           "for i in range(990):\n    KubernetesPodOperator(task_id=f't{i}', namespace='payments', image='x', env_vars={'a': 'b'}, service_account_name='admin', dag=dag)\n",
		"pods of one line":           strings.Repeat("KubernetesPodOperator(task_id='t', namespace='payments', image='x', dag=dag); ", 990) + "\n",
		"huge environments":          "ENV = {" + env.String() + "}\nfor i in range(990):\n    KubernetesPodOperator(task_id=f't{i}', namespace='orders', env_vars=ENV, dag=dag)\n",
		"huge environments, written": manyOf("KubernetesPodOperator(task_id='t%d', env_vars={"+labels.String()+"}, dag=dag)\n", 990),
		"huge shared default":        "ENV = {" + env.String() + "}\nwith DAG('orders.e', default_args={'env_vars': ENV, 'namespace': 'payments'}):\n    for i in range(980):\n        KubernetesPodOperator(task_id=f't{i}')\n",
		"chains of names":            "a0 = 'payments'\n" + chainOfNames(5000) + "for i in range(900):\n    KubernetesPodOperator(task_id=f't{i}', namespace=a5000, dag=dag)\n",
		"long chains of task":        "a = 'payments'\n" + strings.Repeat("a = a + 'x'\n", 9000) + "KubernetesPodOperator(task_id='t', namespace=a, dag=dag)\n",
		"foreign sensors":            "from airflow.sensors.external_task import ExternalTaskSensor\n" + manyOf("ExternalTaskSensor(task_id='t%d', external_dag_id='payments.d%[1]d', pool='p%[1]d', queue='q%[1]d', dag=dag)\n", 990),
		"variables":                  "from airflow.models import Variable\n" + manyOf("Variable.get('payments_%d')\n", 9000),
		"connections":                "from airflow.hooks.base import BaseHook\n" + manyOf("BaseHook.get_connection('c%d')\n", 9000),
		"database calls":             "import psycopg2\n" + manyOf("psycopg2.connect('host=%d').cursor().execute('select')\n", 9000),
		"other operators":            "from airflow.operators.bash import BashOperator\n" + manyOf("BashOperator(task_id='t%d', bash_command='id {{ var.value.x }}', env={'a': 'b'}, dag=dag)\n", 990),
		"callbacks":                  "def f(c):\n    pass\n" + manyOf("KubernetesPodOperator(task_id='t%d', on_failure_callback=f, on_success_callback=[f, f, lambda c: 1], dag=dag)\n", 990),
		"unknowns on one line":       strings.Repeat("f(x); ", 20000) + "\n",
		"unknowns of all kinds":      strings.Repeat("f(x)\nclass A: pass\nwhile f: pass\ntry:\n    f()\nexcept: pass\ndel x\nx.y = 1\nx[0]: int = 2\nraise f\n", 3000),
		"suspicious imports":         manyOf("from m%d import *\n", 9000),
		"imports of everything":      "from airflow.models import " + strings.Repeat("DAG as x, ", 20000) + "DAG\n",
		"documentation":              "dag.doc_md = '" + strings.Repeat("x", 250_000) + "'\n",
		"long task ids":              manyOf("KubernetesPodOperator(task_id='%d"+strings.Repeat("x", 1900)+"', namespace='payments', dag=dag)\n", 990),
		"long namespaces":            manyOf("KubernetesPodOperator(task_id='%d', namespace='"+strings.Repeat("x", 1900)+"', dag=dag)\n", 990),
		"long paths":                 manyOf("KubernetesPodOperator(task_id='%d', namespace='orders', pod_template_file='/usr/local/airflow/dags/"+strings.Repeat("../a/", 350)+"', dag=dag)\n", 990),
	}
}

// parsed are texts that are hard to read or to walk.
func parsed() map[string]string {
	nest := func(open, inside, closing string, n int) string {
		return strings.Repeat(open, n) + inside + strings.Repeat(closing, n)
	}
	return map[string]string{
		"brackets":            fill("x = " + nest("[", "", "]", 190) + "\n"),
		"parentheses":         fill("x = " + nest("(", "1", ")", 190) + "\n"),
		"dicts":               fill("x = " + nest("{1:", "1", "}", 190) + "\n"),
		"calls in calls":      fill("x = " + nest("f(", "1", ")", 190) + "\n"),
		"lambdas":             fill("x = " + nest("lambda a: (", "a", ")", 150) + "\n"),
		"comprehensions":      fill("x = " + nest("[", "a", " for a in b]", 100) + "\n"),
		"conditions":          "x = " + strings.Repeat("a if b else ", 400) + "c\n",
		"many conditionals":   fill("x = " + strings.Repeat("a if b else ", 40) + "c\n"),
		"sum":                 "x = " + strings.Repeat("1 + ", 800) + "1\n",
		"many sums":           fill("x = " + strings.Repeat("1+", 300) + "1\n"),
		"sum of names":        fill("x = " + strings.Repeat("a+", 300) + "a\n"),
		"comparison chain":    "x = " + strings.Repeat("1<", 240_000) + "2\n",
		"and chain":           "x = " + strings.Repeat("a and ", 240_000) + "b\n",
		"or chain, known":     "x = " + strings.Repeat("0 or ", 240_000) + "1\n",
		"attributes":          fill("x" + strings.Repeat(".a", 300) + "\n"),
		"attributes of os":    "import os\n" + fill("os"+strings.Repeat(".a", 300)+"\n"),
		"attributes of all":   "import os\n" + manyOf("os.b%d"+strings.Repeat(".a", 280)+"\n", 860),
		"attributes, read":    "import os\ndef f():\n return 1\n" + manyOf(" os.b%d"+strings.Repeat(".a", 280)+"\n", 860),
		"attributes of calls": fill("f()" + strings.Repeat(".a()", 150) + "\n"),
		"subscripts":          fill("x" + strings.Repeat("[0]", 180) + "\n"),
		"unary":               fill("x = " + strings.Repeat("-", 800) + "1\n"),
		"negations":           fill("x = " + strings.Repeat("not ", 400) + "1\n"),
		"await and yield":     fill("async def f():\n await (yield (await x))\n"),
		"elif chain":          "if a: pass\n" + strings.Repeat("elif a: pass\n", 800),
		"elif chains":         fill("if a: pass\n" + strings.Repeat("elif a: pass\n", 300)),
		"nested ifs":          fill(nested("if a:", 90)),
		"nested functions":    fill(nested("def f(a, b=1, *c, d, **e):", 90)),
		"nested classes":      fill(nested("class A(B, metaclass=C):", 90)),
		"nested loops":        fill(nested("for a in b:", 90)),
		"nested withs":        fill(nested("with a as b, c as d:", 90)),
		"nested tries":        fill(nestedTries(80)),
		"decorators":          strings.Repeat("@a.b(c)\n", 65_000) + "def f(): pass\n",
		"parameters":          "def f(" + parameters(60_000) + "): pass\n",
		"match":               "match x:\n" + strings.Repeat(" case {'a': [1, 2, *_], 'b': A(c=1 | 2)} if d: pass\n", 15_000),
		"or pattern":          "match x:\n case " + strings.Repeat("1 | ", 240_000) + "2: pass\n",
		"annotations":         fill("x: a.b[c, d[e, 'f']] | g = 1\n"),
		"implicit joins":      "x = (" + strings.Repeat("'a' ", 400_000) + ")\n",
		"one string":          "x = '" + strings.Repeat("x", 1_900_000) + "'\n",
		"escapes":             "x = '" + strings.Repeat(`\x41\u0042\N{BULLET}`, 80_000) + "'\n",
		"bad escapes":         "x = '" + strings.Repeat(`\d`, 900_000) + "'\n",
		"comments":            fill("# é\n"),
		"blank lines":         fill("\n"),
		"spaces":              strings.Repeat(" ", 1_900_000) + "\n",
		"line joins":          "x = 1" + strings.Repeat("\\\n", 900_000) + "\n",
		"open brackets":       strings.Repeat("(", 1_900_000),
		"numbers":             fill("0x1F_FF; 1_000.0e-10; 0b1; 1j; " + strings.Repeat("9", 100) + "\n"),
		"long number":         "x = " + strings.Repeat("9", 4300) + "\n" + fill("x * x * x * x\n"),
		"names to normalize":  fill("ﬁeld = 1\n"),
		"wide characters":     fill("x = '𝒳𝒴'; f('é')\n"),
		"semicolons":          fill("a;"),
		"names":               fill("a\n"),
		"assignments":         fill("a=b=c=1\n"),
		"unpackings":          "x = 1\n" + fill("a,*b,(c,[d,e])=x\n"),
		"globals":             fill("global a, b, c\n"),
		"f-strings":           fill("f'{a}{b!r:>{w}}'\n"),
		"one f-string":        "x = f'" + strings.Repeat("{dag}", 160_000) + "'\n",
		"known f-string":      "a = 'x'\nx = f'" + strings.Repeat("{a}", 60_000) + "'\n",
		"f-strings, nested":   fill("x = " + nest("f'{", "1", "}'", 2) + "\n"),
		"template strings":    fill("'a'.format(b, c=d) % e\n"),
		"type comments":       fill("x = []  # type: List[int]\n"),
		"carriage returns":    strings.Repeat("x = 1\r", 300_000),
		"form feeds":          fill("\fx\n"),
		"bidirectional":       fill("# \u202e\u2066\n"),
		"control characters":  fill("x = '\x01\x02'\n"),
		"unreachable":         "def f():\n return 1\n" + fill(" x = f(a, b=c)[d].e\n"),
		"strings of all sort": fill("x = b'a' + b\"b\" 'c'\n"),
	}
}

// rendered are strings that Airflow renders.
func rendered() map[string]string {
	task := func(text string) string {
		return "KubernetesPodOperator(task_id='t', namespace='orders', arguments=[" + text + "], dag=dag)\n"
	}
	quote := func(text string) string { return "'" + text + "'" }
	const size = 250_000
	fit := func(text string) string { return strings.Repeat(text, size/len(text)) }
	return map[string]string{
		"expressions":            task(quote(fit("{{ ds }}"))),
		"blocks":                 task(quote(fit("{% if a %}{% endif %}"))),
		"nested blocks":          task(quote(strings.Repeat("{% if a %}", 10_000) + strings.Repeat("{% endif %}", 10_000))),
		"loops in loops":         task(quote(strings.Repeat("{% for a in b %}", 8_000) + strings.Repeat("{% endfor %}", 8_000))),
		"filters":                task(quote("{{ ds" + fit("|upper") + " }}")),
		"attributes of params":   task(quote("{{ params" + fit(".a") + " }}")),
		"jinja parentheses":      task(quote("{{ " + strings.Repeat("(", size/2) + strings.Repeat(")", size/2) + " }}")),
		"jinja lists":            task(quote("{{ " + strings.Repeat("[", size/2) + strings.Repeat("]", size/2) + " }}")),
		"jinja sum":              task(quote("{{ 1" + fit(" + 1") + " }}")),
		"jinja concatenation":    task(quote("{{ ds" + fit(" ~ ds") + " }}")),
		"jinja negations":        task(quote("{{ " + fit("not ") + "1 }}")),
		"jinja conditionals":     task(quote("{{ 1" + fit(" if 1 else 1") + " }}")),
		"jinja arguments":        task(quote("{{ macros.ds_add(ds" + fit(", 1") + ") }}")),
		"jinja power":            task(quote("{{ 9" + fit(" ** 9") + " }}")),
		"jinja repetition":       task(quote("{{ \"a\"" + fit(" * 9") + " }}")),
		"jinja sets":             task(quote(fit("{% set a = ds %}") + fit("{{ a }}"))),
		"open expressions":       task(quote(fit("{{"))),
		"open comments":          task(quote(fit("{# "))),
		"open blocks":            task(quote(fit("{% raw %}"))),
		"line statements":        task(quote(fit("{%- -%}"))),
		"many templates":         manyOf("KubernetesPodOperator(task_id='t%d', arguments=["+strings.Repeat("'{{ ds }} {{ params.x }}', ", 60)+"], dag=dag)\n", 990),
		"many bad templates":     manyOf("KubernetesPodOperator(task_id='t%d', namespace='{{ params.ns }}', arguments=["+strings.Repeat("'{{ conn.x.password }}{{ var.value.%[1]d }}', ", 35)+"], dag=dag)\n", 990),
		"long templates":         manyOf("KubernetesPodOperator(task_id='t%d', arguments=['"+strings.Repeat("{{ ds }}", 230)+"'], dag=dag)\n", 990),
		"one template, repeated": "x = '" + strings.Repeat("{{ ds }}", 3_000) + "'\nfor i in range(990):\n    KubernetesPodOperator(task_id=f't{i}', arguments=[x, x, x], dag=dag)\n",
		"different templates":    "x = '" + strings.Repeat("{{ ds }}", 3_000) + "'\nfor i in range(990):\n    KubernetesPodOperator(task_id=f't{i}', arguments=[f'{i}{x}'], dag=dag)\n",
	}
}

func nested(head string, depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + head + "\n")
	}
	b.WriteString(strings.Repeat(" ", depth) + "pass\n")
	return b.String()
}

func nestedTries(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", i) + "try:\n")
	}
	b.WriteString(strings.Repeat(" ", depth) + "pass\n")
	for i := depth - 1; i >= 0; i-- {
		b.WriteString(strings.Repeat(" ", i) + "except A as b: pass\n")
	}
	return b.String()
}

func parameters(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: int = 1, ", i)
	}
	return b.String()
}

func chainOfNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d = a%d\n", i+1, i)
	}
	return b.String()
}
