package serve

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jellydator/ttlcache/v3"
)

// Limits of the answers that are kept, in bytes.
const (
	mostKept     = 32 << 20 // all answers together
	mostAnswer   = 32 << 10 // one answer, as an Arrow IPC stream
	mostQuestion = 4 << 10  // one question, as JSON
	keptBeside   = 512      // roughly what an answer takes besides its key and its stream
)

// keptAnswers holds the small answers that were asked for last. As long as the database is the same, the same
// question has the same answer and needs no worker: see Ending.IsLasting. Nothing about the client is kept: access
// is decided before a question reaches the pool.
type keptAnswers struct {
	*ttlcache.Cache[string, keptAnswer]
}

type keptAnswer struct {
	body   []byte
	ending Ending
}

// newKeptAnswers sets no limit of time: a replaced database drops all answers.
func newKeptAnswers() keptAnswers {
	return keptAnswers{ttlcache.New(ttlcache.WithMaxCost(mostKept, func(one ttlcache.CostItem[string, keptAnswer]) uint64 {
		return uint64(len(one.Key) + len(one.Value.body) + keptBeside)
	}))}
}

// keyOf identifies a question to a generation of the database. It is empty for a question too long to keep.
func keyOf(generation string, q Question) string {
	text, err := json.Marshal(q)
	if err != nil || len(text) > mostQuestion {
		return ""
	}
	return generation + " " + string(text)
}

// answerAgain returns the kept answer of a question; nil if there is none.
func (p *Pool) answerAgain(ctx context.Context, client string, q Question, generation string) *Answer {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.isClosed || generation != "" && generation != p.generation {
		return nil
	}
	kept := p.kept.Get(keyOf(p.generation, q))
	if kept == nil {
		return nil
	}
	found := kept.Value()
	p.count.Answered++
	p.count.Reused++
	j := newJob(ctx, client, q, bounds{}, mostAnswer)
	j.generation, j.spool = p.generation, wholeSpool(found.body)
	j.end(found.ending, nil)
	return j.answer()
}

// keep keeps a complete answer if it is small and lasting. It must be called before the client can drop the answer.
func (p *Pool) keep(j *job, ending Ending) {
	if !ending.IsLasting {
		return
	}
	key, body := keyOf(j.generation, j.question), j.spool.all()
	if key == "" || body == nil {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if j.generation == p.generation { // another generation would never be asked for again
		p.kept.Set(key, keptAnswer{body, ending}, ttlcache.NoTTL)
	}
}

// all returns a copy of everything written; nil if that is more than mostAnswer bytes, or already dropped.
func (s *spool) all() []byte {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return bytes.Clone(s.beginning)
}
