package pipeline

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// draft is a list while it is changed: its header and its reports as text.
type draft []record

func (s draft) bytes() []byte {
	var all []byte
	for _, r := range s {
		all = append(all, r.bytes...)
	}
	return all
}

// again returns the draft with its records written again from their cells.
func (s draft) again(write func(line int, cells []string) string) []byte {
	var all []byte
	for i, r := range s {
		all = append(all, write(i, r.cells)...)
	}
	return all
}

// quotedLine writes cells, quoted if isQuoted is true for the cell.
func quotedLine(cells []string, separator, quote, end string, isQuoted func(string) bool) string {
	var out []string
	for _, cell := range cells {
		if isQuoted(cell) {
			cell = quote + strings.ReplaceAll(cell, quote, quote+quote) + quote
		}
		out = append(out, cell)
	}
	return strings.Join(out, separator) + end
}

func always(string) bool           { return true }
func never(string) bool            { return false }
func whereNeeded(cell string) bool { return strings.ContainsAny(cell, ",\"\r\n") }

// mutation damages a list, or changes it in a permitted way.
type mutation struct {
	name string
	do   func(random *rand.Rand, s draft) []byte
}

// onBytes is a mutation that ignores records.
func onBytes(do func(random *rand.Rand, text []byte) []byte) func(*rand.Rand, draft) []byte {
	return func(random *rand.Rand, s draft) []byte { return do(random, s.bytes()) }
}

// stretch returns a random part of a text of n bytes.
func stretch(random *rand.Rand, n int) (from, to int) {
	from = random.IntN(n)
	return from, from + 1 + random.IntN(min(n-from, 1+random.IntN(2000)))
}

func mutations() []mutation { return slices.Concat(mutationsOfBytes(), mutationsOfRecords()) }

// mutationsOfBytes change a list byte by byte.
func mutationsOfBytes() []mutation {
	const hostile = "\",\n\r\x00;\t\\ 0/|'_?\xFF\xA0\x83\xE2\x80{<"
	return []mutation{
		{"cut at its end", onBytes(func(r *rand.Rand, t []byte) []byte { return t[:r.IntN(len(t))] })},
		{"cut at its start", onBytes(func(r *rand.Rand, t []byte) []byte { return t[r.IntN(len(t)):] })},
		{"cut in the middle", onBytes(func(r *rand.Rand, t []byte) []byte {
			from, to := stretch(r, len(t))
			return slices.Delete(t, from, to)
		})},
		{"a stretch doubled", onBytes(func(r *rand.Rand, t []byte) []byte {
			from, to := stretch(r, len(t))
			return slices.Insert(t, to, bytes.Clone(t[from:to])...)
		})},
		{"two stretches swapped", onBytes(func(r *rand.Rand, t []byte) []byte {
			from, to := stretch(r, len(t))
			moved := bytes.Clone(t[from:to])
			t = slices.Delete(t, from, to)
			return slices.Insert(t, r.IntN(len(t)+1), moved...)
		})},
		{"bits flipped", onBytes(func(r *rand.Rand, t []byte) []byte {
			for range 1 + r.IntN(5) {
				t[r.IntN(len(t))] ^= 1 << r.IntN(8)
			}
			return t
		})},
		{"bytes replaced", onBytes(func(r *rand.Rand, t []byte) []byte {
			for range 1 + r.IntN(3) {
				t[r.IntN(len(t))] = hostile[r.IntN(len(hostile))]
			}
			return t
		})},
		{"bytes inserted", onBytes(func(r *rand.Rand, t []byte) []byte {
			for range 1 + r.IntN(3) {
				t = slices.Insert(t, r.IntN(len(t)+1), hostile[r.IntN(len(hostile))])
			}
			return t
		})},
		{"bytes dropped", onBytes(func(r *rand.Rand, t []byte) []byte {
			for range 1 + r.IntN(3) {
				at := r.IntN(len(t))
				t = slices.Delete(t, at, at+1)
			}
			return t
		})},
		{"a quote dropped", onBytes(oneOf('"', nil))},
		{"a quote doubled", onBytes(oneOf('"', []byte(`""`)))},
		{"a quote behind a backslash", onBytes(oneOf('"', []byte(`\"`)))},
		{"a comma dropped", onBytes(oneOf(',', nil))},
		{"a comma doubled", onBytes(oneOf(',', []byte(",,")))},
		{"a line end dropped", onBytes(oneOf('\n', nil))},
		{"a line end doubled", onBytes(oneOf('\n', []byte("\n\n")))},
		{"a line end after a comma", onBytes(oneOf(',', []byte(",\n")))},
		{"a line end for a blank", onBytes(oneOf(' ', []byte("\n")))},
		{"a digit changed", onBytes(func(r *rand.Rand, t []byte) []byte {
			return oneOf(byte('0'+r.IntN(10)), []byte{byte('0' + r.IntN(10))})(r, t)
		})},
		{"every quote dropped", onBytes(func(_ *rand.Rand, t []byte) []byte { return bytes.ReplaceAll(t, []byte(`"`), nil) })},
		{"other line ends", onBytes(func(r *rand.Rand, t []byte) []byte {
			return bytes.ReplaceAll(t, []byte("\n"), []byte([]string{"\r", "\r\n", "\n\r", "\n\n", "\r\r\n"}[r.IntN(5)]))
		})},
	}
}

