package charts

import (
	"encoding/binary"
	"hash/adler32"
	"math/bits"
	"slices"
)

// What deflate (RFC 1951) says of itself.
const (
	endOfBlock   = 256
	firstLength  = 257 // of the symbols that begin a copy
	deflateCodes = 286
	leastCopied  = 3
	mostCopied   = 258
	longestCode  = 15
)

// deflater packs the rows of a picture as zlib does, but looks for two things only: a byte that repeats
// the one to its left, and a stretch that is as in the row above. A chart has little else, so that
// this packs as well as the fast level of compress/flate does, in a third of its time.
type deflater struct {
	tokens []uint32 // a byte each, or isCopy and how much is copied, and ofAbove where it is of the row above
	counts [deflateCodes]int
	length int    // of a copy that may yet go on
	from   uint32 // where that is from: the byte to the left, which is 0, or ofAbove
	above  []byte
	sum    uint32 // Adler-32
}

// What a token is that is not a byte.
const (
	isCopy  = 1 << 16
	ofAbove = 1 << 17
)

// begin forgets all rows.
func (d *deflater) begin() {
	*d = deflater{tokens: d.tokens[:0], above: d.above[:0], sum: 1}
}

// add adds a row so many times. All rows of a picture are as long, and no shorter than the least copy.
func (d *deflater) add(row []byte, times int) {
	for at := 0; at < len(row); {
		copied, from := 0, uint32(0)
		if len(d.above) != 0 {
			copied, from = alike(row[at:], d.above[at:]), ofAbove
		}
		if at > 0 && row[at] == row[at-1] {
			if left := alike(row[at:], row[at-1:]); left >= copied {
				copied, from = left, 0
			}
		}
		if copied < leastCopied && (d.length == 0 || copied == 0 || from != d.from) {
			d.endCopy()
			d.tokens = append(d.tokens, uint32(row[at]))
			d.counts[row[at]]++
			at++
			continue
		}
		d.copy(copied, from)
		at += copied
	}
	if times > 1 {
		d.copy((times-1)*len(row), ofAbove)
	}
	d.above = append(d.above[:0], row...)
	d.sum = adlerOf(d.sum, row, times)
}

// copy adds a copy, which may go on with the one before.
func (d *deflater) copy(length int, from uint32) {
	if from != d.from {
		d.endCopy()
		d.from = from
	}
	d.length += length
}

// endCopy adds the tokens of a copy that does not go on, as many as its length takes.
func (d *deflater) endCopy() {
	for d.length > 0 {
		some := min(d.length, mostCopied)
		if rest := d.length - some; rest > 0 && rest < leastCopied {
			some -= leastCopied
		}
		symbol, _, _ := lengthCode(some)
		d.counts[symbol]++
		d.tokens = append(d.tokens, isCopy|d.from|uint32(some))
		d.length -= some
	}
}

// close is all rows in one block.
func (d *deflater) close() []byte {
	d.endCopy()
	d.counts[endOfBlock] = 1
	lengths := codeLengths(d.counts[:])
	codes := codesOf(lengths)
	stride := len(d.above)
	distance, distanceExtra, distanceBits := distanceCode(stride)

	to := bitWriter{packed: make([]byte, 0, len(d.tokens)+1<<12)}
	to.write(0x0178, 16)             // zlib, fast
	to.write(0b101, 3)               // the last block, with codes of its own
	to.write(deflateCodes-257, 5)    // of bytes and lengths
	to.write(distance, 5)            // one less than there are codes of distances
	const plain, codeOfPlain = 16, 4 // code lengths are written in four bits each
	to.write(19-4, 4)
	for _, length := range [...]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15} {
		if length < plain {
			to.write(codeOfPlain, 3)
		} else {
			to.write(0, 3)
		}
	}
	for _, length := range lengths {
		to.write(reversed(uint32(length), codeOfPlain), codeOfPlain)
	}
	// The byte to the left has one bit, a row above the other.
	for code := range distance + 1 {
		length := uint32(0)
		if code == 0 || code == distance {
			length = 1
		}
		to.write(reversed(length, codeOfPlain), codeOfPlain)
	}

	// What each copy is written as is found once.
	var copies [2][mostCopied + 1]struct {
		bits uint32
		size uint
	}
	for length := leastCopied; length <= mostCopied; length++ {
		symbol, extra, extraBits := lengthCode(length)
		written := codes[symbol] | extra<<lengths[symbol]
		size := uint(lengths[symbol]) + extraBits
		copies[0][length].bits, copies[0][length].size = written, size+1
		copies[1][length].bits, copies[1][length].size = written|(1|distanceExtra<<1)<<size, size+1+distanceBits
	}
	for _, token := range d.tokens {
		if token < isCopy {
			to.write(codes[token], uint(lengths[token]))
			continue
		}
		one := &copies[token/ofAbove][token%isCopy]
		to.write(one.bits, one.size)
	}
	to.write(codes[endOfBlock], uint(lengths[endOfBlock]))
	return binary.BigEndian.AppendUint32(to.close(), d.sum)
}

