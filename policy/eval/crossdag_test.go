package eval

import "testing"

func TestAssetsThatAirflowTakesForOne(t *testing.T) {
	for text, want := range map[string]string{
		"s3://orders/loaded":               "s3://orders/loaded",
		"S3://Orders/Loaded//":             "s3://orders/loaded",
		" s3://key:word@orders/loaded#new": "s3://orders/loaded",
		"s3://orders:443/loaded?b=1&a=2":   "s3://orders/loaded",
		"s3://orders":                      "s3://orders",
		"orders-loaded":                    "orders-loaded",
		"orders@loaded:1":                  "orders@loaded:1",
		"s3://orders/a@b:1":                "s3://orders/a@b:1",
		"":                                 "",
	} {
		if got := assetKey(text); got != want {
			t.Errorf("assetKey(%q) = %q, want %q", text, got, want)
		}
	}
}
