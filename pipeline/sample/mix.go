package sample

// The tables in this file summarize both views captured on 2024-10-17: shares per 1,000 rows,
// rounded, by year of submission. Shares of ransomware are estimates. The tables never change.

// The entity types, in the order of mix.entity and mix.associate.
const (
	provider = iota
	healthPlan
	businessAssociate
	clearingHouse
)

var entityTypes = [...]string{"Healthcare Provider", "Health Plan", "Business Associate", "Healthcare Clearing House"}

// The types of breach, in the order in which the portal lists the types of one breach.
const (
	hacking = iota
	improperDisposal
	loss
	otherType
	theft
	unauthorized
	unknownType
)

var breachTypes = [...]string{
	"Hacking/IT Incident", "Improper Disposal", "Loss", "Other", "Theft",
	"Unauthorized Access/Disclosure", "Unknown",
}

// The locations of breached information, in the order in which the portal lists those of one breach.
const (
	desktop = iota
	medicalRecord
	email
	laptop
	networkServer
	otherLocation
	portableDevice
	paper
)

var locations = [...]string{
	"Desktop Computer", "Electronic Medical Record", "Email", "Laptop", "Network Server",
	"Other", "Other Portable Electronic Device", "Paper/Films",
}

// mix has the shares of the reports of some years, per 1,000.
type mix struct {
	until         int                       // last of these years
	entity        [len(entityTypes)]int     // of entity types; adds up to 1,000
	breach        [len(breachTypes)]int     // of first types of breach; adds up to 1,000
	associate     [len(entityTypes)]int     // with a business associate, by entity type
	location      *[len(breachTypes)]places // of first locations, by type of breach
	severalTypes  int                       // with a second type
	severalPlaces int                       // with a second location
	spike         int                       // of exactly 500 individuals
	nextSpike     int                       // of exactly 501 individuals
	nullMark      int                       // of archived reports: description \N
	noText        int                       // of archived reports: description blank
	ransom        int                       // of intrusions into servers: ransomware
	sizes         *[2]quantiles             // individuals of hacking and of other breaches
}

// places are shares of first locations, in the order of locations; they add up to 1,000.
type places [len(locations)]int

var mixes = [...]mix{
	{
		until:  2010,
		entity: [...]int{682, 101, 217, 0}, breach: [...]int{37, 41, 88, 108, 680, 46, 0},
		associate: [...]int{4, 48, 981, 70}, location: &earlyPlaces, severalTypes: 70, severalPlaces: 150,
		spike: 9, nextSpike: 5, nullMark: 400, noText: 5, ransom: 20, sizes: &earlySizes,
	},
	{
		until:  2012,
		entity: [...]int{691, 100, 204, 5}, breach: [...]int{81, 36, 96, 48, 586, 136, 17},
		associate: [...]int{4, 48, 981, 70}, location: &earlyPlaces, severalTypes: 70, severalPlaces: 130,
		spike: 17, nextSpike: 10, nullMark: 510, noText: 33, ransom: 20, sizes: &earlySizes,
	},
	{
		until:  2014,
		entity: [...]int{660, 102, 235, 3}, breach: [...]int{115, 42, 88, 75, 418, 257, 5},
		associate: [...]int{4, 48, 981, 70}, location: &earlyPlaces, severalTypes: 70, severalPlaces: 110,
		spike: 10, nextSpike: 2, nullMark: 310, noText: 42, ransom: 50, sizes: &earlySizes,
	},
	{
		until:  2016,
		entity: [...]int{753, 186, 60, 1}, breach: [...]int{284, 22, 67, 0, 237, 390, 0},
		associate: [...]int{103, 208, 1000, 70}, location: &middlePlaces, severalPlaces: 110,
		spike: 18, nextSpike: 2, noText: 15, ransom: 250, sizes: &middleSizes,
	},
	{
		until:  2018,
		entity: [...]int{768, 145, 87, 0}, breach: [...]int{432, 29, 40, 0, 132, 367, 0},
		associate: [...]int{103, 208, 1000, 70}, location: &middlePlaces, severalPlaces: 105,
		spike: 21, nextSpike: 6, noText: 18, ransom: 450, sizes: &middleSizes,
	},
	{
		until:  2020,
		entity: [...]int{777, 112, 108, 3}, breach: [...]int{657, 17, 24, 0, 66, 236, 0},
		associate: [...]int{222, 401, 1000, 70}, location: &middlePlaces, severalPlaces: 78,
		spike: 14, nextSpike: 1, noText: 23, ransom: 550, sizes: &lateSizes,
	},
	{
		until:  2022,
		entity: [...]int{711, 133, 155, 1}, breach: [...]int{779, 6, 15, 0, 31, 169, 0},
		associate: [...]int{184, 372, 998, 70}, location: &latePlaces, severalPlaces: 28,
		spike: 8, nextSpike: 6, noText: 25, ransom: 550, sizes: &newestSizes,
	},
	{
		until:  9999,
		entity: [...]int{663, 133, 201, 3}, breach: [...]int{807, 6, 5, 0, 19, 163, 0},
		associate: [...]int{184, 372, 998, 70}, location: &latePlaces, severalPlaces: 28,
		spike: 34, nextSpike: 35, noText: 30, ransom: 550, sizes: &newestSizes,
	},
}

