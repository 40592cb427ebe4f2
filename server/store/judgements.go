package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sync"

	lru "github.com/hashicorp/golang-lru"

	"github.com/sekisho/sekisho/policy/decision"
)

// rememberedInProcess is how many judgements are kept decoded: a few large repositories.
const rememberedInProcess = 20_000

// Judgements remembers judgements of files: in the process, and in the database once flushed.
// What cannot be read is as good as not remembered: the file is judged again. It is a
// policy.Memory.
type Judgements struct {
	store *Store
	build string
	cache *lru.Cache

	mu      sync.Mutex
	pending map[string]*decision.FileResult
}

// NewJudgements returns the memory that lies in s. build names the program that judges: what another
// build judged is not remembered, because it may have found other facts in the same bytes.
func NewJudgements(s *Store, build string) (*Judgements, error) {
	cache, err := lru.New(rememberedInProcess)
	if err != nil {
		return nil, fmt.Errorf("create the memory of judgements: %w", err)
	}
	return &Judgements{store: s, build: build, cache: cache, pending: map[string]*decision.FileResult{}}, nil
}

// Get returns the judgement that is remembered under key. The result is shared: callers do not
// change it.
func (j *Judgements) Get(key string) (*decision.FileResult, bool) {
	key = j.build + ":" + key
	if value, ok := j.cache.Get(key); ok {
		return value.(*decision.FileResult), true
	}
	var body []byte
	err := j.store.read.QueryRow(`SELECT body FROM judgements WHERE key = ?`, key).Scan(&body)
	if err != nil {
		return nil, false
	}
	result := &decision.FileResult{}
	if err := json.Unmarshal(body, result); err != nil || result.Verdict == "" {
		return nil, false
	}
	j.cache.Add(key, result)
	return result, true
}

// Put remembers a judgement in the process; Flush makes it last.
func (j *Judgements) Put(key string, result *decision.FileResult) {
	key = j.build + ":" + key
	j.cache.Add(key, result)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.pending[key] = result
}

// Flush writes what was put since the last Flush, in one transaction: a repository of hundreds of
// files costs one wait for the disk. After an error nothing is lost but time.
func (j *Judgements) Flush(ctx context.Context) error {
	j.mu.Lock()
	pending := j.pending
	j.pending = map[string]*decision.FileResult{}
	j.mu.Unlock()
	if len(pending) == 0 {
		return nil
	}
	return j.store.Write(ctx, func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, `INSERT INTO judgements (key, body, created_at) VALUES (?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET body = excluded.body, created_at = excluded.created_at`)
		if err != nil {
			return fmt.Errorf("remember judgements: %w", err)
		}
		defer insert.Close()
		for key, result := range pending {
			body, err := json.Marshal(result)
			if err != nil {
				return fmt.Errorf("remember the judgement of %s: %w", result.Path, err)
			}
			if _, err := insert.ExecContext(ctx, key, body, j.store.Now()); err != nil {
				return fmt.Errorf("remember the judgement of %s: %w", result.Path, err)
			}
		}
		return nil
	})
}
