package report

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

// The types follow "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS
// Standard; section numbers are beside them.

type sarifLog struct { // 3.13
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct { // 3.14
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"` // 3.14.17
	Results     []sarifResult     `json:"results"`
	Properties  map[string]any    `json:"properties,omitempty"`
}

type sarifInvocation struct { // 3.20
	ExecutionSuccessful bool `json:"executionSuccessful"`
}

type sarifTool struct { // 3.18
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct { // 3.19
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct { // 3.49
	ID                   string             `json:"id"`
	Name                 string             `json:"name"`
	ShortDescription     sarifText          `json:"shortDescription"`
	FullDescription      sarifText          `json:"fullDescription"`
	Help                 *sarifText         `json:"help,omitempty"`
	HelpURI              string             `json:"helpUri,omitempty"`
	DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
}

type sarifConfiguration struct { // 3.50
	Level string `json:"level"`
}

type sarifText struct { // 3.11 and 3.12
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifResult struct { // 3.27
	RuleID              string            `json:"ruleId"`
	RuleIndex           int               `json:"ruleIndex"`
	Level               string            `json:"level"`
	Message             sarifText         `json:"message"`
	Locations           []sarifLocation   `json:"locations,omitempty"`
	RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
	PartialFingerprints map[string]string `json:"partialFingerprints,omitempty"`
	Fixes               []sarifFix        `json:"fixes,omitempty"`
}

type sarifLocation struct { // 3.28
	ID               int           `json:"id,omitempty"`
	Message          *sarifText    `json:"message,omitempty"`
	PhysicalLocation sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct { // 3.29
	ArtifactLocation sarifArtifact `json:"artifactLocation"`
	Region           *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct { // 3.4
	URI string `json:"uri"`
}

type sarifRegion struct { // 3.30: lines and columns from 1, endColumn exclusive
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifFix struct { // 3.55
	Description     sarifText     `json:"description"`
	ArtifactChanges []sarifChange `json:"artifactChanges"`
}

type sarifChange struct { // 3.56
	ArtifactLocation sarifArtifact      `json:"artifactLocation"`
	Replacements     []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct { // 3.57
	DeletedRegion   sarifRegion `json:"deletedRegion"`
	InsertedContent sarifText   `json:"insertedContent"`
}

var sarifLevel = map[decision.Severity]string{ // 3.58.6
	decision.SeverityDeny: "error", decision.SeverityReview: "warning", decision.SeverityWarn: "note",
}

func levelOf(severity decision.Severity) string {
	if level, ok := sarifLevel[severity]; ok {
		return level
	}
	return "warning"
}

// SARIF writes a SARIF 2.1.0 log with one run.
func SARIF(w io.Writer, r *Report) error {
	rules, index := sarifRules(r)
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "sekisho", Version: r.Version, InformationURI: "https://github.com/sekisho/sekisho", Rules: rules,
		}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
		Properties: map[string]any{
			"verdict": r.Decision.Verdict, "policy": r.Decision.PolicyDigest, "templatesChecked": r.TemplatesChecked,
		},
	}
	for i := range r.Decision.Findings {
		f := &r.Decision.Findings[i]
		run.Results = append(run.Results, sarifResultOf(f, index[f.Rule]))
	}
	// Not indented: that took as long as all else when there are many findings, and half of the bytes.
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// sarifRules lists the policy's rules, and behind them what found something without being a rule of
// it (the engine itself, when a rule could not answer).
func sarifRules(r *Report) ([]sarifRule, map[string]int) {
	rules := []sarifRule{}
	index := map[string]int{}
	for i := range r.Rules {
		rule := &r.Rules[i]
		level := "warning"
		if len(rule.Severities) > 0 {
			level = levelOf(rule.Severities[0])
		}
		index[rule.ID] = len(rules)
		rules = append(rules, sarifRule{
			ID: rule.ID, Name: rule.Name,
			ShortDescription: sarifText{Text: rule.Title},
			FullDescription:  sarifText{Text: rule.Description},
			Help:             &sarifText{Text: plainHelp(rule), Markdown: rule.Page()},
			HelpURI:          rule.Docs, DefaultConfiguration: sarifConfiguration{Level: level},
		})
	}
	for i := range r.Decision.Findings {
		f := &r.Decision.Findings[i]
		if _, known := index[f.Rule]; known {
			continue
		}
		index[f.Rule] = len(rules)
		rules = append(rules, sarifRule{
			ID: f.Rule, Name: f.Name, ShortDescription: sarifText{Text: f.Name}, FullDescription: sarifText{Text: f.Name},
			DefaultConfiguration: sarifConfiguration{Level: levelOf(f.Severity)},
		})
	}
	return rules, index
}

func sarifResultOf(f *decision.Finding, index int) sarifResult {
	message := f.Message
	if f.Fix != "" {
		message += "\nFix: " + f.Fix
	}
	result := sarifResult{RuleID: f.Rule, RuleIndex: index, Level: levelOf(f.Severity), Message: sarifText{Text: message}}
	if f.Identity != "" {
		result.PartialFingerprints = map[string]string{"sekishoIdentity/v1": f.Identity}
	}
	if f.Path == "" {
		return result
	}
	artifact := sarifArtifact{URI: fileURI(f.Path)}
	result.Locations = []sarifLocation{{PhysicalLocation: sarifPhysical{ArtifactLocation: artifact, Region: region(f.Span)}}}
	for i, why := range f.Why {
		result.RelatedLocations = append(result.RelatedLocations, sarifLocation{
			ID: i + 1, Message: &sarifText{Text: why.What},
			PhysicalLocation: sarifPhysical{ArtifactLocation: artifact, Region: region(why.Span)},
		})
	}
	if at := region(f.Span); f.Suggestion != nil && at != nil {
		result.Fixes = []sarifFix{{
			Description: sarifText{Text: f.Fix},
			ArtifactChanges: []sarifChange{{ArtifactLocation: artifact, Replacements: []sarifReplacement{
				{DeletedRegion: *at, InsertedContent: sarifText{Text: *f.Suggestion}},
			}}},
		}}
	}
	return result
}

// region is nil for a finding about a file as a whole.
func region(span facts.Span) *sarifRegion {
	if span.Start.Line < 1 {
		return nil
	}
	return &sarifRegion{
		StartLine: span.Start.Line, StartColumn: span.Start.Column,
		EndLine: max(span.End.Line, span.Start.Line), EndColumn: span.End.Column,
	}
}

// fileURI is a relative reference for a relative path, as code scanning wants it, and a file URI
// for an absolute one (RFC 3986, RFC 8089).
func fileURI(path string) string {
	slashed := filepath.ToSlash(path)
	if strings.HasPrefix(slashed, "/") {
		return (&url.URL{Scheme: "file", Path: slashed}).String()
	}
	return (&url.URL{Path: strings.TrimPrefix(slashed, "./")}).String()
}

func plainHelp(rule *engine.Rule) string {
	return rule.Description + "\n\n" + rule.Rationale
}
