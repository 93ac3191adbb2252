package flight

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/breachstats/breachstats/pipeline/serve"
)

// handle is a statement in the hands of a client: prepared, or ready to be answered.
type handle struct {
	// ID distinguishes the answers of one statement, to cancel one of them.
	ID  string `json:"id"`
	SQL string `json:"sql"`
	// Generation is the database that the columns were found in, Schema these columns as Flight writes
	// them. Another database may answer, as long as it answers with the same columns.
	Generation string `json:"generation"`
	Schema     []byte `json:"schema"`
	// Parameters are the kinds of the statement's parameters, Arguments their values.
	Parameters []string         `json:"parameters,omitempty"`
	Arguments  []serve.Argument `json:"arguments,omitempty"`
}

func (h handle) columns() (*arrow.Schema, error) {
	return flight.DeserializeSchema(h.Schema, memory.DefaultAllocator)
}

// seal keeps clients from making handles: of those that come, only its own are taken. The key is the
// process's, so that no handle outlives it.
type seal struct{ key []byte }

func newSeal() (seal, error) {
	key := make([]byte, sha256.Size)
	_, err := rand.Read(key)
	return seal{key}, err
}

func newID() (string, error) {
	id := make([]byte, 8)
	_, err := rand.Read(id)
	return hex.EncodeToString(id), err
}

func (s seal) sum(body []byte) []byte {
	hash := hmac.New(sha256.New, s.key)
	hash.Write(body)
	return hash.Sum(nil)
}

// close is a handle for a client: a sum of sha256.Size bytes and JSON.
func (s seal) close(h handle) ([]byte, error) {
	body, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return append(s.sum(body), body...), nil
}

var errHandle = status.Error(codes.InvalidArgument, "want a handle that this server made since its start; prepare the statement again")

// open is the handle that a client sends back.
func (s seal) open(sealed []byte) (h handle, err error) {
	if len(sealed) < sha256.Size {
		return handle{}, errHandle
	}
	sum, body := sealed[:sha256.Size], sealed[sha256.Size:]
	if !hmac.Equal(sum, s.sum(body)) {
		return handle{}, errHandle
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&h); err != nil {
		return handle{}, errHandle
	}
	return h, nil
}
