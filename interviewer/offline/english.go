package offline

import "strings"

// class is what is known of a word's grammar, as a set of bits.
type class uint32

// The classes. A word may have several.
const (
	isStop       class = 1 << iota // carries no meaning of its own in a term
	isNegator                      // not, never, without
	isVerb                         // makes a clause a clause
	isAux                          // be, have, do and the modals
	isDeterminer                   // a, the, our
	isPronoun                      // stands for something said before
	isFirst                        // I, we
	isRelation                     // prepositions and other words that need a neighbour
	isBreak                        // a new clause begins here
	isCondition                    // if, when, until
	isContrast                     // but, however
	isNumber
	isUnit
	isTechnology
	isJargon
	isBad      // something to avoid: negating it is a good thing
	isGuard    // a verb whose negation protects: never assume, do not block
	isAdopt    // a verb whose negation rejects: need, use, add
	isQualify  // limits a negation: until, before, again, unless
	isEnglish  // a function word of English, for telling the language
	isKnown    // a real word, never taken for a typing error
	isOrdinal  // first, then, finally
	isFragment // may not end a noun phrase: a, the, of
	isDomain   // a word of the field
	isHype     // praise in place of meaning
	isEveryday // as common outside the field as in it
)

// wordLists are the closed classes of English grammar. Words about software are in the lexicon, not here.
var wordLists = []struct {
	class class
	words string
}{
	{isNegator, `not no never without none neither nor nobody nothing cannot cant dont doesnt didnt wont wouldnt shouldnt couldnt isnt arent wasnt werent
		hasnt havent hadnt neednt mustnt aint hardly lack lacks lacking skip skips skipping`},
	{isVerb | isAux | isEnglish, `is are am was were be been being has have had having do does did will would can could should may might must shall cannot cant dont
		doesnt didnt wont wouldnt shouldnt couldnt isnt arent wasnt werent hasnt havent hadnt it's thats theres im ive i'd i'll weve we'd we'll we're theyre theyll youd youll youre`},
	{isDeterminer | isEnglish | isFragment, `a an the my our your their his its every`},
	{isPronoun | isEnglish, `it this that these those they them he she which all everything both`},
	{isFirst | isEnglish, `i we i'd i'll im ive we'd we'll we're weve us my our`},
	{isRelation | isEnglish, `of to in on at by for from with into onto upon about as than via per within through between after before during against toward towards among
		over under still like`},
	{isFragment, `of to into from with by at and or than`},
	{isBreak | isEnglish, `but because so while although though whereas if when unless until whether since which whenever once instead rather otherwise without then`},
	{isCondition, `if when unless until whether whenever once while after till assuming suppose`},
	{isContrast, `but however although though whereas yet instead`},
	{isNumber, `one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand million billion half dozen couple
		twice double triple tenfold`},
	{isBad, `duplicate duplicates duplicated twice double doubled again second lose loses losing lost loss fail fails failed failing failure failures stale oversell oversold
		overselling crash crashes crashed error errors conflict conflicts race races overload overloaded leak leaks outage outages down die dies dead wrong broken break
		breaks corrupt corrupted corruption missing miss drop drops dropped block blocks blocked hang hangs slow timeout timeouts orphan orphaned inconsistent
		inconsistency negative more forever blindly stampede herd storm deadlock gap gaps surprise guess spam flood exceed exhaust starve mismatch data-loss bug bugs
		hurt harm suffer wait waits stuck overwrite overwrites overwritten partial unbounded infinite infinitely endless endlessly dirty lag`},
	{isGuard, `assume assumes trust trusts rely relies forget forgets block blocks wait hold guess depend depends let allow allows believe think treat hammer hit kill change
		know knows care risk exceed touch mix share grow go`},
	{isAdopt, `need needs needed require required requires use uses used add adds want wants have has bother implement build introduce do store keep write check cache plan
		include necessary worth useful important worry matter matters care think consider handle`},
	{isQualify, `until before again unless without twice than if when while only just merely simply anymore longer yet more after alone blindly forever directly immediately
		because both every always all`},
	{isHype | isJargon, `leverage leverages leveraging harness harnesses harnessing holistic synergy synergies paradigm paradigms seamless seamlessly hyperscale elastic elasticity
		empower empowers unlock unlocks robust synergistic unified unify bleeding revolutionary powered driven optimised optimized orchestrated orchestrate orchestration native
		disruptive innovative comprehensive streamlined unparalleled`},
	{isEveryday, `many one two plus least most too give up hope history learn learned mistake notice option options plan plans popular proud reason reasons simple team teams experience human
		manual example explain term decision decide drill agree disagree change changes people time times work works life long late early hot cold like step steps summary feature
		status report situation code mentor clarify happy path own lake group point points different depend depends thing things swim
		topic topics cover covers question questions answer think thought every month go goes went going keep keeps look looks ask asks asking tell story help helps helped build take
		right left side start begin end word words course sense moment kind sort lot bit way ways fine nice case cases summer kitchen add adds ten`},
	{isOrdinal, `first firstly second secondly third thirdly then next finally lastly afterwards`},
	{isEnglish, `and or not if there what how where who some any more most other only very also just like i you he she me him her when then so because no up out`},
}

