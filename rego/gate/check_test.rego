package sekisho.gate.check_test

import data.sekisho.gate.check

main := {"name": "production", "review": "required", "configured": true}

develop := {"name": "development", "review": "none", "configured": true}

good := {
	"login": "sre", "state": "approved", "user_type": "User", "membership": "active",
	"author": false, "contributor": false, "on_head": true,
}

changed(changes) := object.union(good, changes)

gate(verdict, environment, approvals) := found if {
	found := check.gate with input as {
		"verdict": verdict, "base": "main", "environment": environment, "approvals": approvals,
		"pull_request": {"author": "dev", "head": "abc", "draft": false}, "merge_group": false,
	}
}

outcome(verdict, environment, approvals) := [found.conclusion, found.reason] if found := gate(verdict, environment, approvals)

test_main_allow if outcome("allow", main, []) == ["success", "proved"]

test_main_review_waits if outcome("review", main, []) == ["pending", "waits-for-review"]

test_main_review_approved if outcome("review", main, [good]) == ["success", "approved"]

test_main_deny if outcome("deny", main, []) == ["failure", "denied"]

test_main_deny_whatever_approvals if outcome("deny", main, [good, changed({"login": "other"})]) == ["failure", "denied"]

test_develop_allow if {
	outcome("allow", develop, []) == ["success", "proved"]
	not gate("allow", develop, []).forecast
}

test_develop_review_is_a_forecast if {
	outcome("review", develop, []) == ["success", "no-review-needed"]
	gate("review", develop, []).forecast
}

test_develop_deny if outcome("deny", develop, [good]) == ["failure", "denied"]

test_unconfigured_base if {
	every verdict in ["allow", "review", "deny"] {
		outcome(verdict, {"name": "", "review": "", "configured": false}, [good]) == ["pending", "unconfigured-base"]
	}
}

test_no_verdict_is_a_review if {
	every verdict in ["", "Allow", "approve", "anything"] {
		outcome(verdict, main, []) == ["pending", "waits-for-review"]
	}
}

test_unknown_review_setting_requires_it if outcome("review", object.union(main, {"review": "sometimes"}), []) == ["pending", "waits-for-review"]

test_forecast_only_where_review_is_not_required if not gate("review", main, []).forecast

test_approvals_that_do_not_count if {
	cases := {
		"not-member": {"membership": "none"},
		"membership-unknown": {"membership": "unknown"},
		"author": {"author": true},
		"contributor": {"contributor": true},
		"old-commit": {"on_head": false},
		"not-human": {"user_type": "Bot"},
		"dismissed": {"state": "dismissed"},
		"not-an-approval": {"state": "commented"},
	}
	every reason, changes in cases {
		found := gate("review", main, [changed(changes)])
		found.conclusion == "pending"
		found.approvals == [{"login": "sre", "counted": false, "reason": reason}]
	}
}

test_author_by_login if {
	found := gate("review", main, [changed({"login": "Dev"})])
	found.conclusion == "pending"
	found.approvals[0].reason == "author"
}

test_facts_that_are_missing_do_not_count if {
	every field in ["user_type", "membership", "author", "contributor", "on_head", "state"] {
		found := gate("review", main, [object.remove(good, [field])])
		found.conclusion == "pending"
	}
}

test_one_that_counts_is_enough if outcome("review", main, [changed({"login": "a", "on_head": false}), good]) == ["success", "approved"]

test_objection_of_a_member_blocks if {
	outcome("review", main, [good, changed({"login": "b", "state": "changes_requested"})]) == ["pending", "waits-for-review"]
}

test_objection_of_an_unknown_member_blocks if {
	outcome("review", main, [good, changed({"login": "b", "state": "changes_requested", "membership": "unknown"})]) == ["pending", "waits-for-review"]
}

test_objection_of_others_does_not_block if {
	outcome("review", main, [good, changed({"login": "b", "state": "changes_requested", "membership": "none"})]) == ["success", "approved"]
}

test_every_approval_is_judged if {
	found := gate("allow", main, [good, changed({"login": "b", "state": "changes_requested"}), changed({"login": "c", "state": "dismissed"})])
	[judgement.reason | some judgement in found.approvals] == ["counted", "changes-requested", "dismissed"]
}

test_draft_and_merge_group_are_judged_alike if {
	every field in ["draft", "merge_group"] {
		found := check.gate with input as {
			"verdict": "review", "base": "main", "environment": main, "approvals": [],
			"pull_request": {"author": "dev", "head": "abc", "draft": field == "draft"}, "merge_group": field == "merge_group",
		}
		found.conclusion == "pending"
	}
}