// mixOf returns the mix of a year of submission.
func mixOf(number int) *mix {
	for i := range mixes {
		if number <= mixes[i].until {
			return &mixes[i]
		}
	}
	return &mixes[len(mixes)-1]
}

// First locations by type of breach until 2014, from 2015 to 2020, and since.
var (
	earlyPlaces = [len(breachTypes)]places{
		hacking:          {140, 0, 110, 0, 660, 90, 0, 0},
		improperDisposal: {15, 0, 15, 0, 40, 170, 60, 700},
		loss:             {20, 10, 0, 120, 10, 120, 470, 250},
		otherType:        {60, 40, 200, 30, 60, 200, 30, 380},
		theft:            {170, 20, 10, 390, 65, 85, 90, 170},
		unauthorized:     {70, 80, 150, 20, 170, 180, 45, 285},
		unknownType:      {60, 40, 100, 30, 60, 300, 30, 380},
	}
	middlePlaces = [len(breachTypes)]places{
		hacking:          {45, 30, 390, 5, 505, 25, 0, 0},
		improperDisposal: {20, 20, 0, 10, 0, 20, 70, 860},
		loss:             {0, 0, 0, 80, 15, 55, 380, 470},
		theft:            {80, 35, 15, 370, 25, 70, 140, 265},
		unauthorized:     {20, 130, 240, 5, 115, 120, 20, 350},
	}
	latePlaces = [len(breachTypes)]places{
		hacking:          {10, 25, 225, 1, 736, 3, 0, 0},
		improperDisposal: {50, 50, 0, 0, 0, 0, 60, 840},
		loss:             {0, 0, 0, 150, 35, 35, 390, 390},
		theft:            {70, 20, 0, 260, 20, 40, 240, 350},
		unauthorized:     {20, 145, 260, 15, 250, 35, 20, 255},
	}
)

// openShares is how many of 1,000 reports are still under investigation, by full months since
// their submission. After the last entry none is.
var openShares = [...]int{
	1000, 1000, 1000, 1000, 930, 900, 860, 830, 780, 700, 650, 620, 570, 520, 470,
	450, 400, 380, 370, 340, 300, 220, 190, 180, 180, 10, 10, 10, 10, 10,
}

// openShare returns the share of reports under investigation at an age in days.
func openShare(age int) int {
	const months, days = 12, 365
	month := age * months / days
	if month >= len(openShares) {
		return 0
	}
	return openShares[month]
}
