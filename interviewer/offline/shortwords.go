package offline

import (
	"slices"
	"strings"
)

// sameMeaning are words of general English and of school subjects that stand for one another in a short answer, groups parted by semicolons. After a bar
// stand words that mean the opposite. A word may be in several groups.
const sameMeaning = `
	increase rise grow raise gain climb higher up | decrease fall drop reduce shrink lower lessen decline diminish down;
	increase more greater larger bigger longer multiply | decrease less smaller fewer shorter divide halve;
	more greater additional extra most | less fewer least; big large great huge vast wide broad | small little tiny narrow short;
	high tall upper top | low lower bottom; long lengthy | short brief; fast quick rapid swift speedy | slow sluggish;
	hot warm heated | cold cool chilly; heat warm | cool chill; strong powerful intense | weak feeble faint;
	hard solid firm rigid stiff | soft loose flexible; heavy | light; bright | dim dark; loud noisy | quiet silent soft;
	rough bumpy coarse | smooth even; wet moist damp | dry; thick | thin; near close nearby adjacent | far distant remote away;
	early before | late after; old previous former | new recent fresh; first initial | last final;
	full complete whole entire total | empty partial incomplete; begin start commence initiate launch | end finish stop terminate cease halt;
	front head beginning start | back rear tail end; open | closed shut; open incomplete broken | closed complete unbroken; on | off;
	inside within internal inner interior | outside external outer exterior; above over | below under beneath; left | right;
	positive plus | negative minus; connect join attach link couple hook | disconnect separate detach split isolate; push repel | pull attract;
	attract stick | repel push; same equal identical alike equivalent similar | different differ distinct unlike unequal; difference | similarity;
	always | never; all every each whole | none; many several multiple numerous various much | few single; some | none;
	one single | many several multiple; true right correct valid | false wrong incorrect invalid; good well better best | bad poor worse worst;
	possible able can | impossible unable; easy simple simpler easier straightforward | difficult hard complex complicated;
	cheap inexpensive | expensive costly; safe secure protected | unsafe dangerous; known | unknown;
	fixed constant static unchanging | variable dynamic changing flexible; static compile | dynamic runtime; public visible accessible | private hidden;
	local | global; ascending increasing | descending decreasing; sorted ordered order | unsorted unordered random;
	push add insert put enqueue append place | pop remove delete take dequeue extract; include contain hold have comprise consist | exclude lack miss;
	enter in | leave exit out; input | output; send transmit transfer deliver forward | receive get accept obtain;
	source sender origin | destination receiver target recipient; create make build produce generate form construct develop | destroy delete remove kill;
	allow permit let enable | forbid prevent prohibit block stop disable; prevent avoid stop block hinder;
	keep retain preserve maintain hold remain stay | lose discard drop; succeed work | fail; parallel | series; series sequence chain; series sequential;
	conductor conduct | insulator insulate; dense | sparse; float | sink; evaporate vaporize dry | condense; freeze solidify | melt thaw;
	absorb soak | release emit reflect; reflect bounce mirror; attach bind | release; alive live living | dead; predator hunter | prey;
	acid acidic | base basic alkaline; native inherent | acquired; synchronous | asynchronous; reliable | unreliable; wired | wireless; theory practical;
	before prior previously | after afterwards then; increase expand extend widen | contract shrink; parent | child;
	parent base super superclass ancestor; child sub subclass derived descendant; smaller less lesser | larger greater bigger;
	minimum smallest least lowest min | maximum largest greatest most highest max; forward | backward; iterative loop | recursive recursion;
	high-level | low-level; abstract | concrete; hit | miss; accept | reject; reject discard drop ignore; vertical | horizontal; maximum limit bound;
	path route way; closed closed-loop complete; gap break hole opening disconnection; bulb light lamp; lit glow shine light burning;
	burn burned blown damaged broken dead; battery cell; wire cable; voltage potential; electricity electric electrical current; charge state;
	terminal end; damage break destroy ruin harm; dirt soil ground earth land; rock stone; sea ocean; rain rainfall precipitation;
	vapor vapour gas steam; water liquid; energy power; force push pull; weight mass; speed velocity; size volume amount; amount quantity number;
	amount level; sun sunlight sunshine solar; light ray beam; plant tree; animal creature organism; eat feed consume; food nutrient;
	sick ill disease illness; germ bacteria microbe; kid child; human person people; body organism; survive live;
	protect guard shield defend secure safety; help aid assist support; hurt harm injure; change alter modify vary convert transform become turn;
	turn rotate spin revolve; move travel go flow pass; shake vibrate vibration; sound noise; pitch tone; color colour; hue color;
	look see observe watch view notice; find discover locate search seek; search lookup find look; show display present indicate demonstrate reveal;
	tell say state describe explain; know understand learn; think believe suppose; ask request query; answer reply respond response;
	test check verify examine try; check verify validate ensure; compare contrast comparison; measure gauge; calculate compute evaluate determine;
	estimate predict guess approximate; cause make lead result; result outcome effect consequence; reason why cause; use utilize employ apply usage;
	need require must necessary requirement; want wish desire; give provide supply offer; get obtain receive gain acquire; put place set position;
	take carry bring; hold store save keep; store save memory; place location position spot site slot; place area region;
	part piece portion section segment component half; part module component unit; piece chunk block fragment; kind type sort category class;
	group set collection; list sequence; way method manner; method function procedure routine operation subroutine; function role purpose task job duty;
	purpose goal aim objective; main major primary principal chief central; important essential crucial key significant;
	special specific particular certain; general common usual normal typical ordinary standard; usually often generally normally commonly frequently;
	rarely seldom; only just solely; exactly precise accurate exact; about approximately around roughly; example instance; instance object;
	class template blueprint; object item entity thing; item element entry value; element node; key value; field attribute member property;
	attribute property characteristic feature; data information; data value; variable identifier; parameter argument; address location;
	pointer reference; point refer reference; program code software application; source code; program procedure; instruction command statement;
	statement line; execute run perform carry; run runtime execution; compile translate convert; machine computer; processor cpu; memory ram;
	loop repeat iterate iteration cycle; repeat repetition again; step phase stage; step iteration; divide split half partition break cut;
	combine merge join unite unify; merge combine; sort order arrange; order sequence; exchange swap; shift move; copy duplicate replicate;
	replace substitute; allocate reserve assign; assign set; declare define specify; define definition; declaration definition prototype;
	signature header; name identifier label; index subscript position; array vector; string text; character letter byte; letter symbol; digit number;
	number count; count length; size length; user client customer; team developer programmer; programmer developer; customer client; design plan;
	phase stage; requirement specification; bug error fault mistake defect; error mistake; problem issue; solve fix resolve; solution answer;
	advantage benefit pro plus; disadvantage drawback downside; limit restrict constrain bound; access reach; direct immediate straight; visible seen;
	available usable; scope visibility; hidden hide; reuse reusable; efficient efficiency performance; delay latency wait;
	frame packet segment datagram message; packet header; connection link channel; network net; duplex bidirectional two-way; host computer device;
	node host station; router gateway; path link; rate speed throughput; bandwidth capacity; traffic load; table list; rule entry; policy rule;
	queue buffer; buffer queue; wait queue; full saturated; busy occupied; probability chance likelihood; likely probable; random arbitrary;
	average mean; equal same; formula equation; grow scale; extend extension extra; optional; append add attach; process handle; control manage regulate;
	monitor watch supervise; collect gather; divide separate; destination receiver; identify recognize detect; detect discover notice; error failure;
	lose loss lost missing; retransmit resend; acknowledge ack acknowledgement acknowledgment; confirm acknowledge; guarantee ensure assure;
	simultaneously concurrent together parallel; separate individual independent; independent alone; between among; around surround;
	next following subsequent successor; previous preceding predecessor; current present; parent root; root top; leaf end; cover hide; quantity amount;
	fact evidence; experiment test trial; observe observation; predict prediction; compare comparison; weather climate; layer level; surface top;
	bottom floor; deposit sediment; erode erosion; wash carry; mix mixture combine; dissolve melt; separate filter; substance material matter;
	material fabric; liquid fluid; metal iron steel; touch contact; near next; sharp pointed; shape form; friction drag resistance; slow brake;
	gravity weight; magnet magnetic magnetism; pole end; volt voltage; load resistance; short short-circuit;
	go walk traverse travel move step iterate visit navigate; backward back reverse previous | forward;
	previous before preceding prior predecessor | next after following successor; again reuse repeat twice repeatedly; share same common equal;
	parameter argument input; modify change alter edit update mutate adjust affect; affect influence impact; unchanged same unaffected constant;
	forever endless infinite infinitely | finite bounded limited; endless unlimited unbounded; hide conceal abstract encapsulate mask;
	independent regardless irrespective; implement code realize realise; implementation code internals; behavior operation function;
	override replace redefine overwrite; crash fail abort terminate; contiguous consecutive adjacent continuous; sequential consecutive serial;
	bidirectional both double doubly | unidirectional single singly; subset part portion; include comprise cover involve; exclude omit skip;
	simple plain basic; basic fundamental elementary primitive; readable understandable clear legible | unreadable cryptic confusing;
	clear obvious evident; maintain manage update; flexible adaptable versatile; efficient fast quick economical | inefficient slow wasteful;
	waste lose squander; space memory room storage; space place room area; time duration period; interval period gap; frequency rate; frequent often;
	quantity number count; total sum; sum add addition plus; subtract minus remove | add plus; multiply times product; divide quotient; half halve;
	double twice; overlap intersect; cross intersect pass; permit allow authorize; refuse deny reject decline; sender transmitter source;
	transmit send broadcast forward relay carry transport; transport carry deliver move; message packet data; corrupt damage alter;
	reliable dependable robust; secure encrypt protect; encrypt cipher encode; encode code represent; represent stand denote symbolize mean;
	mean signify denote; identify name specify; unique distinct different only; unique single; assign give allot; schedule plan arrange;
	priority importance precedence; delay wait lag late postpone defer; overflow exceed full; exceed pass surpass; threshold limit maximum;
	maximum capacity most; sample example specimen; pattern regular; combine mix blend stir; stir mix shake; spread scatter disperse distribute;
	stick cling adhere attach catch hook; catch grab trap capture; carry transport bring hitch; fur hair coat; fall drop sink; sink drown;
	soak absorb wet; moisture humidity damp; sweat perspire; steam vapor; frost ice freeze; ice frozen; burn fire flame combust; smoke pollution;
	pollute contaminate dirty; clean pure wash | dirty polluted contaminated; wash rinse clean; wear erode rub; rub friction scratch; crack split break;
	bend curve fold flex; flat level even; steep sloped; slope hill incline ramp; mountain hill; river stream creek; wind air breeze; air atmosphere;
	storm hurricane; earthquake quake; planet earth world globe; orbit revolve circle; spin rotate turn rotation; day daytime | night nighttime;
	morning sunrise dawn; evening sunset; grow develop mature; adult mature grown | young baby juvenile; offspring baby young child;
	reproduce breed multiply; inherit pass; trait characteristic feature; adapt adjust; habitat home environment; environment surroundings;
	shelter home protection; extinct dead gone; predator enemy; prey victim; leaf leaves; root underground; seed grain; flower blossom bloom;
	breathe respire inhale; blood circulation; brain mind; sense feel detect; taste flavor; smell odor scent; hear listen sound;
	see visible sight vision look; transparent clear | opaque; scale balance weigh; ruler measure; thermometer temperature;
	container jar cup glass bottle beaker bowl; pour add; layer coat sheet; straight direct line; direction way; distance far length;
	force strength power; pull tug; stretch lengthen extend; squeeze compress press push; tight tense taut | loose slack; tension tightness; lever tool;
	wheel roller; machine device tool; resist resistance oppose; battery source supply; socket holder; switch button; circuit loop path;
	loop circuit path; complete closed connected whole; parallel separate own; brightness bright intensity; lead clip probe; reading measurement;
	measure read reading; meter voltmeter; affected influenced | unaffected unchanged; bad damaged faulty broken defective burned | good working intact;
	function work operate; illuminate light lit shine glow | unlit dark; power energy electricity; store hold contain keep; yes | no`

