package sample

// The sentences of this file are the sample's own: they follow the manner of the
// portal's descriptions (who reported, what happened to how many people's information,
// what was done) and copy none. The lists are read and never written.
//
// A letter after $ stands for a part of the report:
//
//	$S  the entity in full, "The covered entity (CE), …,"   $A  CE or BA
//	$V  a vendor's name                                     $W  a worker
//	$C  the people affected, "1,234 individuals"            $M  month and year
//	$D  the device or record holding the information        $P  kinds of information

// story holds the sentences that describe one cause of a breach.
type story struct {
	openings []string // what happened to whom; one stands first
	details  []string // how it came about or was found; one stands second
	repairs  []string // what was done about it; one or two follow
}

// The causes, each with a story in stories.
const (
	stolenDevice = iota
	stolenPaper
	insiderTheft
	lostDevice
	lostPaper
	phishing
	ransomware
	intrusion
	malware
	vendorIntrusion
	misdirectedMail
	misdirectedEmail
	snooping
	exposedServer
	takenRecords
	paperDisposal
	deviceDisposal
	unclear
)

// informationKinds fill $P.
var informationKinds = [...]string{
	"names", "street addresses", "birth dates", "Social Security numbers", "diagnoses",
	"test results", "prescriptions", "insurance member numbers", "claim histories",
	"phone numbers", "visit dates", "bank account numbers", "driver’s license numbers",
	"photographs", "referral notes", "guardians’ names",
}

// workers fill $W.
var workers = [...]string{
	"a nurse", "a billing clerk", "a medical assistant", "a front desk worker", "a physician",
	"a contract coder", "a lab technician", "a former employee", "an intern", "a case worker",
}

// informationSentences say what was involved.
var informationSentences = [...]string{
	"Involved were $P.",
	"The records held $P.",
	"Among the information were $P.",
	"The protected health information (PHI) consisted of $P.",
	"For most of those affected, the PHI was limited to $P.",
}

// noticeSentences say who was notified.
var noticeSentences = [...]string{
	"Letters went to those affected, and HHS and local newspapers were told.",
	"The $A told HHS, wrote to everyone affected and put a notice on its home page.",
	"The $A sent notices to the individuals, to HHS and to two broadcasters.",
	"Individuals’ notices went out within sixty days; the $A also informed HHS and the press.",
	"Because some addresses were out of date, the $A published a substitute notice as well.",
	"Everyone affected was offered a year of credit monitoring at the $A’s expense.",
}

// closingSentences end a description.
var closingSentences = [...]string{
	"OCR read the revised policies and has no further questions.",
	"OCR looked at the $A’s proof of these steps and closed the matter.",
	"After advice from OCR the $A finished its overdue risk analysis.",
	"OCR gave the $A guidance on the Security Rule and keeps the file for reference.",
	"The $A sent OCR documents that show each of these steps was taken.",
	"OCR merged this report with an open review of the same incident.",
}

// asides put typographic marks into a share of descriptions, per 1,000.
var asides = [...]struct {
	quirk quirk
	share int
	texts []string
}{
	{curlyQuotes, curlyQuoteShare, []string{
		"The folder had been labeled “old – do not keep” by mistake.",
		"Several envelopes came back marked “not at this address.”",
		"The message carried the subject line “Updated payroll form.”",
	}},
	{dashes, dashShare, []string{
		"Only part of the records – about one in five – could be read without a password.",
		"The inquiry took longer than planned – eleven weeks – because logs were missing.",
	}},
	{straightQuotes, straightQuoteShare, []string{
		`A sign reading "staff only" had been taken from the door.`,
		`The list was stored under the name "misc" and had no password.`,
	}},
}

