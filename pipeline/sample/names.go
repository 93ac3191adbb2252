package sample

// Names are made of words that no organization would use together, and end with (synthetic), so
// that nobody can mistake a sample for real reports. The lists in this file never change.

// syntheticMark ends every name of an entity.
const syntheticMark = " (synthetic)"

var nameOnsets = [...]string{
	"Acorn", "Biscuit", "Bramble", "Bumble", "Candle", "Cinder", "Clover", "Crumpet", "Dapple",
	"Drizzle", "Ember", "Fern", "Fiddle", "Flutter", "Gable", "Glimmer", "Gossamer", "Hazel",
	"Hiccup", "Hobble", "Inkle", "Jolly", "Kettle", "Lantern", "Lark", "Marrow", "Mistle",
	"Moon", "Mothwing", "Nettle", "Noodle", "Otter", "Pebble", "Puddle", "Quibble", "Quill",
	"Riddle", "Saffron", "Teapot", "Thistle", "Tumble", "Umber", "Velvet", "Whisker", "Wobble",
	"Yarrow", "Yodel", "Zephyr",
}

var nameEndings = [...]string{
	"bobbin", "bonnet", "button", "crumb", "dapple", "doodle", "fizz", "flop", "fluff",
	"garth", "gloop", "lume", "mallow", "noggin", "nook", "parsley", "pocket", "quill",
	"snap", "sniffle", "spoon", "sprig", "sprocket", "thatch", "toes", "tuft", "twitch",
	"whim", "whistle", "wisp",
}

var nameThings = [...]string{
	"Abacus", "Bagpipe", "Bassoon", "Custard", "Doily", "Dragonfly", "Eiderdown", "Figment",
	"Gingham", "Gooseberry", "Hollow", "Hourglass", "Jellybean", "Marzipan", "Moonbeam",
	"Nutmeg", "Periwinkle", "Pinwheel", "Quagga", "Rhubarb", "Snowglobe", "Sundial",
	"Tambourine", "Teacup", "Thimble", "Umbrella", "Walrus", "Whimsy", "Xylophone", "Zeppelin",
}

var nameKinds = [len(entityTypes)][]string{
	provider: {
		"Behavioral Health", "Clinic", "Dental Care", "Dermatology", "Eye Center",
		"Family Practice", "Health System", "Home Care", "Hospice", "Hospital", "Imaging",
		"Medical Group", "Orthopedics", "Pediatrics", "Pharmacy", "Physical Therapy",
		"Rehabilitation Center", "Surgery Center", "Urgent Care",
	},
	healthPlan: {
		"Benefit Trust", "Dental Plan", "Employee Welfare Plan", "Health Plan",
		"Insurance Cooperative", "Mutual Health", "Retiree Plan",
	},
	businessAssociate: {
		"Analytics", "Billing Services", "Claims Software", "Cloud Hosting", "Consulting",
		"Mailing House", "Records Storage", "Transcription",
	},
	clearingHouse: {"Claims Exchange", "Clearing House", "Transaction Network"},
}

// programKinds are the kinds of entities of the Part 2 list.
var programKinds = []string{
	"Counseling Program", "Detox Center", "Opioid Treatment Program", "Recovery Program",
	"Sober Living Program",
}

// legalForms follow a name; most names have none.
var legalForms = []string{"", "", "", "", "", "", ", LLC", ", Inc.", ", P.C.", " PLLC", ", Ltd.", " Partners"}

// appendName appends the name of an entity, of one of kinds, without syntheticMark:
// "Thistlesprocket Teacup Clinic, LLC".
func appendName(name []byte, d *draw, kinds []string) []byte {
	name = appendWords(name, d)
	name = append(name, ' ')
	name = append(name, d.one(kinds)...)
	return append(name, d.one(legalForms)...)
}

// appendVendor appends the name of a business associate, with syntheticMark.
func appendVendor(name []byte, d *draw) []byte {
	name = appendWords(name, d)
	name = append(name, ' ')
	name = append(name, d.one(nameKinds[businessAssociate])...)
	return append(name, syntheticMark...)
}

// appendWords appends the invented part of a name: "Thistlesprocket Teacup".
func appendWords(name []byte, d *draw) []byte {
	name = append(name, d.one(nameOnsets[:])...)
	name = append(name, d.one(nameEndings[:])...)
	name = append(name, ' ')
	return append(name, d.one(nameThings[:])...)
}

// stateWeight is one state's part of all reports.
type stateWeight struct {
	code   string
	weight int // roughly its population in 2020, in 100,000
}

// stateWeightSum is the sum of the weights in stateWeights.
const stateWeightSum = 3348

// puertoRico is the state that the portal often leaves blank.
const puertoRico = "PR"

var stateWeights = [...]stateWeight{
	{"CA", 395}, {"TX", 291}, {"FL", 215}, {"NY", 202}, {"PA", 130}, {"IL", 128}, {"OH", 118},
	{"GA", 107}, {"NC", 104}, {"MI", 101}, {"NJ", 93}, {"VA", 86}, {"WA", 77}, {"AZ", 72},
	{"MA", 70}, {"TN", 69}, {"IN", 68}, {"MD", 62}, {"MO", 62}, {"WI", 59}, {"CO", 58},
	{"MN", 57}, {"SC", 51}, {"AL", 50}, {"LA", 47}, {"KY", 45}, {"OR", 42}, {"OK", 40},
	{"CT", 36}, {"PR", 33}, {"UT", 33}, {"IA", 32}, {"NV", 31}, {"AR", 30}, {"MS", 30},
	{"KS", 29}, {"NM", 21}, {"NE", 20}, {"ID", 18}, {"WV", 18}, {"HI", 15}, {"ME", 14},
	{"NH", 14}, {"MT", 11}, {"RI", 11}, {"DE", 10}, {"SD", 9}, {"ND", 8}, {"AK", 7},
	{"DC", 7}, {"VT", 6}, {"WY", 6},
}

// state returns the postal code of a state, the District of Columbia or Puerto Rico.
func state(d *draw) string {
	at := d.below(stateWeightSum)
	for i := range stateWeights {
		if at < stateWeights[i].weight {
			return stateWeights[i].code
		}
		at -= stateWeights[i].weight
	}
	return puertoRico
}
