package eval

import (
	"fmt"
	"testing"
)

// TestParameterDefaults: whether the default of a parameter surely fits its schema decides only where the
// scheduler makes runs.
func TestParameterDefaults(t *testing.T) {
	const source = "from airflow.models.param import Param\nwith DAG('team-a.x', start_date=datetime(2024, 1, 1), schedule=%s, params={'n': %s}):\n    pass\n"
	for param, fits := range map[string]bool{
		"5":                                                      true,
		"Param(5)":                                               true,
		"Param(5, type='integer')":                               true,
		"Param(5, type=['null', 'number'])":                      true,
		"Param(None, type=['null', 'string'])":                   true,
		"Param(True, type='boolean')":                            true,
		"Param(5.0, type='integer')":                             true,
		"Param([1], type='array')":                               true,
		"Param({'a': 1}, type='object')":                         true,
		"Param('b', enum=['a', 'b'])":                            true,
		"Param('b', const='b')":                                  true,
		"Param(5, minimum=5, maximum=5)":                         true,
		"Param(6, multipleOf=3)":                                 true,
		"Param('abc', minLength=3, maxLength=3)":                 true,
		"Param('注文', type='string', maxLength=2)":                true,
		"Param('2024-02-29', format='date')":                     true,
		"Param('2024-02-29T00:00:00Z', format='date-time')":      true,
		"Param('a', format='multiline', title='A', section='B')": true,
		"Param('a', description=None)":                           true,

		"Param(type='integer')":                  false,
		"Param('5', type='integer')":             false,
		"Param(True, type='integer')":            false,
		"Param(5.5, type='integer')":             false,
		"Param(None, type='string')":             false,
		"Param((1,), type='array')":              false,
		"Param(5, type='int')":                   false,
		"Param(5, type=5)":                       false,
		"Param('c', enum=['a', 'b'])":            false,
		"Param(1, enum=[True])":                  false,
		"Param('a', enum='abc')":                 false,
		"Param('b', const='a')":                  false,
		"Param(4, minimum=5)":                    false,
		"Param(6, maximum=5)":                    false,
		"Param(5, minimum='5')":                  false,
		"Param(7, multipleOf=3)":                 false,
		"Param(6, multipleOf=0)":                 false,
		"Param('abc', minLength=4)":              false,
		"Param('abc', maxLength=2)":              false,
		"Param('abc', maxLength=-1)":             false,
		"Param('2023-02-29', format='date')":     false,
		"Param('12:00', format='time')":          false,
		"Param('a', title=5)":                    false,
		"Param('a', examples='a')":               false,
		"Param(datetime.now(), type='string')":   false,
		"Param(str(datetime.now()), enum=['a'])": false,
	} {
		for _, schedule := range []string{"'@daily'", "None"} {
			out := run(t, prologue+fmt.Sprintf(source, schedule, param))
			want := fits || schedule == "None"
			if out.Declarative != want {
				t.Errorf("schedule=%s, %s: declarative %v, want %v: %s", schedule, param, out.Declarative, want, problems(out))
			}
		}
	}
}