// samePhrases are pairs of words that stand for one word.
const samePhrases = `go up=increase, goes up=increase, went up=increase, going up=increase, go down=decrease, goes down=decrease, went down=decrease, going down=decrease,
	less than=smaller, greater than=greater, more than=greater, give off=emit, gives off=emit, get rid=remove, gets rid=remove, turn into=become, turns into=become,
	take out=remove, takes out=remove, take away=remove, takes away=remove, put in=insert, look up=lookup, set up=setup, made up=consist, speed up=accelerate,
	speeds up=accelerate, each other=other, at least=minimum, at most=maximum, two way=bidirectional, both directions=bidirectional, both ways=bidirectional,
	opposite direction=bidirectional, hold up=support, such as=example, for example=example, for instance=example, same time=simultaneous, run time=runtime,
	one by=sequential, line by=sequential, ahead of=before, in advance=before, go out=off, goes out=off, went out=off, turn off=off, turns off=off, turned off=off, goes off=off,
	go off=off, turn on=on, turns on=on, turned on=on, stays on=lit, stay on=lit, stays lit=lit, stay lit=lit, burnt out=burned, burned out=burned, burns out=burned, cut in=divide`

// shortForms brings to one form what stemming leaves apart: comparatives, counting words, irregular verbs of school subjects, frequent misspellings.
const shortForms = `higher high, highest high, lower low, lowest low, larger large, largest large, bigger big, biggest big, smaller small, smallest small, greater great, greatest great,
	shorter short, shortest short, longer long, longest long, warmer warm, hotter hot, hottest hot, colder cold, coldest cold, cooler cool, brighter bright, brightest bright,
	dimmer dim, louder loud, softer soft, harder hard, stronger strong, weaker weak, heavier heavy, lighter light, closer close, closest close, nearer near, farther far,
	further far, thicker thick, thinner thin, easier easy, simpler simple, safer safe, quicker quick, denser dense, density dense, steeper steep, rougher rough, smoother smooth,
	wider wide, narrower narrow, deeper deep, depth deep, height high, length long, width wide, strength strong, heat heat, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8,
	nine 9, ten 10, zero 0, vapour vapor, colour color, behaviour behavior, adress address, recieve receive, recieved receive, seperate separate, seperated separate,
	doesnt not, burnt burned, lit lit, shone shine, dug dig, fed feed, ate eat, eaten eat, swam swim, flew fly, sprung spring, tore tear, torn tear, wore wear, worn wear, wound wind,
	bent bend, bound bind, blew blow, blown blow, drew draw, drawn draw, fought fight, forgot forget, forgotten forget, hid hide, hidden hide, laid lay, lain lie, rang ring, rung ring,
	rode ride, sang sing, sat sit, shook shake, shaken shake, shot shoot, slid slide, split split, spread spread, stuck stick, struck strike, swept sweep, taught teach, bits bit`

