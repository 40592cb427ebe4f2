package githubtwin

func threadID(th *thread) string { return nodeID("PullRequestReviewThread", th.id) }

func (c *call) graphql() (reply, error) { return reply{}, errNotFound }
