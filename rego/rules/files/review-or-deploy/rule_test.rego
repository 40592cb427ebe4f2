package sekisho.rules.files.review_or_deploy_test

import data.sekisho.lib.testing
import data.sekisho.rules.files.review_or_deploy

of(path, status) := {"files": [{"path": path, "status": status}]}

test_changed if {
	every path in [".github/workflows/x.yml", ".GitHub/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", "Jenkinsfile", "sekisho.yml", "docs/conf.py", "invoke.py", "AGENTS.md", "claude.local.md"] {
		every status in ["added", "modified", "removed"] {
			found := review_or_deploy.change_findings with input as of(path, status)
			testing.messages(found) == {"changed"}
		}
	}
}

test_others if {
	count(review_or_deploy.change_findings) == 0 with input as of("CODEOWNERS", "unchanged")
	count(review_or_deploy.change_findings) == 0 with input as of(".gitattributes", "added")
	count(review_or_deploy.change_findings) == 0 with input as of("dags/orders/load.py", "added")
}
