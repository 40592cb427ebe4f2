package main

import (
	"encoding/json"
	"reflect"
	"testing"
)

const small = `{"info":{"version":"1"},"servers":[],"paths":{
 "/kept":{"post":{"summary":"s","operationId":"o","parameters":[{"$ref":"#/components/parameters/p"}],
  "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/in"},"examples":{"a":1}}}},
  "responses":{"200":{"description":"prose","content":{"application/json":{"schema":{"$ref":"#/components/schemas/out"}}}}}}},
 "/dropped":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/unused"}}}}}}}},
 "components":{"parameters":{"p":{"name":"p","in":"path","description":"prose","x-multi-segment":true,"x-other":1,"schema":{"type":"string"}}},
 "schemas":{"unused":{"type":"object"},
  "in":{"type":"object","properties":{"description":{"type":"string","description":"prose"},"title":{"type":"string"}}},
  "out":{"type":"object","title":"Out","properties":{"next":{"$ref":"#/components/schemas/deep"}}},
  "deep":{"type":"object","description":"prose","properties":{"example":{"type":"string","example":"e"}}}}}}`

const want = `{"openapi":"3.0.3","info":{"title":"the part of GitHub's REST API that is in use","version":"1"},"servers":[],"paths":{
 "/kept":{"post":{"operationId":"o","parameters":[{"$ref":"#/components/parameters/p"}],
  "requestBody":{"content":{"application/json":{"schema":{"type":"object","additionalProperties":false,"properties":{"description":{"type":"string"},"title":{"type":"string"}}}}}},
  "responses":{"200":{"description":"","content":{"application/json":{"schema":{"$ref":"#/components/schemas/out"}}}}}}}},
 "components":{"parameters":{"p":{"name":"p","in":"path","x-multi-segment":true,"schema":{"type":"string"}}},
 "schemas":{"out":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/deep"}}},
  "deep":{"type":"object","properties":{"example":{"type":"string"}}}}}}`

// TestTheCut: what is used stays with all that it reaches, prose goes, names that look like prose stay, request
// bodies become strict.
func TestTheCut(t *testing.T) {
	var document, expected object
	for text, target := range map[string]*object{small: &document, want: &expected} {
		if err := json.Unmarshal([]byte(text), target); err != nil {
			t.Fatal(err)
		}
	}
	got, err := cutDocument(document, [][2]string{{"post", "/kept"}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var plain object
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(plain, expected) {
		t.Errorf("got %s", text)
	}
	if _, err := cutDocument(document, [][2]string{{"get", "/kept"}}); err == nil {
		t.Error("an operation that is not described")
	}
	if correct(document) == nil {
		t.Error("a correction whose place is gone")
	}
}
