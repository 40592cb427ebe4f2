package eval

import "testing"

// A timetable runs in the scheduler, and what an asset holds is stored by a process that all tenants share: only shapes
// with which Airflow can work are executed.
func TestTimetablesAndAssets(t *testing.T) {
	head := "from datetime import date, datetime, timedelta\nfrom airflow import DAG\nfrom airflow.datasets import Dataset, DatasetAlias, DatasetAll, DatasetAny\n" +
		"from airflow.timetables.trigger import CronTriggerTimetable, MultipleCronTriggerTimetable\n" +
		"from airflow.timetables.interval import CronDataIntervalTimetable, DeltaDataIntervalTimetable\n" +
		"from airflow.timetables.events import EventsTimetable\nfrom airflow.timetables.datasets import DatasetOrTimeSchedule\n" +
		"from airflow.timetables.simple import NullTimetable\nimport pendulum\nnow = datetime.now()\n"
	for schedule, want := range map[string]bool{
		`CronTriggerTimetable("0 0 * * *", timezone="UTC")`:                                                         true,
		`CronTriggerTimetable(cron="0 0 * * *", timezone=pendulum.timezone("UTC"), interval=timedelta(days=1))`:     true,
		`CronTriggerTimetable("0 0 * * *" if now.hour > 3 else "0 1 * * *", timezone="UTC", run_immediately=False)`: true,
		`CronTriggerTimetable("0 0 * * *", timezone="UTC", interval=timedelta(days=999999))`:                        false,
		`CronTriggerTimetable("0 0 * * *", timezone="UTC", interval=timedelta(days=-1))`:                            false,
		`CronTriggerTimetable("0 0 * * *", timezone="UTC", run_immediately=timedelta(days=999999))`:                 false,
		`CronTriggerTimetable("0 0 * * *", timezone="UTC", later=1)`:                                                false,
		`CronTriggerTimetable(5, timezone="UTC")`:                                                                   false,
		`CronTriggerTimetable("0 0 * * *", timezone=5)`:                                                             false,
		`CronTriggerTimetable("0 0 * * *", "UTC")`:                                                                  false,
		`MultipleCronTriggerTimetable("0 0 * * *", "0 1 * * *", timezone="UTC")`:                                    true,
		`MultipleCronTriggerTimetable("0 0 * * *", 5, timezone="UTC")`:                                              false,
		`MultipleCronTriggerTimetable(crons=["0 0 * * *"], timezone="UTC")`:                                         false,
		`CronDataIntervalTimetable("0 0 * * *", "UTC")`:                                                             true,
		`CronDataIntervalTimetable("0 0 * * *", None)`:                                                              false,
		`DeltaDataIntervalTimetable(timedelta(hours=1))`:                                                            true,
		`DeltaDataIntervalTimetable("an hour")`:                                                                     false,
		`EventsTimetable([datetime(2024, 1, 1)], description="once")`:                                               true,
		`EventsTimetable(event_dates=[], description="never")`:                                                      false,
		`EventsTimetable(event_dates=["2024-01-01"])`:                                                               false,
		`EventsTimetable(event_dates=[date(2024, 1, 1)])`:                                                           false,
		`EventsTimetable(event_dates=[datetime(9999, 12, 31)])`:                                                     false,
		`EventsTimetable(event_dates=[datetime(2024, 1, 1)], presorted="yes")`:                                      false,
		`DatasetOrTimeSchedule(timetable=NullTimetable(), datasets=[Dataset("s3://team-a/x")])`:                     true,
		`DatasetOrTimeSchedule(timetable="0 0 * * *", datasets=[Dataset("s3://team-a/x")])`:                         false,
		`DatasetOrTimeSchedule(timetable=NullTimetable(), datasets=5)`:                                              false,
		`NullTimetable(5)`:                            false,
		`Dataset("s3://team-a/x")`:                    true,
		`[Dataset("s3://team-a/x", {"rows": [1]})]`:   true,
		`DatasetAny(Dataset("s3://team-a/x"))`:        true,
		`DatasetAll(5)`:                               false,
		`DatasetAll()`:                                false,
		`DatasetAlias("team-a-x")`:                    true,
		`DatasetAlias(5)`:                             false,
		`DatasetAlias("x" * 1501)`:                    false,
		`Dataset(5)`:                                  false,
		`Dataset(["s3://team-a/x"])`:                  false,
		`Dataset("")`:                                 false,
		`Dataset("s3://team-a/é")`:                    false,
		`Dataset("s3://team-a/{{ params.x }}")`:       false,
		`Dataset("s3://team-a/" + "x" * 1500)`:        false,
		`Dataset("s3://team-a/x", extra=5)`:           false,
		`Dataset("s3://team-a/x", extra={"at": now})`: false,
		`Dataset("s3://team-a/x", extra={1: 2})`:      false,
		`[Dataset("s3://team-a/x"), "x"]`:             false,
		`5`:                                           false,
		`True`:                                        false,
		`{"0 0 * * *": 1}`:                            false,
		`datetime(2024, 1, 1)`:                        false,
		`["0 0 * * *"]`:                               false,
		`None`:                                        true,
		`timedelta(hours=1)`:                          true,
	} {
		if got := run(t, head+"dag = DAG('team-a.x', schedule="+schedule+", start_date=datetime(2024, 1, 1))\n").Declarative; got != want {
			t.Errorf("schedule=%s: declarative is %t", schedule, got)
		}
	}
}