// thesaurus knows which words stand for one another, and which mean the opposite.
type thesaurus struct {
	groups  map[string][]int32 // of a stem: the groups that it is in
	against map[string][]int32 // of a stem: the groups that mean the opposite
	phrases map[string]string
	forms   map[string]string
}

func newThesaurus() *thesaurus {
	t := &thesaurus{groups: map[string][]int32{}, against: map[string][]int32{}, phrases: map[string]string{}, forms: pairs(shortForms)}
	for p := range strings.SplitSeq(samePhrases, ",") {
		if two, one, ok := strings.Cut(strings.TrimSpace(p), "="); ok {
			t.phrases[two] = t.stem(one)
		}
	}
	// The two groups of an entry differ in the last bit: a group's family is its number without that bit.
	group := int32(0)
	for entry := range strings.SplitSeq(sameMeaning, ";") {
		this, other, _ := strings.Cut(entry, "|")
		group += 2
		t.join(group, this, other != "")
		t.join(group+1, other, true)
	}
	return t
}

// join puts words into a group, and notes the other group of its family as its opposite.
func (t *thesaurus) join(group int32, words string, opposed bool) {
	for w := range strings.FieldsSeq(words) {
		s := t.stem(w)
		t.groups[s] = append(t.groups[s], group)
		if opposed {
			t.against[s] = append(t.against[s], group^1)
		}
	}
}

