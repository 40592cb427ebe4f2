package jinja

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestCheckAllows names templates that real DAGs use, with the expressions reported.
func TestCheckAllows(t *testing.T) {
	for _, row := range []struct{ behaviour, text, expressions string }{
		{"the date", "{{ ds }}", "ds"},
		{"text around it", "--date={{ ds_nodash }} --run {{ run_id }}", "ds_nodash run_id"},
		{"a timestamp", "{{ ts }}{{ ts_nodash }}{{ ts_nodash_with_tz }}", "ts ts_nodash ts_nodash_with_tz"},
		{"a formatted date", "{{ data_interval_start.strftime('%Y-%m-%d') }}", "data_interval_start.strftime"},
		{"a date in a zone", "{{ logical_date.in_timezone('Asia/Tokyo').format('YYYY-MM-DD') }}", "logical_date.in_timezone logical_date.in_timezone.format"},
		{"date arithmetic", "{{ (execution_date - macros.timedelta(days=1)).strftime('%Y%m%d') }}", "execution_date macros.timedelta"},
		{"adding to a date", "{{ data_interval_end.add(days=-1).to_date_string() }}", "data_interval_end.add data_interval_end.add.to_date_string"},
		{"ds_add and ds_format", `{{ macros.ds_format(macros.ds_add(ds, -1), "%Y-%m-%d", '%Y/%m') }}`, "ds macros.ds_add macros.ds_format"},
		{"strptime", "{{ macros.datetime.strptime(ds, '%Y-%m-%d').year }}", "ds macros.datetime.strptime macros.datetime.strptime.year"},
		{"relativedelta", "{{ logical_date + macros.dateutil.relativedelta.relativedelta(months=1) }}", "logical_date macros.dateutil.relativedelta.relativedelta"},
		{"names of the run", "{{ dag.dag_id }}.{{ task.task_id }}.{{ ti.try_number }}.{{ task_instance_key_str }}", "dag.dag_id task.task_id task_instance_key_str ti.try_number"},
		{"a parameter", "{{ params.table }}", "params.table"},
		{"a parameter by subscript", "{{ params['table'] }}", "params.table"},
		{"a nested parameter", "{{ params.a.b[0].c }}", "params.a.b.0.c"},
		{"a parameter with default", "{{ params.get('x', 'y') }}", "params.x"},
		{"what the trigger gave", "{{ dag_run.conf['key'] }}{{ dag_run.conf.get('other', ds) }}", "dag_run.conf.key dag_run.conf.other ds"},
		{"a variable", "{{ var.value.orders_bucket }}", "var.value.orders_bucket"},
		{"a variable as JSON", "{{ var.json.orders.table }}", "var.json.orders.table"},
		{"a variable with default", "{{ var.value.get('orders_x', 'd') }}", "var.value.orders_x"},
		{"a variable with dots in its key", "{{ var.value['orders.eu.x'] }}{{ var.json.get('orders.y').a }}", "var.json.orders:y var.json.orders:y.a var.value.orders:eu:x"},
		{"a variable whose key leads elsewhere", "{{ var.value['orders/../payments'] }}{{ var.json.get('orders/./y').a }}", "var.json.[] var.json.[].a var.value.[]"},
		{"a variable as JSON with default", "{{ var.json.get('orders_x', {})['a'] }}", "var.json.orders_x var.json.orders_x.a"},
		{"an XCom of a task", "{{ ti.xcom_pull(task_ids='a') }}", "ti.xcom_pull"},
		{"an XCom by key", "{{ task_instance.xcom_pull(task_ids=['a', 'b'], key='k')[0] }}", "task_instance.xcom_pull task_instance.xcom_pull.0"},
		{"an XCom by position", "{{ ti.xcom_pull('a').rows | length }}", "ti.xcom_pull ti.xcom_pull.rows"},
		{"a filter", "{{ params.x | default('y', true) | upper }}", "params.x"},
		{"filters of Airflow", "{{ data_interval_start | ds }} {{ logical_date | ts_nodash }}", "data_interval_start logical_date"},
		{"a loop", "{% for a in params.list %}{{ loop.index }}:{{ a.name }}{% if not loop.last %},{% endif %}{% endfor %}", "loop.index loop.last params.list"},
		{"a condition", "{% if params.full %}--full{% elif ds == '2024-01-01' %}--first{% else %}--delta{% endif %}", "ds params.full"},
		{"a set", "{% set day = logical_date.subtract(days=2) %}{{ day.strftime('%d') }}", "logical_date.subtract"},
		{"a set block", "{% set x %}{{ ds }}{% endset %}{{ x | trim }}", "ds"},
		{"a with", "{% with a = ds %}{{ a }}{% endwith %}", "ds"},
		{"a comment", "{# {{ conn.x }} #}", ""},
		{"raw text", "{% raw %}{{ conn.x }}{% endraw %}", ""},
		{"raw text with whitespace control", "{%- raw -%} {{ conn.x }} {%- endraw -%}", ""},
		{"a test", "{{ 'a' if params.x is defined and params.x is not none else 'b' }}", "params.x"},
		{"text methods", "{{ ds.replace('-', '').upper() }}{{ params.x.split(',')[0] }}", "ds.replace ds.replace.upper params.x.split params.x.split.0"},
		{"JSON", "{{ macros.json.dumps(params.x) }}{{ params | tojson }}", "macros.json.dumps params params.x"},
		{"hours in milliseconds", "{{ (params.hours | int) * 3600 * 1000 }}", "params.hours"},
		{"a parameter some times", "{{ params.dash * 20 }}", "params.dash"},
		{"parameters in a loop", "{% for t in params.tables %}{% for c in t.columns %}--column {{ t.name }}.{{ c }} {% endfor %}{% endfor %}", "params.tables"},
		{"a list of texts", "{{ params.days.split(',') | join(' ') }}{{ [params.a, params.b] | join('/') }}{{ ds.replace('-', params.separator) }}",
			"ds.replace params.a params.b params.days.split params.separator"},
		{"a long text around", strings.Repeat("select 1;\n", 10_000) + "{{ ds }}", "ds"},
		{"a range of literals", "{% for i in range(3) %}{{ i }}{% endfor %}", "range"},
		{"concatenation", "{{ ds ~ '-' ~ run_id }}", "ds run_id"},
		{"a padded number", "{{ '{:02d}'.format(logical_date.month) }}", "logical_date.month"},
		{"a format with keywords", "{{ '{a}-{0!s}-{{x}}'.format(ds, a=run_id) }}", "ds run_id"},
		{"dates of parameters, formatted", strings.Repeat("{{ macros.ds_format(macros.ds_add(params.day, -1), '%Y-%m-%d', '%d.%m.%Y') }}", 20), "macros.ds_add macros.ds_format params.day"},
		{"JSON in a text", "{{ '{\"a\": ' + params.a | tojson + ', \"b\": ' + params.b | tojson + '}' }}", "params.a params.b"},
		{"a condition on another parameter in a loop", "{% for t in params.tables %}{% if params.get('full') or t in params.late %}--full {{ t }} {% endif %}{% endfor %}", "params.full params.late params.tables"},
		{"two ranges", "{% for a in range(24) %}{% for b in range(60) %}{{ '%02d:%02d' % (a, b) }} {% endfor %}{% endfor %}", "range"},
		{"work on each table", "{% for t in params.tables %}{% set name = t.name | upper | replace('-', '_') %}--table {{ name }}={{ t.get('columns', []) | join(',') }} {% endfor %}", "params.tables"},
		{"a condition on the DAG run", "{{ dag_run.conf.get('r', 'x') if dag_run and not ti is none else 'x' }}", "dag_run dag_run.conf.r ti"},
		{"the DAG run or nothing", "{{ (dag_run.conf or {}).get('x', ds) }}", "dag_run.conf ds"},
		{"a random name", "job-{{ macros.uuid.uuid4() }}", "macros.uuid.uuid4"},
		{"remainders", "{{ ti.try_number % 2 }}{{ logical_date.hour % 6 }}{{ (params.n | int) % 3 }}{{ 7 % 3 }}{{ '%02d' % params.n }}",
			"logical_date.hour params.n ti.try_number"},
		{"the neighbour in a loop", "{% for x in params.list %}{{ loop.previtem }}{% endfor %}", "loop.previtem params.list"},
		{"a literal", "{{ 1 + 2 * 3 }}{{ 'a' }}", ""},
		{"a whitespace-controlled output", "a {{- ds -}} b", "ds"},
	} {
		t.Run(row.behaviour, func(t *testing.T) {
			got := Check(row.text)
			if !got.HasTemplate || !got.Allowed || got.Violation != "" {
				t.Errorf("Check(%q) = %+v, want it allowed", row.text, got)
			}
			if want := strings.Fields(row.expressions); !slices.Equal(got.Expressions, want) && len(want)+len(got.Expressions) > 0 {
				t.Errorf("Check(%q).Expressions = %q, want %q", row.text, got.Expressions, want)
			}
		})
	}
}