// mutationsOfRecords change a list record by record.
func mutationsOfRecords() []mutation {
	return []mutation{
		{"mixed line ends", func(r *rand.Rand, s draft) []byte {
			return s.again(func(_ int, cells []string) string {
				return quotedLine(cells, ",", `"`, []string{"\n", "\r\n", "\r"}[r.IntN(3)], always)
			})
		}},
		{"blank lines", func(r *rand.Rand, s draft) []byte {
			return s.again(func(_ int, cells []string) string {
				return strings.Repeat([]string{"\n", " \n", "\r\n"}[r.IntN(3)], r.IntN(50)/49) + quotedLine(cells, ",", `"`, "\n", whereNeeded)
			})
		}},
		{"written again", func(r *rand.Rand, s draft) []byte {
			separator, quote := []string{",", ";", "\t", "|", ", "}[r.IntN(5)], []string{`"`, "'", "“"}[r.IntN(3)]
			isQuoted := []func(string) bool{always, never, whereNeeded}[r.IntN(3)]
			return s.again(func(_ int, cells []string) string { return quotedLine(cells, separator, quote, "\n", isQuoted) })
		}},
		{"encoded again", encodeAgain},
		{"reordered", func(r *rand.Rand, s draft) []byte {
			from := r.IntN(2) // with the header, or without it
			r.Shuffle(len(s)-from, func(i, j int) { s[i+from], s[j+from] = s[j+from], s[i+from] })
			return s.bytes()
		}},
		{"a report repeated", func(r *rand.Rand, s draft) []byte {
			at := r.IntN(len(s))
			return slices.Insert(s, r.IntN(len(s)+1), slices.Repeat(s[at:at+1], 1+r.IntN(30))...).bytes()
		}},
		{"two lists in one", func(r *rand.Rand, s draft) []byte {
			second := s[r.IntN(2):].bytes()
			return slices.Concat(s.bytes(), []byte([]string{"", "\n", "\xEF\xBB\xBF", "\r\n"}[r.IntN(4)]), second)
		}},
		{"columns swapped", func(r *rand.Rand, s draft) []byte {
			a, b, first := r.IntN(9), r.IntN(9), r.IntN(2)
			return s.again(func(line int, cells []string) string {
				if cells = slices.Clone(cells); line >= first && len(cells) == 9 {
					cells[a], cells[b] = cells[b], cells[a]
				}
				return quotedLine(cells, ",", `"`, "\n", whereNeeded)
			})
		}},
		{"a column too many or too few", func(r *rand.Rand, s draft) []byte {
			at, isMore, first := r.IntN(9), r.IntN(2) == 0, r.IntN(2)
			return s.again(func(line int, cells []string) string {
				if cells = slices.Clone(cells); line >= first && isMore {
					cells = slices.Insert(cells, min(at, len(cells)), "x")
				} else if line >= first && at < len(cells) {
					cells = slices.Delete(cells, at, at+1)
				}
				return quotedLine(cells, ",", `"`, "\n", whereNeeded)
			})
		}},
		{"header edited", editHeader},
		{"cells edited", editCells},
	}
}

