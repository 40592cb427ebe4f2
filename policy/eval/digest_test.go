package eval

import "testing"

func TestDigest(t *testing.T) {
	const base = prologue + "with dag:\n    KubernetesPodOperator(task_id='t', namespace='team-a', arguments=['x'])\n"
	const worker = prologue + "from airflow.operators.python import PythonOperator\ndef f():\n    return 1\nPythonOperator(task_id='t', python_callable=f, dag=dag)\n"
	cases := map[string]struct {
		a, b string
		same bool
	}{
		"comments and layout": {base, "# why\n" + prologue + "\nwith dag:\n\n  KubernetesPodOperator(\n      task_id='t',\n      namespace='team-a',  # ours\n      arguments=['x'],\n  )\n", true},
		"constant by name":    {base, prologue + "NS = 'team-a'\nwith dag:\n    KubernetesPodOperator(task_id='t', namespace=NS, arguments=['x'])\n", true},
		"namespace":           {base, prologue + "with dag:\n    KubernetesPodOperator(task_id='t', namespace='team-b', arguments=['x'])\n", false},
		"argument":            {base, prologue + "with dag:\n    KubernetesPodOperator(task_id='t', namespace='team-a', arguments=['y'])\n", false},
		"number for text":     {prologue + "KubernetesPodOperator(task_id='t', retries=1)\n", prologue + "KubernetesPodOperator(task_id='t', retries='1')\n", false},
		"one list or two":     {prologue + "KubernetesPodOperator(task_id='t', cmds=['a', 'b'])\n", prologue + "KubernetesPodOperator(task_id='t', cmds=['ab'])\n", false},
		"template":            {prologue + "KubernetesPodOperator(task_id='t', cmds=['{{ ds }}'])\n", prologue + "KubernetesPodOperator(task_id='t', cmds=['{{ ts }}'])\n", false},
		"order of tasks":      {prologue + "KubernetesPodOperator(task_id='a')\nKubernetesPodOperator(task_id='b')\n", prologue + "KubernetesPodOperator(task_id='b')\nKubernetesPodOperator(task_id='a')\n", false},
		"dependencies": {prologue + "a = KubernetesPodOperator(task_id='a')\nb = KubernetesPodOperator(task_id='b')\na >> b\n",
			prologue + "a = KubernetesPodOperator(task_id='a')\nb = KubernetesPodOperator(task_id='b')\nb >> a\n", false},
		"layout of an unknown": {worker, prologue + "from airflow.operators.python import PythonOperator\n\n\ndef f():\n    # one\n    return 1\n\nPythonOperator(task_id='t', python_callable=f, dag=dag)\n", true},
		"body of a callable":   {worker, prologue + "from airflow.operators.python import PythonOperator\ndef f():\n    return 2\nPythonOperator(task_id='t', python_callable=f, dag=dag)\n", false},
		"constant used by a callable": {"x = 'a'\ndef f(c):\n    print(x)\n" + prologue + "DAG('x', on_failure_callback=f)\n",
			"x = 'b'\ndef f(c):\n    print(x)\n" + prologue + "DAG('x', on_failure_callback=f)\n", false},
		"while body":           {"while True:\n    x = 1\n", "while True:\n    x = 2\n", false},
		"absent or None bound": {"while x[1:]:\n    pass\n", "while x[:1]:\n    pass\n", false},
		"operator":             {"while a + b:\n    pass\n", "while a - b:\n    pass\n", false},
		"default or keyword":   {"while f(a, b=c):\n    pass\n", "while f(a, c=b):\n    pass\n", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a, b := run(t, c.a), run(t, c.b)
			if (a.Digest == b.Digest) != c.same {
				t.Errorf("same digest: %v, want %v", a.Digest == b.Digest, c.same)
			}
			if len(a.Digest) != 64 {
				t.Errorf("digest %q", a.Digest)
			}
		})
	}
}