// What is handed to Airflow beside tasks: labels, groups, lineage, parameters and ids.
func TestShapesOfWhatAirflowKeeps(t *testing.T) {
	head := "from datetime import datetime\nfrom airflow import DAG\nfrom airflow.datasets import Dataset\nfrom airflow.operators.empty import EmptyOperator\n" +
		"from airflow.utils.edgemodifier import Label\nfrom airflow.utils.task_group import TaskGroup\nfrom airflow.models import Variable\nimport pendulum\n" +
		"with DAG('team-a.x', schedule=None, start_date=datetime(2024, 1, 1)) as dag:\n    "
	for line, want := range map[string]bool{
		`EmptyOperator(task_id="a") >> Label("every night") >> EmptyOperator(task_id="b")`: true,
		`Label(["<img>"])`: false,
		`Label(5)`:         false,
		`Label("a\0b")`:    false,
		`TaskGroup("g", prefix_group_id=False, group_display_name="G")`: true,
		`TaskGroup("g", prefix_group_id="no")`:                          false,
		`TaskGroup("g", add_suffix_on_collision=datetime(2024, 1, 1))`:  false,
		`TaskGroup("g", group_display_name={"a": 1})`:                   false,
		`TaskGroup("g", group_display_name="<img src=x>")`:              false,
		`TaskGroup("<img src=x>", prefix_group_id=False)`:               false,
		`TaskGroup(5)`: false,
		`EmptyOperator.partial(task_id="<img src=x>").expand(doc=["a"])`:                                 false,
		`EmptyOperator.partial(task_id=5).expand(doc=["a"])`:                                             false,
		`EmptyOperator(task_id="注文-1.a_b")`:                                                              true,
		`EmptyOperator(task_id="b", outlets=[Dataset("s3://team-a/x")])`:                                 true,
		`EmptyOperator(task_id="b", inlets=Dataset("s3://team-a/x"))`:                                    true,
		`EmptyOperator.partial(task_id="b", outlets=5).expand(doc=["a"])`:                                false,
		`EmptyOperator(task_id="b", inlets=["a"])`:                                                       false,
		`EmptyOperator(task_id="b", params=5)`:                                                           false,
		`EmptyOperator(task_id="b", params={1: 5})`:                                                      false,
		`EmptyOperator(task_id="b", params={"n" * 300: 5})`:                                              false,
		`EmptyOperator(task_id="b").as_teardown(on_failure_fail_dagrun=True)`:                            true,
		`EmptyOperator(task_id="b").as_teardown(on_failure_fail_dagrun="x")`:                             false,
		`EmptyOperator(task_id="b").as_teardown(setups=5)`:                                               false,
		`EmptyOperator(task_id="b", params={"n": 5})`:                                                    true,
		`EmptyOperator(task_id="b", start_date=pendulum.parse("2024-01-01"))`:                            true,
		`EmptyOperator(task_id="b", start_date=datetime.combine(datetime.today(), datetime.min.time()))`: true,
		`EmptyOperator(task_id="b", start_date=pendulum.parse(str(datetime.now().hour)))`:                false,
	} {
		if got := run(t, head+line+"\n").Declarative; got != want {
			t.Errorf("%s: declarative is %t", line, got)
		}
	}
}