// TestCheckRefuses names evasions; says is part of the violation, expression one of those reported.
func TestCheckRefuses(t *testing.T) {
	for _, row := range []struct{ behaviour, text, says, expression string }{
		{"a connection", "{{ conn.orders_db.password }}", "`conn`", "conn.orders_db.password"},
		{"a connection by subscript", "{{ conn['x'].password }}", "`conn`", "conn.x.password"},
		{"a connection by get", "{{ conn.get('x').password }}", "`conn`", "conn.x.password"},
		{"a connection in a filter's argument", "{{ ds | default(conn.x) }}", "`conn`", "conn.x"},
		{"a connection in a dead branch", "{% if false %}{{ conn.x }}{% endif %}", "`conn`", "conn.x"},
		{"a connection in an unused set", "{% set a = conn.x %}", "`conn`", "conn.x"},
		{"configuration", "{{ conf.get('database', 'sql_alchemy_conn') }}", "`conf`", "conf.get"},
		{"a module through macros", "{{ macros.uuid.os.popen('id').read() }}", "`macros.uuid.os`", "macros.uuid.os.popen"},
		{"builtins through macros", "{{ macros.json.codecs.builtins.eval('1') }}", "`macros.json.codecs`", "macros.json.codecs.builtins.eval"},
		{"sys through macros", "{{ macros.datetime.sys }}", "`macros.datetime.sys`", "macros.datetime.sys"},
		{"macros itself", "{{ macros }}", "`macros`", "macros"},
		{"macros given a name", "{% set m = macros %}{{ m.uuid.os }}", "`macros`", ""},
		{"macros in a list", "{% for m in [macros] %}{{ m.uuid }}{% endfor %}", "`macros`", ""},
		{"macros as a default", "{{ params.x | default(macros) }}", "`macros`", ""},
		{"macros as a branch", "{{ (macros if ds else ti).uuid }}", "`macros`", ""},
		{"macros after or", "{{ (params.x or macros).uuid }}", "`macros`", ""},
		{"a plugin's macros", "{{ macros.my_plugin.f() }}", "`macros.my_plugin`", ""},
		{"the time module", "{{ macros.time.sleep(100) }}", "`macros.time.sleep`", ""},
		{"json with a hook", "{{ macros.json.loads(ds, object_hook=ds) }}", "object_hook", ""},
		{"methods of the DAG run", "{{ dag_run.get_task_instances() }}", "`dag_run.get_task_instances`", "dag_run.get_task_instances"},
		{"methods of the DAG", "{{ dag.clear() }}", "`dag.clear`", ""},
		{"the DAG", "{{ dag }}", "`dag`", ""},
		{"the DAG through the task", "{{ task.dag.clear() }}", "`task.dag`", ""},
		{"the DAG through the task instance", "{{ ti.task.dag.dag_id }}", "`ti.task`", ""},
		{"the session through the task instance", "{{ ti.get_dagrun().conf }}", "`ti.get_dagrun`", ""},
		{"an XCom of another DAG", "{{ ti.xcom_pull(dag_id='x', task_ids='y') }}", "dag_id", "ti.xcom_pull.dag_id"},
		{"an XCom of another DAG by position", "{{ ti.xcom_pull('y', 'x') }}", "dag_id", "ti.xcom_pull.dag_id"},
		{"an XCom of another DAG by stars", "{{ ti.xcom_pull(**params) }}", "`**`", "ti.xcom_pull"},
		{"an XCom of another DAG by a star", "{{ ti.xcom_pull(*params.x) }}", "`**`", ""},
		{"an XCom of a computed task", "{{ ti.xcom_pull(task_ids=params.x) }}", "literals", ""},
		{"an XCom's session", "{{ ti.xcom_pull(task_ids='a', session=params.x) }}", "session", ""},
		{"an XCom pushed", "{{ ti.xcom_push('a', 1) }}", "`ti.xcom_push`", ""},
		{"a variable of a computed key", "{{ var.value[params.x] }}", "constant", "var.value.[]"},
		{"a variable of a computed key by get", "{{ var.value.get(params.x) }}", "literal", "params.x"},
		{"a variable's accessor", "{{ var.value.get }}", "`var.value.get`", ""},
		{"var itself", "{{ var }}", "`var`", ""},
		{"all variables", "{{ var.value }}", "`var.value`", ""},
		{"a variable's internals", "{{ var.value.__class__ }}", "underscore", "var.value.__class__"},

		{"the filter attr", "{{ ''|attr('__class__') }}", "filter `attr`", ""},
		{"the filter map", "{{ params.x | map(attribute='__class__') | list }}", "filter `map`", ""},
		{"the filter format", `{{ "%s"|format(ds) }}`, "filter `format`", ""},
		{"the filter select", "{{ params.x | select('callable') }}", "filter `select`", ""},
		{"the filter groupby", "{{ params.x | groupby('a') }}", "filter `groupby`", ""},
		{"the filter xmlattr", "{{ params | xmlattr }}", "filter `xmlattr`", ""},
		{"the filter pprint", "{{ params | pprint }}", "filter `pprint`", ""},
		{"join by attribute", "{{ params.x | join(',', 'y') }}", "`join`", ""},
		{"join by attribute keyword", "{{ params.x | join(',', attribute='__class__') }}", "attribute", ""},
		{"sum by attribute", "{{ params.x | sum(attribute='y') }}", "attribute", ""},
		{"sort by attribute", "{{ params.x | sort(attribute='y') }}", "attribute", ""},
		{"a filter by dotted name", "{{ ds | a.b }}", "filter `a.b`", ""},
		{"a filter nobody knows", "{{ ds | frobnicate }}", "filter `frobnicate`", ""},
		{"a filter on a set block", "{% set x | attr('y') %}{% endset %}", "filter `attr`", ""},
		{"the test callable", "{{ ds is callable }}", "test `callable`", ""},

		{"a dunder of data", "{{ ds.__class__ }}", "`__class__`", "ds.__class__"},
		{"a dunder by subscript", "{{ params['__class__'] }}", "`__class__`", "params.__class__"},
		{"a dunder by escape", `{{ params['\x5f\x5fclass__'] }}`, "`__class__`", "params.__class__"},
		{"a dunder by adjacent strings", "{{ params['__cl' 'ass__'] }}", "`__class__`", "params.__class__"},
		{"a dunder by concatenation", "{{ params['__cl' ~ 'ass__'] }}", "constant", "params.[]"},
		{"a dunder by addition", "{{ params['__cl' + 'ass__'] }}", "constant", ""},
		{"a dunder by a variable", "{% set a = '__class__' %}{{ params[a] }}", "constant", ""},
		{"a dunder by a loop", "{% for a in ['__class__'] %}{{ ds[a] }}{% endfor %}", "constant", ""},
		{"a dunder by a filter", "{{ params['__CLASS__'|lower] }}", "constant", ""},
		{"a dunder of a literal", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "`__class__`", ""},
		{"a dunder of a number", "{{ 1.__class__ }}", "underscore", ""},
		{"a dunder of a list", "{{ [].__class__ }}", "underscore", ""},
		{"a dunder of a call", "{{ ds.upper().__class__ }}", "underscore", ""},
		{"a dunder of a loop variable", "{% for a in params.x %}{{ a.__class__ }}{% endfor %}", "underscore", ""},
		{"one underscore", "{{ ti._run_raw_task }}", "underscore", ""},
		{"a name with underscores", "{{ __builtins__ }}", "`__builtins__`", "__builtins__"},
		{"self", "{{ self._TemplateReference__context }}", "`self`", "self._TemplateReference__context"},
		{"lipsum", "{{ lipsum.__globals__ }}", "`lipsum`", "lipsum.__globals__"},
		{"cycler", "{{ cycler.__init__ }}", "`cycler`", "cycler.__init__"},
		{"joiner", "{{ joiner() }}", "`joiner`", ""},
		{"namespace", "{% set ns = namespace(a=1) %}{% set ns.a = 2 %}", "`namespace`", ""},
		{"dict", "{{ dict(a=1) }}", "`dict`", ""},
		{"Flask's names", "{{ get_flashed_messages }}", "`get_flashed_messages`", "get_flashed_messages"},
		{"Flask's request", "{{ request.application.__globals__ }}", "`request`", ""},
		{"a name nobody listed", "{{ frobnicate }}", "`frobnicate`", "frobnicate"},
		{"near miss", "{{ dss }}", "`dss`", ""},
		{"case", "{{ DS }}", "`DS`", ""},
		{"format of text", "{{ '{0.__class__}'.format(ds) }}", "format", ""},
		{"format of an attribute", "{{ '{0.year}'.format(logical_date) }}", "format", ""},
		{"format of a subscript", "{{ '{0[a]}'.format(params) }}", "format", ""},
		{"format nested", "{{ '{0:{1}}'.format(1, 2) }}", "format", ""},
		{"format too wide", "{{ '{:9999}'.format(1) }}", "format", ""},
		{"format of the context", "{{ '{}'.format(ti) }}", "`ti`", ""},
		{"format by stars", "{{ '{a}'.format(**params) }}", "`**`", ""},
		{"format half open", "{{ '{0.a'.format(ti) }}", "format", ""},
		{"format of an escaped brace", "{{ '{{{0.a}}}'.format(params) }}", "format", ""},
		{"format of computed text", "{{ ('{0.' ~ 'a}').format(params) }}", "format", ""},
		{"format by a name", "{% set f = '{0.a}' %}{{ f.format(params) }}", "format", ""},
		{"format of a dunder keyword", "{{ '{__a}'.format(__a=1) }}", "format", ""},
		{"the DAG run shown after a condition", "{{ dag_run if dag_run else 'x' }}", "`dag_run`", ""},
		{"the DAG run by or", "{{ dag_run or 'x' }}", "`dag_run`", ""},
		{"macros in a condition", "{% if macros %}{% endif %}", "`macros`", ""},
		{"format of a parameter", "{{ params.x.format(ti) }}", "format", ""},
		{"format_map", "{{ '{a.b}'.format_map(params) }}", "format_map", ""},
		{"a call of data", "{{ params.x() }}", "params.x", ""},
		{"a call of data's data", "{{ params.x.y() }}", "params.x.y", ""},
		{"a call of a call", "{{ ds.upper()() }}", "call", ""},
		{"a method that changes data", "{% do params.x.append(1) %}", "append", ""},
		{"do", "{% do ds.upper() %}", "`do`", ""},
		{"a function as a value", "{{ macros.ds_add }}", "`macros.ds_add`", ""},
		{"a date's method as a value", "{{ logical_date.strftime }}", "strftime", ""},
		{"a date's class", "{{ logical_date.tzinfo }}", "date", ""},
		{"a date hidden in a list", "{{ [logical_date][0].tzinfo }}", "subscript", ""},
		{"a date hidden by or", "{{ (params.x or logical_date).tzinfo }}", "several kinds", ""},
		{"a date hidden by a loop", "{% for d in [logical_date] %}{{ d.tzinfo }}{% endfor %}", "several kinds", ""},
		{"a filter that asks a date for its items", "{{ logical_date | dictsort }}", "only be applied to data", ""},
		{"a date hidden by default", "{{ (params.x | default(logical_date)).tzinfo }}", "several kinds", ""},
		{"strftime of computed text", "{{ logical_date.strftime(params.x) }}", "literals", ""},

		{"include", "{% include 'kube_config.yaml' %}", "`include`", ""},
		{"include of a computed name", "{% include params.x %}", "`include`", "params.x"},
		{"import", "{% import 'a' as b %}", "`import`", ""},
		{"from", "{% from 'a' import b %}", "`from`", ""},
		{"extends", "{% extends 'a' %}", "`extends`", ""},
		{"macro", "{% macro f() %}{% endmacro %}", "`macro`", ""},
		{"call", "{% call params.f() %}{% endcall %}", "`call`", ""},
		{"block", "{% block a %}{{ self.a() }}{% endblock %}", "`block`", ""},
		{"filter block", "{% filter upper %}{% endfilter %}", "`filter`", ""},
		{"autoescape", "{% autoescape false %}{% endautoescape %}", "`autoescape`", ""},
		{"an unknown tag", "{% debug %}", "debug", ""},
		{"a recursive loop", "{% for a in params.x recursive %}{{ a }}{% endfor %}", "recursive", ""},
		{"loop called", "{% for a in params.x %}{{ loop(a) }}{% endfor %}", "loop", ""},
		{"loop outside a loop", "{{ loop.index }}", "`loop`", ""},
		{"a context name rebound", "{% set params = 1 %}", "`params`", ""},
		{"a context name as a loop target", "{% for ti in params.x %}{{ ti }}{% endfor %}", "`ti`", ""},
		{"loop rebound", "{% set loop = params %}", "`loop`", ""},
		{"a name of two kinds", "{% set a = ds %}{% if ds %}{% set a = logical_date %}{% endif %}{{ a.x }}", "different kinds", ""},
		{"a name used before it is set", "{{ a }}{% set a = 1 %}", "`a`", "a"},
		{"assignment to an attribute", "{% set params.x = 1 %}", "assignment", ""},

		{"a power", "{{ 9**9**9 }}", "`**`", ""},
		{"a long text", "{{ 'x' * 1000000000 }}", "factor", ""},
		{"a long text by hexadecimal", "{{ 'x' * 0xffffffff }}", "factor", ""},
		{"a wide format", "{{ '%999999999d' % 1 }}", "width", ""},
		{"a long text behind a condition", "{% set x = 'a' * 100000 %}{% if test_mode %}{% set x = 'b' %}{% endif %}{{ x * 100000 }}", "memory", ""},
		{"a long text behind a block", "{% set x = 'a' * 100000 %}{% with x = 'b' %}{% endwith %}{{ x * 100000 }}", "memory", ""},
		{"a long text behind a loop", "{% set x = 'a' * 100000 %}{% for x in ['b'] %}{% endfor %}{{ x * 100000 }}", "memory", ""},
		{"a long text of one of two names", "{% set x, y = 'a' * 100000, 1 %}{% set x, y = 'b', 2 %}{% with x = 'b' %}{% endwith %}{{ x * 100000 }}", "memory", ""},
		{"a date taken apart", "{% set a, b = logical_date, ds %}{{ a.tzinfo }}", "several kinds", "logical_date"},
		{"a text that a format takes again and again", "{{ '" + strings.Repeat("{0}", 1000) + "'.format('a' * 100000) }}", "memory", ""},
		{"a text that a percent format takes again and again", "{{ '" + strings.Repeat("%(a)s", 1000) + "' % {'a': 'a' * 100000} }}", "memory", ""},
		{"a parameter very often", "{{ params.x * 100000 }}", "memory", "params.x"},
		{"an XCom very often", "{{ ti.xcom_pull(task_ids='a') * 100000 }}", "memory", ""},
		{"a variable very often", "{{ [var.value.get('orders_x')] * 100000 }}", "memory", ""},
		{"a parameter within itself", "{{ params.x.replace('', params.x) }}", "memory", ""},
		{"a parameter between its members", "{{ params.x | join(params.x) }}", "memory", ""},
		{"a parameter in each round", "{% for i in range(1000) %}{{ params.x }}{% endfor %}", "memory", ""},
		{"a parameter for each of its members", "{% for a in params.x %}{{ params.x }}{% endfor %}", "memory", ""},
		{"a parameter for each of its members by a name", "{% set b = params.x %}{% for a in params.x %}{{ b }}{% endfor %}", "memory", ""},
		{"two loops over a parameter", "{% for a in params.x %}{% for b in params.x %}a{% endfor %}{% endfor %}", "memory", ""},
		{"a loop over what the trigger gave", "{% for a in dag_run.conf.x %}" + strings.Repeat("a", 300) + "{% endfor %}", "memory", ""},
		{"the text of lists of lists", "{{ 'a'" + strings.Repeat(" | list | string", 14) + " }}", "memory", ""},
		{"backslashes again and again", "{% set a = '\\\\' %}" + strings.Repeat("{% set a = [a] | string %}", 40) + "{{ a }}", "memory", ""},
		{"a wide format by a name", "{% set f = '%999999999d' %}{{ f % 1 }}", "before `%`", ""},
		{"a wide format put together", "{{ ('%' ~ '999999999d') % 1 }}", "before `%`", ""},
		{"a wide format of a list", "{{ ['%999999999d'][0] % 1 }}", "before `%`", ""},
		{"a wide format as a fallback", "{{ 'x' | int('%999999999d') % 1 }}", "before `%`", ""},
		{"a format of a parameter", "{{ params.f % 1 }}", "before `%`", "params.f"},
		{"a wide format in other digits", "{{ '{:９９９９}'.format(1) }}", "format", ""},
		{"the neighbour of a date in a loop", "{% for d in [logical_date] %}{{ loop.previtem.tzinfo }}{% endfor %}", "several kinds", "loop.previtem.tzinfo"},
		{"a format of computed width", "{{ '%*d' % (999999999, 1) }}", "width", ""},
		{"a long range", "{{ range(1000000000) }}", "1000", ""},
		{"a computed range", "{% for i in range(params.n) %}{% endfor %}", "1000", ""},
		{"a product of two values", "{{ params.x * params.n }}", "factor", ""},
		{"a parameter, which may be text, times a number", "{{ params.n * 3600 }}", "if `params.n` is a number, say so: `(params.n | int)`", ""},
		{"and times another", "{{ params.n * 60 * 60 }}", "`(params.n | int)`", ""},
		{"and behind it", "{{ 3600 * params['n'] }}", "`(params.n | int)`", ""},
		{"a member of the configuration times a number", "{{ dag_run.conf.n * 3600 }}", "`(dag_run.conf.n | int)`", ""},
		{"the rest of a parameter, which may be a format", "{{ params.n % 60 }}", "`(params.n | int)`", ""},
		{"a product of products", "{{ ds * 100000 * 100000 }}", "too large", ""},
		{"doubling by set", "{% set a = ds %}" + strings.Repeat("{% set a = a ~ a %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by with", "{% with a = ds ~ ds %}" + strings.Repeat("{% with a = a ~ a ~ a ~ a %}", 20) + "{{ a }}" + strings.Repeat("{% endwith %}", 21), "too large", ""},
		{"doubling by a set block", "{% set a %}{{ ds }}{% endset %}" + strings.Repeat("{% set a %}{{ a }}{{ a }}{% endset %}", 40) + "{{ a }}", "memory", ""},
		{"doubling by lists", "{% set a = [ds] %}" + strings.Repeat("{% set a = a + a %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by format", "{% set a = ds %}" + strings.Repeat("{% set a = '{}{}'.format(a, a) %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by replace", "{% set a = ds %}" + strings.Repeat("{% set a = a.replace('a', a) %}", 10) + "{{ a }}", "too large", ""},
		{"doubling by the filter replace", "{% set a = ds %}" + strings.Repeat("{% set a = a | replace('a', a) %}", 10) + "{{ a }}", "too large", ""},
		{"doubling by join", "{% set a = ds %}" + strings.Repeat("{% set a = a | join(a) %}", 10) + "{{ a }}", "too large", ""},
		{"doubling by escapes", "{{ ds" + strings.Repeat(" | tojson", 40) + " }}", "too large", ""},
		{"doubling by a default", "{% set a = ds %}" + strings.Repeat("{% set a = params.x | default(a ~ a) %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by xcom_pull's default", "{% set a = ds %}" + strings.Repeat("{% set a = ti.xcom_pull(task_ids='a', default=a ~ a) %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by get", "{% set a = ds %}" + strings.Repeat("{% set a = params.get('x', a ~ a) %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by a subscript", "{% set a = ds %}" + strings.Repeat("{% set a = [a ~ a][0] %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by a loop's target", "{% set a = ds %}" + strings.Repeat("{% for b in [a] %}{% set a = b ~ b %}{% endfor %}", 2) + strings.Repeat("{% set a = a ~ a %}", 40), "too large", ""},
		{"doubling by a tuple", "{% set a = ds %}" + strings.Repeat("{% set a, b = (a ~ a, a) %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by an attribute", "{% set a = ds %}" + strings.Repeat("{% set a = {'k': a ~ a}.k %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by a method", "{% set a = ds %}" + strings.Repeat("{% set a = (a ~ a).upper() %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by a condition", "{% set a = ds %}" + strings.Repeat("{% set a = a ~ a if ds else a %}", 40) + "{{ a }}", "too large", ""},
		{"doubling by a filter", "{% set a = ds %}" + strings.Repeat("{% set a = (a ~ a) | upper | list | join %}", 40) + "{{ a }}", "too large", ""},
		{"much text by loops", "{% for a in range(1000) %}{% for b in range(1000) %}" + strings.Repeat("{{ ds }}", 10) + "{% endfor %}{% endfor %}", "too long", ""},
		{"three loops", "{% for a in params.x %}{% for b in a %}{% for c in b %}{% endfor %}{% endfor %}{% endfor %}", "loops", ""},
		{"more names than are reported", "{% if test_mode %}" + manyNames + "{% endif %}{{ var.value.payments_token }}", "names", ""},
		{"large texts by many names", "{% set a = 'aaaaaaaa' * 100000 %}" + strings.Repeat("{% set b = a ~ '' %}", 20), "all together", ""},
		{"large texts by many set blocks", "{% set a = 'aaaaaaaa' * 100000 %}" + strings.Repeat("{% set b %}{{ a }}{% endset %}", 20), "all together", ""},
		{"parameters by many names", strings.Repeat("{% set b = params.x * 200 %}", 20), "all together", ""},
		{"a list that Jinja writes into its module", "{% set a = ('x' * 40000) | list %}", "too large", ""},
		{"a list of numbers that Jinja writes into its module", strings.Repeat("{% set a = [1] * 50000 %}", 20), "all together", ""},
		{"work in each round of two loops", "{% for a in range(1000) %}{% for b in range(1000) %}{% set c = [a, b] | sort %}{% endfor %}{% endfor %}", "all together", ""},
		{"a parameter sorted in each round", "{% for a in range(1000) %}{% set c = params.x | sort %}{% endfor %}", "all together", ""},
		{"work for each member of a parameter", "{% for a in params.x %}{% set c = ('a' * 50000) | list %}{% endfor %}", "too large", ""},
		{"much work for each member of a parameter", "{% for a in params.x %}{% set c = 'a' * 70000 %}{% endfor %}", "all together", ""},
		{"a parameter sorted for each of its members", "{% for a in params.x %}{% set c = params.x | sort %}{% endfor %}", "all together", ""},
		{"a variable looked up in each round", "{% for a in range(1000) %}{% if var.value.orders_x %}{% endif %}{% endfor %}", "all together", ""},
		{"a variable looked up for each member of a parameter", "{% for a in params.x %}{% if var.value.get('orders_x') %}{% endif %}{% endfor %}", "all together", ""},
		{"an XCom pulled for each member of a parameter", "{% for a in params.x %}{% if ti.xcom_pull(task_ids='a') %}{% endif %}{% endfor %}", "all together", ""},
		{"markup that escapes what is added to it", "{% set m = '' | safe %}{% set a = '&' * 1000 %}" + strings.Repeat("{% set a = (m + a) ~ '' %}", 1000) + "{{ a }}", "too large", ""},
		{"markup of a method", "{% set m = ds | e %}{% set a = '&' * 1000 %}" + strings.Repeat("{% set a = m.replace('2', a) ~ '' %}", 20) + "{{ a }}", "too large", ""},
		{"a tag stripper that is slow on purpose", "{{ ('<>' * 100000) | striptags }}", "`striptags`", ""},
		{"a date's format with widths", "{{ ti.start_date.strftime('" + strings.Repeat("%255A", 1000) + "') }}", "too large", ""},
		{"a date's format with widths by a macro", "{{ macros.ds_format(ds, '%Y-%m-%d', '" + strings.Repeat("%255A", 1000) + "') }}", "too large", ""},
		{"a date's format with widths that is computed", "{{ macros.datetime.strftime(ti.start_date, '%255A' * 1000) }}", "too large", ""},
		{"JSON of many lists", "{% set a = macros.json.loads('[' ~ '[],' * 20000 ~ '0]') %}", "too large", ""},
		{"a wide center", "{{ ds | center(999999999) }}", "1000", ""},

		{"unfinished", "{{ ds", "could not be read", ""},
		{"unbalanced", "{{ (ds }}", "could not be read", ""},
		{"not ASCII", "{{ ｄs }}", "could not be read", ""},
		{"raw ends at the first endraw", "{% raw %}{% endraw %}{{ conn.x }}", "`conn`", "conn.x"},
		{"raw ended with whitespace Go does not trim", "{% raw %}{%\u00a0endraw\u2003%}{{ conn.x }}", "`conn`", "conn.x"},
		{"raw ended on another line", "{% raw %}{%\r\nendraw\r\n%}{{ conn.x }}", "`conn`", "conn.x"},
		{"raw ended with whitespace control", "{% raw %}{%- endraw +%}{{ conn.x }}", "`conn`", "conn.x"},
		{"comment in raw hides no endraw", "{% raw %}{# {% endraw %}{{ conn.x }}", "`conn`", "conn.x"},
		{"raw in a comment opens nothing", "{# {% raw %} #}{{ conn.x }}{# {% endraw %} #}", "`conn`", "conn.x"},
		{"nested comments end at the first end", "{# {# #}{{ conn.x }}{# #} #}", "`conn`", "conn.x"},
		{"a comment closed by its own minus", "{#-#}{{ conn.x }}", "`conn`", "conn.x"},
		{"an end tag in a string is text", "{{ '}}' ~ conn.x }}", "`conn`", "conn.x"},
		{"an end tag in brackets is text", "{{ {'a': {'b': conn.x}} }}", "`conn`", "conn.x"},
		{"a brace before the tag", "{{{ds: conn.x}}}", "`conn`", "conn.x"},
	} {
		t.Run(row.behaviour, func(t *testing.T) {
			got := Check(row.text)
			if !got.HasTemplate || got.Allowed {
				t.Fatalf("Check(%q) = %+v, want it refused", row.text, got)
			}
			if !strings.Contains(got.Violation, row.says) || !strings.Contains(got.Violation, "line ") {
				t.Errorf("Check(%q).Violation = %q, want it to say %q", row.text, got.Violation, row.says)
			}
			if row.expression != "" && !slices.Contains(got.Expressions, row.expression) {
				t.Errorf("Check(%q).Expressions = %q, want %q among them", row.text, got.Expressions, row.expression)
			}
		})
	}
}

func TestCheckPlainText(t *testing.T) {
	for _, text := range []string{"", "plain", "{", "}", "{ {ds} }", "}}{", "{\n{", "a { b", "$HOME ${X}", "{'a': 1}"} {
		if got := Check(text); got.HasTemplate || !got.Allowed || got.Expressions != nil {
			t.Errorf("Check(%q) = %+v, want plain text", text, got)
		}
	}
}

func TestViolationNamesItsPlace(t *testing.T) {
	got := Check("first é\n  {{ conn.x }}")
	if !strings.Contains(got.Violation, "line 2, column 6") || got.Offset != strings.Index("first é\n  {{ conn.x }}", "conn") {
		t.Errorf("got %+v", got)
	}
}

// manyNames are as many names as Check reports.
var manyNames = func() string {
	var text strings.Builder
	for i := range maxNames {
		fmt.Fprintf(&text, "{{ ds.a%d }}", i)
	}
	return text.String()
}()

// TestCheckIsBounded holds that hostile sizes and depths are refused, quickly.
func TestCheckIsBounded(t *testing.T) {
	for behaviour, text := range map[string]string{
		"nested brackets":    "{{ " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000) + " }}",
		"nested lists":       "{{ " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + " }}",
		"nested not":         "{{ " + strings.Repeat("not ", 10_000) + "1 }}",
		"nested minus":       "{{ " + strings.Repeat("- ", 10_000) + "1 }}",
		"nested if":          strings.Repeat("{% if 1 %}", 1000) + strings.Repeat("{% endif %}", 1000),
		"nested condition":   "{{ " + strings.Repeat("1 if 1 else ", 1000) + "1 }}",
		"many tokens":        "{{ " + strings.Repeat("1,", 100_000) + " }}",
		"many bytes":         "{{ 1 }}" + strings.Repeat("x", 300<<10),
		"many attributes":    "{{ params" + strings.Repeat(".a", 9_000) + ".__class__ }}",
		"many raw starts":    "{% raw %}" + strings.Repeat("{%", 100_000),
		"many comment opens": strings.Repeat("{#", 100_000),
		"not UTF-8":          "{{ ds }}\xff",
	} {
		t.Run(behaviour, func(t *testing.T) {
			if got := Check(text); got.Allowed || !got.HasTemplate {
				t.Errorf("allowed: %+v", got)
			}
		})
	}
}

// FuzzCheck holds that no text panics, that what is refused says why and where, and that nothing is
// allowed that calls, filters, tests or names something outside the lists, wherever it stands.
func FuzzCheck(f *testing.F) {
	for _, text := range templates(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Check(text)
		if strings.Contains(got.Violation, "runtime error") {
			t.Fatalf("Check(%q) panicked: %s", text, got.Violation)
		}
		if got.Allowed == (got.Violation != "") {
			t.Fatalf("Check(%q) = %+v: allowed and violation disagree", text, got)
		}
		if got.Offset < 0 || got.Offset > len(text) {
			t.Fatalf("Check(%q) = %+v: offset outside the text", text, got)
		}
		if !got.HasTemplate || !got.Allowed {
			return
		}
		for _, name := range got.Expressions {
			root, _, _ := strings.Cut(name, ".")
			if _, ok := context[root]; !ok && root != "loop" || strings.Contains(name, "._") {
				t.Fatalf("Check(%q) allows %q", text, name)
			}
		}
		template, err := Parse(text)
		if err != nil {
			t.Fatalf("Check(%q) allows what cannot be parsed: %v", text, err)
		}
		bound := map[string]bool{"loop": true}
		everyNode(reflect.ValueOf(template), func(node any) {
			switch n := node.(type) {
			case *For:
				targets(n.Target, bound)
			case *Set:
				targets(n.Target, bound)
			case *SetBlock:
				targets(n.Target, bound)
			case *With:
				for _, target := range n.Targets {
					targets(target, bound)
				}
			}
		})
		everyNode(reflect.ValueOf(template), func(node any) {
			if problem := offTheLists(node, bound); problem != "" {
				t.Fatalf("Check(%q) allows %s", text, problem)
			}
		})
	})
}

// everyNode visits every node of a tree, without any knowledge of what it is made of.
func everyNode(v reflect.Value, visit func(any)) {
	switch v.Kind() {
	case reflect.Interface:
		everyNode(v.Elem(), visit)
	case reflect.Pointer:
		if !v.IsNil() {
			visit(v.Interface())
			everyNode(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			everyNode(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				everyNode(v.Field(i), visit)
			}
		}
	}
}

// targets are the names that an assignment binds.
func targets(target Expr, bound map[string]bool) {
	everyNode(reflect.ValueOf(target), func(node any) {
		if name, ok := node.(*Name); ok {
			bound[name.ID] = true
		}
	})
}

// offTheLists says what of a node no allowed template may have.
func offTheLists(node any, bound map[string]bool) string {
	internal := func(name string) bool { return strings.HasPrefix(name, "_") || unsafeData[name] && name != "format" }
	switch n := node.(type) {
	case *Name:
		if _, ok := context[n.ID]; !ok && !bound[n.ID] {
			return "the name " + n.ID
		}
	case *Getattr:
		if internal(n.Attr) {
			return "the attribute " + n.Attr
		}
	case *Getitem:
		if key, ok := constantKey(n.Index); ok && internal(key) {
			return "the subscript " + key
		}
	case *Filter:
		if _, ok := filters[n.Name]; !ok {
			return "the filter " + n.Name
		}
	case *Test:
		if !safeTests[n.Name] {
			return "the test " + n.Name
		}
	case *Call:
		name := ""
		switch f := n.Func.(type) {
		case *Name:
			name = f.ID
		case *Getattr:
			name = f.Attr
		case *Getitem:
			name, _ = constantKey(f.Index)
		}
		_, ofData := dataMethods[name]
		_, ofDate := dateMethods[name]
		if !ofData && !ofDate && name != "format" && name != "xcom_pull" {
			for path := range functions {
				if path == name || strings.HasSuffix(path, "."+name) {
					return ""
				}
			}
			return "the call of " + name
		}
	case *Do, *Block:
		return "a tag"
	}
	return ""
}

func BenchmarkCheck(b *testing.B) {
	text := "--date {{ data_interval_start.strftime('%Y-%m-%d') }} --run {{ run_id }} --table {{ params.table | default('x') }}"
	for b.Loop() {
		Check(text)
	}
}

func BenchmarkPlainText(b *testing.B) {
	text := strings.Repeat("gs/s3 path {x} ", 10)
	for b.Loop() {
		Check(text)
	}
}
