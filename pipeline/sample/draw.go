package sample

import (
	"math/bits"
	"math/rand/v2"
)

// stream separates draws for different purposes, so that one more draw for a name does not
// change any count. The values are arbitrary. To change one changes every sample.
type stream uint64

const (
	reportStream   stream = 0x517cc1b727220a95 // what is true of one report
	entityStream   stream = 0x2545f4914f6cdd1d // name and state of one entity
	systemStream   stream = 0x9fb21c651e98df25 // entities that report more than once
	orderStream    stream = 0xd6e8feb86659fd93 // which row repeats the one before it
	dayStream      stream = 0xa0761d6478bd642f // how busy a day is
	yearStream     stream = 0x8ebc6af09c88c6e3 // the first day and the first rank of a year
	part2Stream    stream = 0xe7037ed1a0b428db // the Part 2 list, apart from the HIPAA lists
	historyStream  stream = 0xc2b2ae3d27d4eb4f // what happened to one report, and when
	beforeStream   stream = 0x165667b19e3779f9 // what a value was before it was edited
	vanishedStream stream = 0x27d4eb2f165667c5 // reports that only earlier lists show
)

// golden is 2^64 divided by the golden ratio. No sequence is more even over the range than its
// multiples modulo 2^64.
const golden = 0x9e3779b97f4a7c15

const (
	perMille   = 1000
	perMillion = 1_000_000
)

// draw makes the random choices of one thing: a report, an entity, a day. All arithmetic
// is on whole numbers, because floating point may differ between processors.
type draw struct{ pcg rand.PCG }

// start begins a sequence of draws. It depends on seed, purpose and number only.
func (d *draw) start(seed uint64, purpose stream, number uint64) {
	d.pcg.Seed(seed^uint64(purpose), number*golden)
}

// number returns any of 2^64 values.
func (d *draw) number() uint64 { return d.pcg.Uint64() }

// below returns a value from 0 to n-1; n is at least 1. The bias is below n/2^64.
func (d *draw) below(n int) int {
	high, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int(high)
}

// chance returns true permille times in 1,000.
func (d *draw) chance(permille int) bool { return d.below(perMille) < permille }

// rare returns true millionths times in 1,000,000.
func (d *draw) rare(millionths int) bool { return d.below(perMillion) < millionths }

// pick returns an index of shares, with its share of 1,000 as the probability. If the shares add
// up to less, the last index gets the rest.
func (d *draw) pick(shares []int) int {
	at := d.below(perMille)
	for i, share := range shares {
		if at < share {
			return i
		}
		at -= share
	}
	return len(shares) - 1
}

// one returns one of texts, each with the same probability.
func (d *draw) one(texts []string) string { return texts[d.below(len(texts))] }
