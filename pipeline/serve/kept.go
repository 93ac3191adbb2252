package serve

import (
	"bytes"
	"context"
	"encoding/json"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Bounds of the answers that are kept: 36 MB of memory at most.
const (
	mostAnswers  = 1000
	mostAnswer   = 32 << 10 // bytes of an Arrow IPC stream
	mostQuestion = 4 << 10  // bytes of a question in JSON
)

// keptAnswers are the small answers that were asked for last. The same question has the same answer as long
// as the database is the same, so it needs no worker: see Ending.IsLasting. They hold nothing of who
// asked. Who may ask is decided before a question comes to the pool.
type keptAnswers struct{ *lru.Cache[string, keptAnswer] }

type keptAnswer struct {
	body   []byte
	ending Ending
}

func newKeptAnswers() keptAnswers {
	answers, err := lru.New[string, keptAnswer](mostAnswers)
	if err != nil {
		panic(err) // only of a size below 1
	}
	return keptAnswers{answers}
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
	found, isFound := p.kept.Get(keyOf(p.generation, q))
	if !isFound {
		return nil
	}
	p.count.Answered++
	p.count.Reused++
	j := newJob(ctx, client, q, bounds{}, mostAnswer)
	j.generation, j.spool.memory, j.spool.size = p.generation, found.body, int64(len(found.body))
	j.end(found.ending, nil)
	return j.answer()
}

// keep keeps a whole answer, if it is small and lasting. It is called before the client can drop it.
func (p *Pool) keep(j *job, ending Ending) {
	if !ending.IsLasting {
		return
	}
	key, body := keyOf(j.generation, j.question), j.spool.small(mostAnswer)
	if key == "" || body == nil {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if j.generation == p.generation { // another generation would never be asked for again
		p.kept.Add(key, keptAnswer{body, ending})
	}
}

// small is a copy of all that was written; nil where that is more than most bytes, or was dropped already.
func (s *spool) small(most int) []byte {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed || s.size > int64(most) {
		return nil
	}
	return bytes.Clone(s.memory)
}
