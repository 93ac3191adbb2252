package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// asker is a client. Each call sends its question and reads the whole answer.
type asker func() error

// wording returns the text of a question. asked counts the questions of all clients, from 1.
type wording func(asked int64) string

// again returns the same text each time. A server may answer it from its cache.
func again(sql string) wording { return func(int64) string { return sql } }

// changing returns a different text each time: %d in sql is replaced by a new number.
func changing(sql string) wording {
	return func(asked int64) string { return fmt.Sprintf(sql, -asked) }
}

// overHTTP makes clients for HTTP; each keeps its connection.
func (b *bench) overHTTP(words wording) func() (asker, error) {
	return httpAsker(b.http+"sql.json?q=", words)
}

// httpAsker makes clients that append the question to an address.
func httpAsker(address string, words wording) func() (asker, error) {
	var count atomic.Int64
	return func() (asker, error) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
		return func() error {
			asked := address + url.QueryEscape(words(count.Add(1)))
			answer, err := client.Get(asked)
			if err != nil {
				return err
			}
			defer func() { _ = answer.Body.Close() }()
			text, err := io.ReadAll(answer.Body)
			if err == nil && answer.StatusCode != http.StatusOK {
				err = fmt.Errorf("%s: %d %.200s", asked, answer.StatusCode, text)
			}
			return err
		}, nil
	}
}

func (b *bench) flightClient() (*flightsql.Client, error) {
	return flightsql.NewClient(strings.TrimPrefix(b.flight, "grpc://"), nil, nil, grpc.WithTransportCredentials(insecure.NewCredentials()))
}

// overFlight makes clients for Flight SQL; each keeps its connection.
func (b *bench) overFlight(words wording) func() (asker, error) {
	var count atomic.Int64
	return func() (asker, error) {
		client, err := b.flightClient()
		if err != nil {
			return nil, err
		}
		return func() error {
			info, err := client.Execute(context.Background(), words(count.Add(1)))
			if err != nil {
				return err
			}
			rows, err := client.DoGet(context.Background(), info.GetEndpoint()[0].GetTicket())
			if err != nil {
				return err
			}
			defer rows.Release()
			for rows.Next() {
			}
			return rows.Err()
		}, nil
	}
}

// asked has the results of a question: how long each answer took, and the errors.
type asked struct {
	took []time.Duration // sorted
	errs []error
}

func (a asked) at(share float64) time.Duration {
	if len(a.took) == 0 {
		return 0
	}
	return a.took[min(len(a.took)-1, int(share*float64(len(a.took))))].Round(10 * time.Microsecond)
}

// askFor lets a number of clients send questions for a time.
func askFor(clients int, during time.Duration, enter func() (asker, error)) (all asked, err error) {
	var running sync.WaitGroup
	var mutex sync.Mutex
	until := time.Now().Add(during)
	for range clients {
		ask, err := enter()
		if err != nil {
			return all, err
		}
		running.Go(func() {
			var took []time.Duration
			var errs []error
			for time.Now().Before(until) {
				began := time.Now()
				if err := ask(); err != nil {
					errs = append(errs, err)
				}
				took = append(took, time.Since(began))
			}
			mutex.Lock()
			defer mutex.Unlock()
			all.took, all.errs = append(all.took, took...), append(all.errs, errs...)
		})
	}
	running.Wait()
	slices.Sort(all.took)
	return all, nil
}

// rates prints one row for each number of clients.
func rates(name string, each time.Duration, enter func() (asker, error)) error {
	fmt.Printf("\n%s\n\n| clients | a second | p50 | p99 | errors |\n| ---: | ---: | ---: | ---: | ---: |\n", name)
	for _, clients := range []int{1, 8, 64} {
		all, err := askFor(clients, each, enter)
		if err != nil {
			return err
		}
		fmt.Printf("| %d | %.0f | %s | %s | %d |\n", clients, float64(len(all.took)-len(all.errs))/each.Seconds(), all.at(0.5), all.at(0.99), len(all.errs))
		if len(all.errs) > 0 {
			fmt.Printf("\nThe first error: %v\n\n", all.errs[0])
		}
	}
	return nil
}
