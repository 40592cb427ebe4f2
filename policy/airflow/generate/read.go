package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
)

// source is the part of schema airflow-symbols/1 that is used.
type source struct {
	Schema      string   `json:"schema"`
	Sources     []string `json:"sources"`
	ClosedLists struct {
		ControlFlow []string `json:"control_flow_safe_operators"`
		DAGs        []string `json:"dag_fqns"`
		PodOperator []string `json:"kubernetes_pod_operator_fqns"`
	} `json:"closed_lists"`
	OtherAliases   map[string][]string `json:"other_aliases"`
	TaskDecorators []taskDecorator     `json:"task_decorators"`
	Symbols        []*symbol           `json:"symbols"`

	digest string
	byName map[string]*symbol
}

type symbol struct {
	Name           string   `json:"fqn"`
	Last           string   `json:"name"`
	Module         string   `json:"module"`
	Kind           string   `json:"kind"`
	Provider       string   `json:"provider"`
	Public         bool     `json:"public"`
	TemplateFields []string `json:"template_fields"`
	TemplateExt    []string `json:"template_ext"`
	Versions       []string `json:"versions"`
	Airflow3       bool     `json:"in_airflow3"`
	Aliases        []string `json:"aliases"`
	Capability     string   `json:"capability"`
	Hint           string   `json:"capability_detail"`

	detail string // decided by classify
}

type taskDecorator struct {
	Decorator  string   `json:"decorator"`
	Capability string   `json:"capability"`
	Paths      []string `json:"paths"`
}

func read(path string) (*source, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read symbols: %w", err)
	}
	var s source
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, fmt.Errorf("read symbols %s: %w", path, err)
	}
	if s.Schema != "airflow-symbols/1" {
		return nil, fmt.Errorf("%s has schema %q, want airflow-symbols/1", path, s.Schema)
	}
	sum := sha256.Sum256(data)
	s.digest = hex.EncodeToString(sum[:])
	s.byName = make(map[string]*symbol, len(s.Symbols))
	for _, symbol := range s.Symbols {
		symbol.detail = classify(symbol)
		if symbol.detail == "" {
			continue
		}
		s.byName[symbol.Name] = symbol
	}
	return &s, nil
}
