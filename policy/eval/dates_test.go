package eval

import "testing"

// TestFarDates holds that a start_date from which Airflow cannot count another run is an unknown, however it was made.
func TestFarDates(t *testing.T) {
	const imports = "import pendulum\nfrom dateutil.relativedelta import relativedelta\nfrom airflow.utils.dates import days_ago\nfrom airflow.utils import timezone\n"
	far := map[string]string{
		"written":             "datetime(9999, 12, 31)",
		"before the calendar": "datetime(1, 1, 1)",
		"by keyword":          "datetime(day=1, month=1, year=9998)",
		"pendulum":            "pendulum.datetime(9999, 1, 1)",
		"text":                "pendulum.parse('9999-12-31')",
		"text in short":       "pendulum.parse('99991231T000000')",
		"text, year last":     "datetime.strptime('31129999', '%d%m%Y')",
		"choice of texts":     "pendulum.parse('2024-01-01' if datetime.now().hour else '9999-12-31')",
		"combined":            "datetime.combine(datetime(9999, 1, 1), datetime.min.time())",
		"instance":            "pendulum.instance(datetime(9999, 1, 1))",
		"years added":         "datetime(2024, 1, 1) + timedelta(days=2912000)",
		"weeks added":         "datetime.now() + timedelta(weeks=400000)",
		"span multiplied":     "datetime.now() + 800 * timedelta(days=3650)",
		"span divided":        "datetime.now() + timedelta(days=2912001) / 0.5",
		"relative":            "datetime.now() + relativedelta(years=7970)",
		"relative, absolute":  "datetime.now() + relativedelta(year=9999)",
		"method":              "pendulum.now().add(years=7970)",
		"method by position":  "pendulum.now().add(7970)",
		"replaced":            "datetime(2024, 1, 1).replace(year=9999)",
		"one of two spans":    "datetime.now() + timedelta(days=2912000 if datetime.now().hour else 1)",
		"one of two moves":    "pendulum.now().add(years=7970 if datetime.now().hour else 1)",
		"span not known":      "datetime.now() + timedelta(days=datetime.now().year * 1500)",
		"difference":          "datetime.now() + 26 * (datetime(2200, 1, 1) - datetime(1900, 1, 1))",
		"relative difference": "datetime.now() + relativedelta(datetime(2200, 1, 1), datetime(1900, 1, 1)) * 26",
		"span in years":       "pendulum.now() + pendulum.duration(years=7970)",
		"span in months":      "pendulum.now() + pendulum.duration(months=95640)",
		"replaced first":      "datetime(2024, 1, 1).replace(9999)",
		"through another":     "datetime(9999, 1, 1).replace(day=2)",
		"days ago":            "days_ago(-2900000)",
		"utility":             "timezone.datetime(9999, 1, 1)",
		"constant":            "datetime.max",
		"subtracted":          "datetime.now() - timedelta(days=-2912000)",
	}
	for name, date := range far {
		for where, source := range map[string]string{
			"DAG":             "DAG('team-a.y', start_date=" + date + ")\n",
			"default_args":    "DAG('team-a.y', default_args={'start_date': " + date + "})\n",
			"task":            "KubernetesPodOperator(task_id='t', start_date=" + date + ", dag=dag)\n",
			"a name in steps": "x = " + date + "\nfor i in range(3):\n    x = x + timedelta(days=1)\nDAG('team-a.y', start_date=x)\n",
		} {
			if out := run(t, prologue+imports+source); out.Declarative {
				t.Errorf("%s in %s is declarative", name, where)
			}
		}
	}
	loop := "x = datetime(2024, 1, 1)\nfor i in range(900):\n    x = x + timedelta(days=3650) if datetime.now().hour else x - timedelta(days=1)\nDAG('team-a.y', start_date=x)\n"
	if out := run(t, prologue+loop); out.Declarative {
		t.Error("the sum of many steps is declarative")
	}
	for name, date := range map[string]string{
		"written":       "datetime(2024, 1, 1)",
		"time zone":     "pendulum.datetime(2024, 1, 1, tz='Asia/Tokyo')",
		"text":          "pendulum.parse('2024-01-01T00:00:00+09:00')",
		"text in short": "datetime.strptime('20241231', '%Y%m%d')",
		"text, German":  "datetime.strptime('31.12.2024 10:00', '%d.%m.%Y %H:%M')",
		"a year ago":    "datetime.now() - timedelta(days=365)",
		"relative":      "datetime.now() - relativedelta(years=1, months=1)",
		"method":        "pendulum.today('UTC').add(days=-30)",
		"span in years": "pendulum.now() - pendulum.duration(years=1, months=2)",
		"replaced":      "datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)",
		"replaced year": "datetime.now().replace(2023, 1, 1)",
		"ago":           "days_ago(3650)",
		"utility":       "timezone.datetime(2024, 1, 1)",
		"yesterday":     "datetime.combine(datetime.today() - timedelta(1), datetime.min.time())",
		"start of":      "pendulum.now().start_of('day').subtract(weeks=2)",
		"none":          "None",
	} {
		if out := run(t, prologue+imports+"DAG('team-a.y', start_date="+date+")\n"); !out.Declarative {
			t.Errorf("%s is not declarative: %s", name, problems(out))
		}
	}
}

// TestCronThatNeverComes: Airflow fails to find the next run, or the last one, of such an expression. That a weekday
// does not help, that a leap day and the nth of a weekday with a day do not come, was seen with croniter 1.3.5 and 6.0.
func TestCronThatNeverComes(t *testing.T) {
	for text, want := range map[string]int64{
		"0 0 31 2 *": -1, "0 0 30 feb *": -1, "0 0 31 4,6,9,11 *": -1, "0 0 31 2 ?": -1, "0 0 30,31 2 */1": -1, "0 0 31 2 0-6": -1,
		"0 0 31 2 sun-sat": -1, "0 0 31 2 5#5": -1, "0 0 1 1 * 0 1999": -1,
		"0 0 31 2 1": -1, "0 0 30 2 mon": -1, "0 0 30 2 1-5": -1, "0 0 29 2 *": -1, "0 0 29 2 mon": -1, "0 0 1 * mon#2": -1, "0 0 L * mon#1": -1,
		"0 0 29 2 L1": -1, "0 0 * 2 5#5": -1, "0 0 R(30-31) 2 *": -1, "0 0 31 R(2-2) *": -1, "R R * * *": -1, "0 0 30 \u0662 *": -1, "0 0 32 * *": -1,
		"@reboot": -1, "": -1, "60 * * * *": -1, "* * * * * R": -1, "0 0 * * mon#6": -1, "0 0 * * *#5": -1,
		"0 0 31 1-2 *": 28 * 86400, "0 0 28 2 *": 28 * 86400, "0 0 L 2 *": 86400, "0 3 * * MON-FRI": 86400, "15 10 31 * *": 28 * 86400,
		"0 0 1-7 * mon": 86400, "0 0 * * mon#5": 86400, "0 0 * * MON#1,wed#2": 86400, "0 0 * * L5": 86400, "0 0 * nov-feb *": 86400, "0 22-6 * * *": 3600,
		"0 0 ? * 1": 86400, "0 0 1 JAN,jul *": 28 * 86400, "0 0 * * fri-mon": 86400, "*/10 * * * * */30": 30, "0 0 29-31 2,3 *": 86400,
	} {
		if got := cronInterval(text); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
