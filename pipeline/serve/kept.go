package serve

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jellydator/ttlcache/v3"
)

// Bounds of the answers that are kept, in bytes.
const (
	mostKept     = 32 << 20 // of all
	mostAnswer   = 32 << 10 // of an Arrow IPC stream
	mostQuestion = 4 << 10  // of a question in JSON
	keptBeside   = 512      // about what an answer takes beside its key and its stream
)

// keptAnswers are the small answers that were asked for last. The same question has the same answer as long
// as the database is the same, so it needs no worker: see Ending.IsLasting. They hold nothing of who
// asked. Who may ask is decided before a question comes to the pool.
type keptAnswers struct {
	*ttlcache.Cache[string, keptAnswer]
}

type keptAnswer struct {
	body   []byte
	ending Ending
}

// newKeptAnswers has no limit of time: a replaced database ends them all.
func newKeptAnswers() keptAnswers {
	return keptAnswers{ttlcache.New(ttlcache.WithMaxCost(mostKept, func(one ttlcache.CostItem[string, keptAnswer]) uint64 {
		return uint64(len(one.Key) + len(one.Value.body) + keptBeside)
	}))}
}

// keyOf names a question to a generation of the database. It is empty for a question too long to keep.
func keyOf(generation string, q Question) string {
	text, err := json.Marshal(q)
	if err != nil || len(text) > mostQuestion {
		return ""
	}
	return generation + " " + string(text)
}

// answerAgain is the kept answer of a question; nil where there is none.
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

// keep keeps a whole answer, if it is small and lasting. It is called before the client can drop it.
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

// all is a copy of all that was written; nil where that is more than mostAnswer bytes, or was dropped already.
func (s *spool) all() []byte {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return bytes.Clone(s.beginning)
}