// irregular gives the base form of words that stemming cannot reach.
var irregular = pairs(`sent send, kept keep, paid pay, wrote write, written write, chose choose, chosen choose, ran run, lost lose, found find, went go, gone go, goes go,
	began begin, begun begin, broke break, broken break, fell fall, fallen fall, held hold, saw see, seen see, knew know, known know, took take, taken take, gave give, given give,
	made make, got get, gotten get, told tell, thought think, bought buy, caught catch, left leave, built build, dealt deal, said say, sold sell, stood stand,
	understood understand, won win, spent spend, met meet, led lead, froze freeze, frozen freeze, stole steal, came come, became become, brought bring, drove drive,
	driven drive, grew grow, grown grow, threw throw, thrown throw, hung hang, shown show, slept sleep, spoke speak, woke wake, woken wake, rose rise, shrank shrink, sank sink,
	meant mean, dying die, dies die, lying lie, tying tie, indices index, queries query, replies reply, retries retry, tries try, tried try, copies copy, copied copy,
	children child, people person, data data, media media, criteria criterion, did do, done do, does do, slower slow, slowest slow, faster fast, fastest fast, cheaper cheap,
	bigger big, older old, oldest old, fewer few, newer new, worse bad, longer long, longest long, later late, earlier early, second second, idempotence idempotent,
	idempotency idempotent, failure fail, failures fail, loss lose, losses lose, choice choose, choices choose, growth grow, payment pay, payments pay,
	response respond, responses respond, twice twice, deletion delete, deletions delete, comparison compare, comparisons compare, recovery recover,
	decision decide, decisions decide, arrival arrive, arrivals arrive, removal remove, renewal renew, expiry expire, expiration expire, retention retain`)

func pairs(s string) map[string]string {
	out := map[string]string{}
	for p := range strings.SplitSeq(s, ",") {
		if f := strings.Fields(p); len(f) == 2 {
			out[f[0]] = f[1]
		}
	}
	return out
}

// commonWords are frequent English words that one typing error away from a term would still mean themselves.
const commonWords = `about above across actually after again against almost along already although always among another answer anything around asked basically become before began
	behind being below better between beyond bring cannot cause chance change cheap check choose clear close common could course current daily different doing during early
	eight either enough entire event every exact example expect extra fairly family field fifth fight final first follow force forget form former found front full further
	general getting given going good great group grow guess happen hard having heard heavy hence house however huge human ideal image important inside instead issue itself
	known large later learn least leave length letter level light likely list little local longer looking lower lucky major making manner many matter maybe meant middle
	might minor money month moral morning mostly mother moving music needs never night north nothing notice often older other outside paper parent parts party people perhaps
	person phone piece place plain plant please point poor possible power prefer present pretty prior proof proper proud quick quiet quite raise range rather reach ready
	really reason right river round school sense serious seven shall share sharp sheep shirt short should shown since single sister sleep small smart smile social solid some
	sorry sort sound south space speak special spend spoke sport spot staff stage stand stair start state steel stick still stock stone stood storm story strange street
	strike strong stuff style sugar sure sweet table taken talking taste teach team tells thank their there these thing think third those though thought three throw tight
	times tired title today together total touch tough towards tower train treat tried trouble truck truly trust truth twelve under until upper usual value video visit
	voice waste watch water wheel where which while white whole whose wide wife winter woman women wonder words works world worry worse worst worth would wrong yellow young
	yours stable plate plates causes caused clause pause paused quote quota route routes roots stale scale sales store stores story stored bread breads reads ready window
	winding widow wander wonder coffee baker bakery brother garden cooking kitchen travel football weather movies`