// alike is how many bytes two texts have in common at their beginning.
func alike(one, other []byte) int {
	n, size := 0, min(len(one), len(other))
	for ; n+8 <= size; n += 8 {
		if differ := binary.LittleEndian.Uint64(one[n:]) ^ binary.LittleEndian.Uint64(other[n:]); differ != 0 {
			return n + bits.TrailingZeros64(differ)/8
		}
	}
	for n < size && one[n] == other[n] {
		n++
	}
	return n
}

// adlerOf is the sum after so many times a row, of which each adds the same to what came before.
func adlerOf(sum uint32, row []byte, times int) uint32 {
	const modulus = 65521
	of := adler32.Checksum(row) // from 1 and 0
	one, two := uint64(of&0xFFFF)+modulus-1, uint64(of>>16)+modulus-uint64(len(row))%modulus
	low, high := uint64(sum&0xFFFF), uint64(sum>>16)
	for range times {
		high = (high + low*uint64(len(row)) + two) % modulus
		low = (low + one) % modulus
	}
	return uint32(high<<16 | low)
}

// lengthCode is the symbol of the length of a copy, and what is written after it in how many bits.
func lengthCode(length int) (symbol int, extra uint32, extraBits uint) {
	if length == mostCopied {
		return deflateCodes - 1, 0, 0
	}
	from := uint32(length - leastCopied)
	if from < 8 {
		return firstLength + int(from), 0, 0
	}
	extraBits = uint(bits.Len32(from)) - 3
	return firstLength + int(4*extraBits) + int(from>>extraBits), from & (1<<extraBits - 1), extraBits
}

// distanceCode is the code of how far back a copy is from, at least two bytes.
func distanceCode(distance int) (code, extra uint32, extraBits uint) {
	from := uint32(distance - 1)
	if from < 4 {
		return from, 0, 0
	}
	extraBits = uint(bits.Len32(from)) - 2
	return uint32(2*extraBits) + from>>extraBits, from & (1<<extraBits - 1), extraBits
}

// codeLengths are those of Huffman codes for symbols that came so often; 0 for one that did not. Where
// a code would be too long, frequencies are brought nearer to one another.
func codeLengths(counts []int) []uint8 {
	weights := slices.Clone(counts)
	for {
		lengths := unboundLengths(weights)
		if slices.Max(lengths) <= longestCode {
			return lengths
		}
		for i, weight := range weights {
			if weight > 0 {
				weights[i] = weight/2 + 1
			}
		}
	}
}

// unboundLengths are those of Huffman codes of any length. At least two symbols must have a weight.
func unboundLengths(weights []int) []uint8 {
	var symbols []int
	for symbol, weight := range weights {
		if weight > 0 {
			symbols = append(symbols, symbol)
		}
	}
	slices.SortStableFunc(symbols, func(one, other int) int { return weights[one] - weights[other] })
	type node struct{ weight, above int }
	nodes := make([]node, len(symbols), 2*len(symbols)-1) // first the symbols, then what joins two
	for i, symbol := range symbols {
		nodes[i].weight = weights[symbol]
	}
	leaf, joined := 0, len(symbols)
	lightest := func() int {
		if joined == len(nodes) || leaf < len(symbols) && nodes[leaf].weight <= nodes[joined].weight {
			leaf++
			return leaf - 1
		}
		joined++
		return joined - 1
	}
	for range len(symbols) - 1 {
		one, other := lightest(), lightest()
		nodes[one].above, nodes[other].above = len(nodes), len(nodes)
		nodes = append(nodes, node{weight: nodes[one].weight + nodes[other].weight})
	}
	depths, lengths := make([]uint8, len(nodes)), make([]uint8, len(weights))
	for i := len(nodes) - 2; i >= 0; i-- {
		depths[i] = depths[nodes[i].above] + 1
		if i < len(symbols) {
			lengths[symbols[i]] = depths[i]
		}
	}
	return lengths
}

// codesOf are the codes of these lengths, the first bit lowest.
func codesOf(lengths []uint8) []uint32 {
	codes, next := make([]uint32, len(lengths)), uint32(0)
	for length := uint8(1); length <= longestCode; length++ {
		for symbol, of := range lengths {
			if of == length {
				codes[symbol] = reversed(next, uint(length))
				next++
			}
		}
		next <<= 1
	}
	return codes
}

// reversed is a code of so many bits as deflate writes one: its first bit lowest.
func reversed(code uint32, size uint) uint32 { return bits.Reverse32(code) >> (32 - size) }

// bitWriter writes bits, the lowest first.
type bitWriter struct {
	packed []byte
	kept   uint64 // bits that make no word yet
	size   uint   // how many
}

// write writes the lowest bits, 32 at most, of a number that has no others.
func (w *bitWriter) write(bits uint32, size uint) {
	w.kept |= uint64(bits) << w.size
	w.size += size
	if w.size >= 32 {
		w.packed = binary.LittleEndian.AppendUint32(w.packed, uint32(w.kept))
		w.kept >>= 32
		w.size -= 32
	}
}

// close fills the last byte with zeros.
func (w *bitWriter) close() []byte {
	for ; w.size > 0; w.size -= min(8, w.size) {
		w.packed = append(w.packed, byte(w.kept))
		w.kept >>= 8
	}
	return w.packed
}
