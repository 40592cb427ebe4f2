package githubtwin

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// bucket is the primary rate limit that a call draws on; nil for a JWT and for nobody.
func (c *call) bucket() *rate {
	if c.who == nil || c.who.app != nil {
		return nil
	}
	b := &c.who.rate
	if c.who.installation != nil {
		b = &c.who.installation.rate
	}
	if now := c.t.options.Now(); !now.Before(b.reset) {
		b.used, b.reset = 0, now.Add(time.Hour)
	}
	return b
}

// secondaryLimits is the page by whose address clients recognise a secondary limit.
const secondaryLimits = "/overview/resources-in-the-rest-api#secondary-rate-limits"

// spend refuses a call when the hour's budget is used up, or the minute's budget of writes.
func (c *call) spend(path string) error {
	b := c.bucket()
	if b == nil || path == "/rate_limit" {
		return nil
	}
	if limit := c.t.limits.ContentPerMinute; limit > 0 && c.r.Method != http.MethodGet && path != "/graphql" {
		now := c.t.options.Now()
		b.writes = slices.DeleteFunc(b.writes, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
		if len(b.writes) >= limit {
			wait := int(time.Minute.Seconds() - now.Sub(b.writes[0]).Seconds() + 1)
			return &apiError{status: http.StatusForbidden, doc: secondaryLimits, header: map[string]string{"Retry-After": strconv.Itoa(wait)},
				message: "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later."}
		}
		b.writes = append(b.writes, now)
	}
	if b.used < c.t.limits.RatePerHour {
		return nil
	}
	whom := "user"
	if c.who.installation != nil {
		whom = "installation ID " + strconv.FormatInt(c.who.installation.id, 10)
	}
	return fail(http.StatusForbidden, "API rate limit exceeded for %s.", whom)
}

func (c *call) writeRate(header http.Header, record *Request) {
	b := c.bucket()
	if b == nil {
		return
	}
	if record.Counted && b.used < c.t.limits.RatePerHour {
		b.used++
	}
	header.Set("X-RateLimit-Limit", strconv.Itoa(c.t.limits.RatePerHour))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(c.t.limits.RatePerHour-b.used))
	header.Set("X-RateLimit-Used", strconv.Itoa(b.used))
	header.Set("X-RateLimit-Reset", fmt.Sprint(b.reset.Unix()))
	header.Set("X-RateLimit-Resource", "core")
}

func (c *call) rateLimit() (reply, error) {
	limit := obj{"limit": c.t.limits.RatePerHour, "used": 0, "remaining": c.t.limits.RatePerHour, "reset": c.t.options.Now().Add(time.Hour).Unix()}
	if b := c.bucket(); b != nil {
		limit = obj{"limit": c.t.limits.RatePerHour, "used": b.used, "remaining": c.t.limits.RatePerHour - b.used, "reset": b.reset.Unix()}
	}
	return reply{status: 200, body: obj{"resources": obj{"core": limit, "search": limit, "graphql": limit}, "rate": limit}}, nil
}