func (t *thesaurus) stem(w string) string {
	if base, ok := t.forms[w]; ok {
		w = base
	}
	return stem(w)
}

// How much words of a kind count as the same. All but a synonym's hardly matter to the figures; a synonym's was chosen between 0.4 and 0.8.
const (
	likeSynonym  = 0.7
	likeMistyped = 0.85
	likeRelated  = 0.6 // the same five first letters
	likeOpposite = 0.6
)

// alike is how much two words mean the same, 0-1. A negative value says that they mean opposites.
func alike(a, b *shortWord) float64 {
	if a.stem == b.stem {
		return 1
	}
	if a.number || b.number {
		return 0
	}
	if n := min(len(a.stem), len(b.stem)); n >= minFold {
		if a.word[0] == b.word[0] && nearlySame(a.word, b.word) {
			return likeMistyped
		}
		if opposedByPrefix(a.stem, b.stem) || opposedByPrefix(b.stem, a.stem) {
			return -likeOpposite
		}
		if meet(a.groups, b.groups) {
			return likeSynonym
		}
		if a.stem[:minFold] == b.stem[:minFold] {
			return likeRelated
		}
	} else if meet(a.groups, b.groups) {
		return likeSynonym
	}
	if meet(a.against, b.groups) || opposedByPrefix(a.stem, b.stem) || opposedByPrefix(b.stem, a.stem) {
		return -likeOpposite
	}
	return 0
}

// opposedByPrefix says whether the longer word is the shorter one's opposite by its prefix: unsorted, nonempty, disconnect, incomplete.
func opposedByPrefix(long, short string) bool {
	switch rest := len(long) - len(short); {
	case len(short) < 4 || rest < 2 || rest > 3 || long[rest:] != short:
		return false
	case len(short) < 6:
		return long[:rest] == "un" || long[:rest] == "non" || long[:rest] == "dis"
	}
	switch long[:len(long)-len(short)] {
	case "un", "non", "dis", "in", "im":
		return true
	}
	return false
}

func meet(a, b []int32) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// nearlySame says whether two words differ by one letter, or by two neighbours swapped.
func nearlySame(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] || (i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
}
