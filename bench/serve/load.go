package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/renameio/v2"
)

// load lets 64 clients send questions for a time while the database is replaced repeatedly. Half use
// HTTP with a different question each time, half use Flight SQL with the same question. A lost
// question is an error, and so is memory that grows.
func (b *bench) load(during, every time.Duration) error {
	database := filepath.Join(b.data, "breaches.duckdb")
	body, err := os.ReadFile(database)
	if err != nil {
		return err
	}
	done := make(chan error, 2)
	var lost int
	for _, enter := range []func() (asker, error){b.overHTTP(changing(changingSQL)), b.overFlight(again(groupSQL))} {
		go func() {
			all, err := askFor(32, during, enter)
			fmt.Printf("%d questions, p50 %s, p99 %s, slowest %s, %d lost\n", len(all.took), all.at(0.5), all.at(0.99), all.at(1), len(all.errs))
			done <- errors.Join(append(all.errs[:min(3, len(all.errs))], err)...)
		}()
	}
	var first, last int64
	swap := time.NewTicker(every)
	defer swap.Stop()
	for running := 2; running > 0; {
		select {
		case err := <-done:
			running--
			if err != nil {
				lost++
				fmt.Println(err)
			}
		case <-swap.C:
			last = residentOf(b.server.Process.Pid)
			if first == 0 {
				first = last
			}
			fmt.Printf("the front has %d MB, workers %s; swap\n", last>>20, b.workers())
			if err := renameio.WriteFile(database, body, 0o600); err != nil {
				return err
			}
		}
	}
	switch {
	case lost > 0:
		return errors.New("questions were lost")
	case last > first+first/2+32<<20:
		return fmt.Errorf("want memory that does not grow, got %d MB, then %d MB", first>>20, last>>20)
	}
	fmt.Println("nothing lost, memory flat")
	return nil
}

// datasette measures the same questions on the same rows in SQLite, if the interpreter has datasette.
func (b *bench) datasette(each time.Duration) error {
	if exec.Command(b.python, "-c", "import datasette").Run() != nil {
		fmt.Println("\nDatasette is not installed, so it is not measured.")
		return nil
	}
	parquet, sqlite := filepath.Join(b.folder, "breaches.parquet"), filepath.Join(b.folder, "list.db")
	if err := b.call("query", "--format", "parquet", "--output", parquet, "--quiet", "from marts.breaches"); err != nil {
		return err
	}
	if err := b.run("bench/serve/sqlite.py", parquet, sqlite); err != nil {
		return err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := free.Addr().(*net.TCPAddr)
	if err := free.Close(); err != nil {
		return err
	}
	server := exec.Command(b.python, "-m", "datasette", "serve", sqlite, "--port", strconv.Itoa(address.Port))
	if err := server.Start(); err != nil {
		return err
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	}()
	base := "http://" + address.String() + "/list.json?_shape=array&sql="
	of := strings.NewReplacer("marts.breaches", "breaches")
	ways := []struct {
		name  string
		enter func() (asker, error)
	}{
		{"Datasette, breaches by year of the same rows in SQLite, the same question", httpAsker(base, again(of.Replace(groupSQL)))},
		{"Datasette, breaches by year of the same rows in SQLite, another question each time", httpAsker(base, changing(of.Replace(changingSQL)))},
	}
	for range 100 {
		if one, err := ways[0].enter(); err == nil && one() == nil {
			for _, way := range ways {
				if err := rates(way.name, each, way.enter); err != nil {
					return err
				}
			}
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("datasette: no answer within 10 s")
}
