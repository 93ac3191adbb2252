package charts

import (
	"math"
	"strconv"
)

// finder is a figure whose title can state a finding.
type finder interface {
	// finding is a title made from the numbers drawn; empty if they show nothing to state.
	finding() string
}

const (
	// fewForRatio is the number below which no ratio is stated: a rise from 1 to 3 is not called
	// "tripled".
	fewForRatio = 10
	// hardlyShare is the largest change that is called "hardly changed".
	hardlyShare = 0.03
)

// moved describes the change from one number to another, such as "nearly quadrupled" or "fell by a
// third"; the words suit a singular and a plural subject. Numbers below fewForRatio, and a rise
// from zero, are described without a ratio. Both numbers are zero or more.
func moved(from, to float64) string {
	switch {
	case from == to:
		return "stayed the same"
	case min(from, to) < fewForRatio && to > from:
		return "rose"
	case min(from, to) < fewForRatio:
		return "fell"
	case math.Abs(to/from-1) < hardlyShare:
		return "hardly changed"
	case to > from:
		return rose(to / from)
	default:
		return fell(to / from)
	}
}

// namedShare is a share with a name, and the range of shares that are given that name.
type namedShare struct {
	least, most float64
	name        string
}

// namedShares are the shares with a common name. Shares between the ranges are written in percent.
func namedShares() []namedShare {
	return []namedShare{
		{0.235, 0.265, "a quarter"}, {0.315, 0.35, "a third"}, {0.48, 0.52, "half"},
		{0.65, 0.685, "two thirds"}, {0.735, 0.765, "three quarters"},
	}
}

// by names a share: "a third", "12 %".
func by(share float64) string {
	for _, one := range namedShares() {
		if share >= one.least && share < one.most {
			return one.name
		}
	}
	return percent(share)
}

// How a ratio near a multiple is described: "nearly" from nearShare of the multiple, "more than"
// from overShare of it.
const (
	nearShare = 0.9
	evenShare = 0.985
	overShare = 1.03
)

// rose describes growth by a ratio above 1.
func rose(ratio float64) string {
	const most = 10
	if ratio < 2*nearShare {
		return "rose by " + by(ratio-1)
	}
	multiple := min(most, math.Floor(ratio/nearShare))
	if ratio > most*overShare {
		return "rose about " + count(ratio) + "-fold"
	}
	// From 4 on, a ratio may be near one multiple and above the one before: the nearer one counts.
	if ratio < multiple*evenShare && multiple > 2 && ratio-(multiple-1) < multiple-ratio {
		multiple--
	}
	name := map[float64]string{
		2: "doubled", 3: "tripled", 4: "quadrupled", 5: "rose fivefold", 6: "rose sixfold", 7: "rose sevenfold",
		8: "rose eightfold", 9: "rose ninefold", most: "rose tenfold",
	}[multiple]
	switch {
	case ratio < multiple*evenShare:
		return qualified("nearly", name)
	case ratio > multiple*overShare:
		return qualified("more than", name)
	default:
		return name
	}
}

// fell describes a decrease to a share below 1.
func fell(share float64) string {
	const tenth = 0.1
	switch {
	case share >= 0.485 && share <= 0.515:
		return "halved"
	case share > 0.515 && share <= 0.55:
		return "nearly halved"
	case share < tenth*nearShare:
		return "fell to less than a tenth"
	case share <= tenth*1.1:
		return "fell to about a tenth"
	default:
		return "fell by " + by(1-share)
	}
}

// qualified adds an adverb to a verb: "nearly doubled", "rose nearly fivefold".
func qualified(adverb, verb string) string {
	const rose = "rose "
	if len(verb) > len(rose) && verb[:len(rose)] == rose {
		return rose + adverb + " " + verb[len(rose):]
	}
	return adverb + " " + verb
}

// when is a number and its year, or another name for its time.
type when struct {
	value float64
	name  string
}

// trend returns a sentence such as "Breaches a year nearly quadrupled, from 199 in 2010 to 745 in
// 2023". write formats the numbers.
func trend(subject string, from, to when, write func(float64) string) string {
	first, last := write(from.value), write(to.value)
	switch how := moved(from.value, to.value); {
	case from.name == to.name:
		return subject + ": " + last + " in " + to.name
	case first == last:
		return subject + ": " + first + " in " + from.name + " and in " + to.name
	case how == "hardly changed":
		return subject + " " + how + ": " + first + " in " + from.name + ", " + last + " in " + to.name
	default:
		return subject + " " + how + " from " + first + " in " + from.name + " to " + last + " in " + to.name
	}
}

// ends returns the indexes of the first and the last whole year with a known value; ok is false if
// there is none.
func ends(all []int64, values []number, partial []partialYear) (from, to int, ok bool) {
	from, to = -1, -1
	for at, value := range values {
		if value.isKnown && !isPartial(partial, all[at]) {
			if from < 0 {
				from = at
			}
			to = at
		}
	}
	return from, to, from >= 0
}

// yearly returns the trend of a yearly number from the first to the last whole year; empty if there
// is no whole year. If the last year is far below the highest, the highest is named too.
func yearly(subject string, all []int64, values []number, partial []partialYear, write func(float64) string) string {
	from, to, ok := ends(all, values, partial)
	if !ok {
		return ""
	}
	stated := trend(subject, when{values[from].value, yearName(all[from])}, when{values[to].value, yearName(all[to])}, write)
	const farBelow = 1.25
	whole := wholeOnly(all, values, partial)
	if peak := highest(whole); peak != from && whole[peak].value > farBelow*values[to].value && whole[peak].value >= fewForRatio {
		stated += ", past a peak of " + write(whole[peak].value) + " in " + yearName(all[peak])
	}
	return stated
}

// wholeOnly returns the values with those of partial years set to unknown.
func wholeOnly(all []int64, values []number, partial []partialYear) []number {
	whole := make([]number, len(values))
	for at, value := range values {
		if value.isKnown && !isPartial(partial, all[at]) {
			whole[at] = value
		}
	}
	return whole
}

// inWords writes a small number as a word and a larger one in digits.
func inWords(value int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if value >= 0 && value < len(words) {
		return words[value]
	}
	return strconv.Itoa(value)
}