var stories = [...]story{
	stolenDevice: {
		openings: []string{
			"$S reported that an unencrypted $D with the PHI of $C was stolen from a parked car in $M.",
			"$S reported a burglary in $M in which thieves took a $D that stored the PHI of $C.",
			"$S reported that a $D was stolen from a locked office over a weekend, and with it the PHI of $C.",
		},
		details: []string{
			"The $D was password protected, but its disk was not encrypted.",
			"Police took a report the same day, and the $D has not turned up since.",
			"The $D had been left in plain view.",
		},
		repairs: []string{
			"All portable computers are now encrypted, and leaving them in cars is forbidden.",
			"The $A installed alarms and cameras and bolted its workstations to the desks.",
			"Staff attended a course on the safekeeping of equipment.",
		},
	},
	stolenPaper: {
		openings: []string{
			"$S reported that paper records of $C were stolen from a storage unit in $M.",
			"$S reported that a bag with appointment sheets naming $C was stolen from the car of $W.",
			"$S reported that burglars broke into a file room and carried off charts of $C.",
		},
		details: []string{
			"The lock of the storage unit had been cut with a saw.",
			"Police found some of the papers in a ditch nearby.",
			"It is thought that the thieves were looking for cash.",
		},
		repairs: []string{
			"Paper records were moved to a guarded building.",
			"Records may no longer leave the office, and the rule is checked every month.",
		},
	},
	insiderTheft: {
		openings: []string{
			"$S reported that $W stole the PHI of $C and used it to file false tax returns.",
			"$S reported that $W copied the records of $C in $M in order to sell them.",
			"$S learned from investigators that $W had printed patients’ data and passed it to a fraud ring; $C were affected.",
		},
		details: []string{
			"The person was dismissed and later charged.",
			"An audit of system logs showed access without a work reason over seven months.",
			"The copies were found in the worker’s apartment during a search.",
		},
		repairs: []string{
			"The $A cut back access rights by role and reviews logs each week.",
			"Background checks are repeated every two years from now on.",
		},
	},
	lostDevice: {
		openings: []string{
			"$S reported that a $D holding the PHI of $C could not be found after a move in $M.",
			"$S reported that $W lost an unencrypted $D with the PHI of $C on a train.",
			"$S reported the loss of a $D in the mail; it held the PHI of $C.",
		},
		details: []string{
			"A search of the building and of the courier’s depot found nothing.",
			"The $D was last seen at the yearly inventory.",
		},
		repairs: []string{
			"Files now travel over an encrypted connection instead of on a $D.",
			"A register of all equipment is kept and compared twice a year.",
		},
	},
	lostPaper: {
		openings: []string{
			"$S reported that a box of charts of $C was lost on its way to a warehouse in $M.",
			"$S reported that $W misplaced a binder with log sheets on $C.",
			"$S reported that a parcel of remittance slips for $C arrived torn open and partly empty.",
		},
		details: []string{
			"The courier’s tracking record ends at a sorting center.",
			"The binder had been kept on an open shelf.",
		},
		repairs: []string{
			"Boxes are now sealed, numbered and counted at both ends.",
			"The $A scans log sheets and keeps no paper copies.",
		},
	},
	phishing: {
		openings: []string{
			"$S reported that $W answered a phishing email in $M, which opened a mailbox with the PHI of $C to an outsider.",
			"$S reported that a phishing campaign gave a stranger the passwords of several email accounts with messages about $C.",
			"$S discovered that an email account had been entered from abroad after a phishing message; PHI of $C was in the mailbox.",
		},
		details: []string{
			"The stranger used the account to send more phishing emails.",
			"A rule had been set up that forwarded every message to an outside address.",
			"It could not be ruled out that messages were read.",
		},
		repairs: []string{
			"A second factor is now needed to sign in to email from outside.",
			"All passwords were reset, and workers practice with mock phishing emails.",
			"The $A keeps PHI out of mailboxes and deletes old messages.",
		},
	},
	ransomware: {
		openings: []string{
			"$S reported that ransomware encrypted servers with the PHI of $C in $M.",
			"$S reported a ransomware attack: files on its network, among them the PHI of $C, were locked and a payment was demanded.",
			"$S became the victim of hackers who copied data on $C before they set off ransomware.",
		},
		details: []string{
			"The systems were restored from backups; no ransom was paid.",
			"The attackers came in through a remote desktop port left open.",
			"Part of the data later appeared on the attackers’ web page.",
		},
		repairs: []string{
			"The $A rebuilt its servers, closed unused ports and put monitoring software on every machine.",
			"Backups are now kept apart from the network and tried out each quarter.",
		},
	},
	intrusion: {
		openings: []string{
			"$S reported that hackers broke into a network server with the PHI of $C in $M.",
			"$S reported that an outsider used a flaw in its patient portal to reach the PHI of $C.",
			"$S detected an intruder on its network who had access to a database on $C.",
		},
		details: []string{
			"The flaw had been known for a month, and the update was not yet in place.",
			"An outside forensic firm found that the intruder had been inside for nineteen days.",
			"Unusual traffic at night led to the discovery.",
		},
		repairs: []string{
			"The server was taken down, and updates are now installed within a week.",
			"The $A divided its network into zones and watches the traffic between them.",
		},
	},
	malware: {
		openings: []string{
			"$S reported that malware on a $D may have sent screen images with the PHI of $C to hackers.",
			"$S found a virus on a $D used for scheduling $C.",
			"$S reported that a caller posing as technical support took control of a $D with the PHI of $C in $M.",
		},
		details: []string{
			"The program arrived with a download that looked like an invoice.",
			"The antivirus software had not been updated since the year before.",
		},
		repairs: []string{
			"The $D was wiped, and workers can no longer install programs.",
			"The $A blocks unknown programs and has the blocking tested.",
		},
	},
	vendorIntrusion: {
		openings: []string{
			"$S reported that hackers attacked its vendor, $V, in $M and reached the PHI of $C.",
			"$S reported that its business associate, $V, suffered a cyberattack on a file transfer server; $C were affected.",
			"$S was told by $V, which hosts its records, of a ransomware attack on data of $C.",
		},
		details: []string{
			"Other clients of the vendor were affected as well.",
			"The vendor needed four months to work out whose files were involved.",
		},
		repairs: []string{
			"The $A ended the contract and had its data returned.",
			"The agreement with the vendor now sets a deadline of five days for such news.",
		},
	},
	misdirectedMail: {
		openings: []string{
			"$S reported that a mailing error in $M put the letters of $C into the wrong envelopes.",
			"$S reported that membership cards were mailed to old addresses; $C were affected.",
			"$S reported that postcards in $M showed the PHI of $C on the outside.",
		},
		details: []string{
			"A sorted column and an unsorted one had been merged.",
			"The printing firm had skipped the sample check.",
			"Some of the letters came back unopened.",
		},
		repairs: []string{
			"Two people now compare a sample of every mailing with the list.",
			"The clerk who ran the job was retrained.",
		},
	},
	misdirectedEmail: {
		openings: []string{
			"$S reported that $W sent an email with a spreadsheet about $C to the wrong recipient.",
			"$S reported that an invitation went out in $M with the addresses of $C visible to all.",
			"$S reported that $W emailed a list of $C to a personal account.",
		},
		details: []string{
			"The recipient confirmed that the file was deleted.",
			"The address had been completed by the mail program.",
		},
		repairs: []string{
			"Messages to outside addresses are now held back for two minutes and scanned for PHI.",
			"The worker was warned in writing and retrained.",
		},
	},
	snooping: {
		openings: []string{
			"$S reported that $W looked at the electronic records of $C out of curiosity.",
			"$S found in an audit that $W had opened charts of $C without a work reason since $M.",
			"$S reported that $W viewed the records of neighbors and colleagues, $C in all.",
		},
		details: []string{
			"The accesses went on for two years before a patient complained.",
			"The person said that nothing had been passed on.",
		},
		repairs: []string{
			"The person was dismissed, and access to charts is audited every month.",
			"A warning now appears before a colleague’s chart opens.",
		},
	},
	exposedServer: {
		openings: []string{
			"$S reported that a server with the PHI of $C could be reached from the internet without a password.",
			"$S reported that after an update in $M a web page showed the PHI of $C to anyone who searched for it.",
			"$S reported that a tracking code on its booking page passed data on $C to an advertising firm.",
		},
		details: []string{
			"A setting had been left as delivered.",
			"A search engine had indexed the files.",
		},
		repairs: []string{
			"The page was taken down, and the search engine removed its copies.",
			"Changes to servers now need a second person’s approval.",
		},
	},
	takenRecords: {
		openings: []string{
			"$S reported that $W took a list of $C along to a new employer in $M.",
			"$S reported that $W disclosed the PHI of $C to a relative without permission.",
			"$S reported that the PHI of $C was handed to a researcher without the patients’ consent.",
		},
		details: []string{
			"Patients had received letters from the new employer and complained.",
			"The list has since been returned.",
		},
		repairs: []string{
			"Departing workers now sign that they keep no records.",
			"The $A wrote new rules for disclosures and explained them to all staff.",
		},
	},
	paperDisposal: {
		openings: []string{
			"$S reported that paper records of $C were found in an open recycling bin in $M.",
			"$S reported that a cleaning crew threw boxes with charts of $C into the trash instead of the shredder.",
			"$S reported that superbills of $C were left behind in an office after it closed.",
		},
		details: []string{
			"A passerby told a television station about the papers.",
			"The bins had no labels.",
		},
		repairs: []string{
			"The papers were gathered up and shredded under supervision.",
			"Locked bins were bought, and a firm now shreds their contents on site.",
		},
	},
	deviceDisposal: {
		openings: []string{
			"$S reported that a $D was sold as scrap in $M before the PHI of $C was erased.",
			"$S reported that a leased $D went back to the dealer with the PHI of $C on its disk.",
		},
		details: []string{
			"The dealer has returned the $D unread.",
			"No certificate of destruction could be found.",
		},
		repairs: []string{
			"Disks are now destroyed before anything leaves the building.",
		},
	},
	unclear: {
		openings: []string{
			"$S reported an incident in $M that may have affected the PHI of $C.",
			"$S reported that the PHI of $C could not be accounted for after a flood.",
		},
		details: []string{
			"How it came about could not be established.",
			"The inquiry ended without a finding.",
		},
		repairs: []string{
			"The $A wrote a plan for such cases and trains for it every year.",
		},
	},
}
