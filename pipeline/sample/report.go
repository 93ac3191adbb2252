package sample

import "slices"

// report is one row of the export before it is written.
type report struct {
	kind        int    // index in entityTypes of who submitted it
	name        []byte // ends with syntheticMark
	blankAfter  bool   // a blank follows the name
	state       string // blank where the portal leaves it blank
	entityType  string // of kind, or blank
	individuals int64  // people affected; 0 where the report states none
	date        string // MM/DD/YYYY
	types       uint   // bit i for breachTypes[i]; 0 for blank
	places      uint   // bit i for locations[i]
	associate   bool   // a business associate was present
	text        []byte // description, or empty
}

// occasion is the first type, the first location and the cause of a breach.
type occasion struct{ breach, place, cause int }

// fill sets r to the report of id as it is in the capture. It draws from g.report, which has been
// started, and reuses the buffers of r. It writes a description only if described is true.
func (g *generator) fill(r *report, id identity, described bool) {
	d, m := &g.report, g.year.mix
	q := quirks{first: id.first, rare: rareQuirk(d)}

	first := g.breach(r, id)
	if q.has(severalTypes) || d.chance(m.severalTypes) {
		r.types |= 1 << another(d, breachTypes[:], first.breach)
	}
	if q.has(severalPlaces) || d.chance(m.severalPlaces) {
		r.places |= 1 << another(d, locations[:], first.place)
		if d.chance(thirdPlaceShare) {
			r.places |= 1 << d.below(len(locations))
		}
	}
	g.submitter(r, id, q)
	r.associate = d.chance(m.associate[r.kind])
	first.cause = causeOf(d, m, first, r.associate)

	r.date = g.day.date
	if q.has(blankIndividuals) {
		r.individuals = 0
	}
	if q.has(blankType) {
		r.types = 0
	}
	r.text = r.text[:0]
	if described {
		g.describe(r, first, q)
	}
}

// breach draws the type, the location and the individuals of r. It sets r.kind if the report is a
// giant, and to -1 otherwise. Giants are intrusions into the servers of health plans and, since
// 2019, of business associates. The only giant of the Part 2 list is the first row with
// giantCount. No giant vanishes.
func (g *generator) breach(r *report, id identity) occasion {
	const vendorsFrom = 2019
	d, m, y := &g.report, g.year.mix, g.year
	first := occasion{breach: d.pick(m.breach[:])}
	first.place = d.pick(m.location[first.breach][:])
	r.kind = -1
	r.individuals = y.size.count(id.nth, g.seedOf(id)^g.seed, first.breach == hacking)
	spike := d.below(perMille)
	switch {
	case id.twin: // a count of its own
	case spike < m.spike:
		r.individuals = fewestIndividuals
	case spike < m.spike+m.nextSpike:
		r.individuals = fewestIndividuals + 1
	}
	giant := int64(0)
	if (!g.part2 || id.shared) && !id.vanished {
		giant = y.size.giant(id.nth, y.rows)
	}
	if id.first == giantCount {
		giant = oldGiant + int64(d.below(perMillion/10))
	}
	if giant > 0 {
		r.individuals = giant
		first.breach, first.place = hacking, networkServer
		r.kind = healthPlan
		if y.total.Year >= vendorsFrom {
			r.kind = businessAssociate
		}
	}
	r.types, r.places = 1<<first.breach, 1<<first.place
	return first
}

// submitter draws who submitted r: name, state and, if r.kind is -1, entity type. An entity has the
// same invented words and state in all its reports.
func (g *generator) submitter(r *report, id identity, q quirks) {
	d := &g.entity
	d.start(g.seedOf(id), id.stream(), id.entity)
	if kind := d.pick(g.year.mix.entity[:]); r.kind < 0 {
		r.kind = kind
	}
	r.state, r.entityType = state(d), entityTypes[r.kind]
	kinds := nameKinds[r.kind]
	if g.part2 && !id.shared {
		kinds = programKinds
	}
	r.name = append(disfigure(appendName(r.name[:0], d, kinds), q), syntheticMark...)

	d = &g.report
	r.blankAfter = d.chance(trailingBlankShare) || q.has(trailingBlank)
	if d.chance(blankStateShare) && r.state == puertoRico || q.has(blankState) {
		r.state = ""
	}
	if q.has(blankEntityType) {
		r.entityType = ""
	}
}

// another returns an index of list other than first.
func another(d *draw, list []string, first int) int {
	return (first + 1 + d.below(len(list)-1)) % len(list)
}

// disfigure adds to a name what makes it hostile.
func disfigure(name []byte, q quirks) []byte {
	switch {
	case q.has(nameAt):
		return slices.Insert(name, 0, '@')
	case q.has(namePlus):
		return slices.Insert(name, 0, '+')
	case q.has(nameMinus):
		return slices.Insert(name, 0, '-')
	case q.has(markup):
		return slices.Insert(name, 0, []byte("<script>alert(1)</script> & ")...)
	case q.has(commaQuotes):
		return append(name, `, the "Old Mill" office, Inc.`...)
	case q.has(brokenCharacter):
		return append(name, " Caf\uFFFD"...)
	default:
		return name
	}
}

// causeOf draws the cause of a breach from its first type and location. The shares are rough
// estimates from reading descriptions.
func causeOf(d *draw, m *mix, first occasion, associate bool) int {
	device := first.place == laptop || first.place == desktop || first.place == portableDevice
	switch first.breach {
	case theft:
		return causeOfTheft(d, first.place, device)
	case hacking:
		return causeOfHacking(d, m, first.place, device, associate)
	case unauthorized:
		return causeOfDisclosure(d, first.place)
	case loss:
		if first.place == paper {
			return lostPaper
		}
		return lostDevice
	case improperDisposal:
		if device || first.place == networkServer {
			return deviceDisposal
		}
		return paperDisposal
	default:
		return unclear
	}
}

func causeOfTheft(d *draw, place int, device bool) int {
	const byStrangers = 700 // of paper, per 1,000
	switch {
	case device:
		return stolenDevice
	case place == paper && d.chance(byStrangers):
		return stolenPaper
	default:
		return insiderTheft
	}
}

func causeOfHacking(d *draw, m *mix, place int, device, associate bool) int {
	const ofVendors = 500 // where a business associate was present, per 1,000
	switch {
	case place == email:
		return phishing
	case device:
		return malware
	case associate && d.chance(ofVendors):
		return vendorIntrusion
	case d.chance(m.ransom):
		return ransomware
	default:
		return intrusion
	}
}

func causeOfDisclosure(d *draw, place int) int {
	const misdirected = 700 // of paper, per 1,000
	switch {
	case place == paper && d.chance(misdirected):
		return misdirectedMail
	case place == email:
		return misdirectedEmail
	case place == medicalRecord:
		return snooping
	case place == networkServer:
		return exposedServer
	default:
		return takenRecords
	}
}