// oneOf replaces one occurrence of a byte.
func oneOf(wanted byte, by []byte) func(*rand.Rand, []byte) []byte {
	return func(random *rand.Rand, text []byte) []byte {
		var places []int
		for i, b := range text {
			if b == wanted {
				places = append(places, i)
			}
		}
		if len(places) == 0 {
			return text
		}
		at := places[random.IntN(len(places))]
		return slices.Concat(text[:at], by, text[at+1:])
	}
}

// encodeAgain encodes the bytes as a program would that takes them for UTF-8 or for another
// encoding.
func encodeAgain(random *rand.Rand, s draft) []byte {
	text := s.bytes()
	pages := []*charmap.Charmap{charmap.Windows1252, charmap.Macintosh, charmap.CodePage437, charmap.ISO8859_1, charmap.CodePage037}
	page := pages[random.IntN(len(pages))]
	var out []byte
	var err error
	switch random.IntN(4) {
	case 0: // what the page has no character for is lost
		out, err = encoding.ReplaceUnsupported(page.NewEncoder()).Bytes(bytes.ToValidUTF8(text, []byte("?")))
	case 1: // taken for the page, and written as UTF-8
		out, err = page.NewDecoder().Bytes(text)
	case 2:
		out = append([]byte("\xEF\xBB\xBF"), text...)
	default:
		order, mark := []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian}[random.IntN(2)], random.IntN(2)
		if mark == 1 {
			out = order.AppendUint16(out, 0xFEFF)
		}
		for _, unit := range utf16.Encode([]rune(string(text))) {
			out = order.AppendUint16(out, unit)
		}
	}
	if err != nil {
		panic(err) // every byte has a character, and what has none is replaced
	}
	return out
}

// editHeader changes the first line.
func editHeader(random *rand.Rand, s draft) []byte {
	cells := slices.Clone(s[0].cells)
	at := random.IntN(len(cells))
	switch random.IntN(8) {
	case 0:
		cells[at] = strings.ToUpper(cells[at])
	case 1:
		cells[at] += " "
	case 2:
		cells[at] = fmt.Sprintf("javax.faces.component.UIPanel@%x", random.Uint32())
	case 3:
		cells[0], cells[7] = "javax.faces.component.UIPanel@1", "javax.faces.component.UIPanel@2"
	case 4:
		cells[at] = ""
	case 5:
		return s[1:].bytes() // none
	case 6:
		from := random.IntN(len(s))
		return slices.Concat(s[1:1+from/2].bytes(), s[:1].bytes(), s[1+from/2:].bytes()) // not first
	default:
		other := random.IntN(len(cells))
		cells[at], cells[other] = cells[other], cells[at]
	}
	return append([]byte(quotedLine(cells, ",", `"`, "\n", whereNeeded)), s[1:].bytes()...)
}

// editCells changes a few counts and days to forms that people and spreadsheets write.
func editCells(random *rand.Rand, s draft) []byte {
	counts := []string{"1,200", "1200.0", "1.2E+03", "-5", "+5", "５００", "1 200", " 501 ", "501\n", "\t501", "N/A", "", `\N`, "0x1F4",
		"9223372036854775807", "00000501", "1_200", "501\u00a0", "Infinity", "1e3"}
	days := []string{"2024-01-02", "1/2/14", "13/13/2014", "01/02/0014", "31/12/2014", "02/29/2015", "01/02/2014 00:00", "Jan 2, 2014", "",
		`\N`, "1/2/2014", "01/02/2099", "10/21/2009", "01/02/20144", "41641", "01-02-2014", " 01/02/2014 ", "0/0/0000", "01/02/2014\r"}
	for range 1 + random.IntN(3) {
		at := 1 + random.IntN(len(s)-1)
		cells := slices.Clone(s[at].cells)
		if random.IntN(2) == 0 {
			cells[3] = counts[random.IntN(len(counts))]
		} else {
			cells[4] = days[random.IntN(len(days))]
		}
		s[at] = record{cells: cells, bytes: []byte(quotedLine(cells, ",", `"`, "\n", whereNeeded))}
	}
	return s.bytes()
}
