package eval

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/python"
)

// TestHostile holds that no file keeps the interpreter busy: its work is bounded by counters. The
// time allowed is many times what a loaded machine needs; the log shows the real one.
func TestHostile(t *testing.T) {
	const pod = "KubernetesPodOperator(task_id='t', dag=dag, arguments=x, **y)\n"
	doubling := "x = ['a']\nfor i in range(60):\n    x = [x, x]\n"
	wide := "x = ['a' * 100] * 1000\nfor i in range(20):\n    x = [x] * 1000\n"
	cases := map[string]string{
		"doubling":              doubling + "y = {}\n" + pod,
		"doubling compared":     doubling + strings.ReplaceAll(doubling, "x", "z") + "for i in range(10000):\n    x == z\n",
		"doubling printed":      doubling + "for i in range(100000):\n    print(x)\n",
		"doubling as text":      doubling + "for i in range(100000):\n    f'{x}'\n",
		"doubling handed on":    doubling + "for i in range(100000):\n    g(x)\n",
		"doubling as JSON":      "import json\n" + doubling + "for i in range(100000):\n    json.dumps(x)\n",
		"doubling copied":       "import copy\n" + doubling + "for i in range(100000):\n    copy.deepcopy(x)\n",
		"doubling as tasks":     doubling + "y = {}\nfor i in range(100000):\n    " + pod,
		"wide":                  wide + "for i in range(10000):\n    f'{x}'\n    x == [x]\n    print(x)\n",
		"deep tuple as key":     "x = ('a',)\nd = {}\nfor i in range(100000):\n    x = (x,)\n    d[x] = 1\n",
		"wide tuple as key":     "x = ('a',) * 60\nd = {}\nfor i in range(7):\n    x = (x,) * 60\nfor i in range(10000):\n    d[x] = 1\n",
		"large set":             "x = set()\nfor i in range(100000):\n    x.add(i)\n",
		"large dict":            "x = {}\nfor i in range(100000):\n    x[i] = i\n",
		"search in a list":      "x = [i for i in range(10000)]\nfor i in range(100000):\n    -1 in x\n",
		"index of a list":       "x = [i for i in range(10000)]\nfor i in range(100000):\n    x.count(-1)\n",
		"insert into a list":    "x = []\nfor i in range(100000):\n    x.insert(0, i)\n",
		"pop from a list":       "x = [i for i in range(16000)]\nfor i in range(16000):\n    x.pop(0)\n",
		"index of a string":     "x = 'é' * 100000\nfor i in range(100000):\n    x[0]\n",
		"search in a string":    "x = 'a' * 200000\nfor i in range(100000):\n    'b' in x\n    x.find('b')\n",
		"comparison of strings": "x = 'a' * 200000\ny = 'a' * 199999 + 'b'\nfor i in range(100000):\n    x < y\n    x == y\n",
		"join":                  "x = ['a' * 200000] * 10000\nfor i in range(100):\n    ''.join(x)\n",
		"format":                "x = 'a' * 200000\ny = ('{0}' * 10000).format(x)\n",
		"percent":               "x = 'a' * 200000\ny = ('%(x)s' * 10000) % {'x': x}\n",
		"replace":               "x = 'a' * 200000\ny = x.replace('a', x)\n",
		"path":                  "import os\nx = 'a' * 100000\ny = os.path.join(*([x] * 10000))\n",
		"many defaults":         "d = {str(i): i for i in range(10000)}\nz = DAG('z', default_args=d)\nfor i in range(10000):\n    KubernetesPodOperator(task_id='t', dag=z)\n",
		"many keywords":         "def f(**k):\n    pass\nd = {str(i): i for i in range(10000)}\nfor i in range(10000):\n    f(**d)\n",
		"nested calls":          "def f0():\n    pass\n" + nestedCalls(30) + "f30()\n",
		"nested forks":          "from airflow.models import Variable\nx = [i for i in range(5000)]\nfor i in range(10000):\n    if Variable.get('x'):\n        x.append(i)\n",
		"wide dependency":       "from airflow.operators.empty import EmptyOperator\nx = [EmptyOperator(task_id=str(i), dag=dag) for i in range(1000)]\nt = x[0]\nfor i in range(10000):\n    t >> x\n",
		"two wide sides":        "from airflow.operators.empty import EmptyOperator\nfrom airflow.models.baseoperator import chain, cross_downstream\nx = [EmptyOperator(task_id=str(i), dag=dag) for i in range(1000)]\nfor i in range(10000):\n    cross_downstream(x, x)\n",
		"one long line":         "x = 'é'; " + strings.Repeat("f(x); ", 20000),
		"many unknowns":         strings.Repeat("f(x)\n", 30000),
		"many imports":          strings.Repeat("import os, sys, json\n", 8000),
		"many functions":        strings.Repeat("def f(a):\n    return f(a)\n", 8000) + "f(1)\n",
		"chain of functions":    chainOfFunctions(6000) + "DAG('x', on_failure_callback=g0)\n",
		"deep expression":       "x = " + strings.Repeat("-", 400) + "1\n" + strings.Repeat("def f():\n    return f\n", 100),
		"dead branches":         "for i in range(100000):\n    if False:\n" + strings.Repeat("        f(i)\n", 200),
		"assignments in forks":  "from airflow.models import Variable\nv = Variable.get('x')\n" + strings.Repeat("if v:\n    x = 1\n", 10000),
	}
	for name, source := range cases {
		t.Run(name, func(t *testing.T) {
			file, err := python.Parse([]byte(prologue+source), python.Options{})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			out := &facts.File{}
			Evaluate(file, "dags/team-a/x.py", testConfig(), out)
			spent := time.Since(start)
			for _, u := range out.Unknowns {
				if u.Code == codeInternal {
					t.Error(u.Reason)
				}
			}
			t.Logf("%v, %d bytes", spent.Round(time.Millisecond), len(source))
			if spent > 10*time.Second {
				t.Errorf("took %v", spent)
			}
		})
	}
}

func chainOfFunctions(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "def g%d(c=1):\n    g%d()\n", i, i+1)
	}
	return b.String()
}

func nestedCalls(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		f := "f" + string(rune('0'+i/10)) + string(rune('0'+i%10))
		g := "f" + string(rune('0'+(i-1)/10)) + string(rune('0'+(i-1)%10))
		b.WriteString("def " + f + "():\n    " + g + "()\n    " + g + "()\n")
	}
	return strings.Replace(b.String(), "f00()", "f0()", -1)
}
