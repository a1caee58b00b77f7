package offline

// lookalikes are English words that one slip of a finger away from a word of the bundled pack or lexicon still mean themselves: a valve is no value.
const lookalikes = `abase abide abode abound accent accented accenting addend adder addictive addled addling addressee addressees adman admen admin advert advisor advisors adware afterwords
	aglow aground alder alien alike aline allays alleys allot allots alloy alloyed alloys altar amuse analyst anther apologist appeal appeals apter ashed ashing askew assent
	asses assets aster atone auction auctions audio automata avers awake baaed backer backyard backyards badger baked baled balked balks bands banker banned banter barer
	barge barked barks barns barrow basemen baser bashed basil basin basis basked basks basted bated bates bathed bather bathes bathing batten batter bayed baying beads
	beaker beaks beard beast beater beaver becks bedside beefed beefing beeper begat behalves belled belling bells bents betide betted bettor biased bilked bilking bilks
	billet billy binds bishop bitch bitched bitches bitching bites bitter bittern blabs blade blamer blanch bland blare blared blaring blats blaze blazed bleak bleaker bleat
	bleeped bleeping blending blends blest bling blocs blood blots bluffer bluffers boars boast boded bodes boding boiler boink boles bolls bonded bonds boned bones boning
	boobing boobs booed booing booming booms boons boors boozing borer botch botched botches botching bottle bough boughs bouncer bouncy bounden bounder bowed bowing bowled
	boxen boxer boxers bracts braid brainy brake brakes braking brandy braves brawn breaching brewed bride bridle brigs brine brink brinks briny broiled brooking brooks broom
	browner browning browse browsed browses bruin brunch brunt bucked buckler bucklers bucks budge budged budges buffed buffet buffeted buffets bugger bulled bulling bullion
	bulls bungle buoying burgs burner burnt burped burps burred burrow burrs bused bushiest bushiness busing butch butches butter bypast cachet cachets cadres caged cages
	caked cakes calfs calked calking calks callous callus calmed calmer calming calms calved calving cameo camped canard cancer caned canes cannon canter caped capes carats
	carbs caress caret carets caries carped carps carrier carriers carve carved carves cashed cashes cashing casks castes casts catcher catchers catchy catting catty caved
	caves cawed ceases cedes ceding celerity censer certainty chads chair champ chancel chant chanted chanting chanty chapped chaps chapt charger chargers charm charmed
	charming charred charring chars chary chase chases chats cheapen cheater checker cheek cheeked cheeking cheeks cheep chick chicks chink chinked chock chocked chocking
	chocks choicer choker chokers choosey choosy chore choreograph choreographs chores chuck chucked chucking chucks chunky churl circumstanced clack clacks clammed clams
	clanged clanging clapped clarity clasp class cleansed cleanser clearer cleat cleats cleaved cleaver click clicks climber clink clinks cloak cloaks clomp clone cloned
	clones closer closet closets cloudy clout clove cloves cloyed cluck clucks clump clunk clunked clutter cluttered cluttering coarse coasts coats cocks codas codding codex
	coeds coiling coked cokes coking collar collie collude colts comas combing combs comeback comedown comer comers comet comets commando commend committee commute commuted
	complected complexion compliant comportment compote conceit concert concerted concerts conch cones confection confections conform conformation conformed conforms confuted
	consent constrain constrains contact contagions contend contest contiguous contingent contingents continua contused convection convent convention cooed cooing coolie
	cooped cootie coots copier copiers copped copper copping copse copses copter cording cords corks corms cornea corned cornet cornier corns coroner corps cosier cosies
	cotes couch county coupe coupes couplet courser court courted courtier courtiers courting courts covert coves coveted coveting cowed cowered cowering cowing cozier cozies
	cramp cranks crapped crass crate crated crates craws creaked creamed crease creased creases creed creek creel creepy cremate cremated cremates crepe cress crested crick
	cricks crises crisps crock crocks crops crosser crossest crowed crown crows crush crushed crushes crust culled culling culls cunts cupped cured cures curie currant
	curried curries curry curse cursory curtain curvy cysts dagger dairy daisy dally dancer dander dandling danker daring deadpan death debase debasing debut debuting decade
	decades decant decay decayed deceit deduce deduces deepen defeat defend defended defending defends defensed defied deflect deice deign deigned deigns deject dejected
	dejection dejects demon denier dented deplete depleted depletes depletion deplored depreciate deprive deprived derails deride derided derides derision derisive descent
	descried despise detains detention deterred detest detested detests devise dicker diffed difficulty dills direst discord discus discuses displaced disproven ditty divers
	diverse diverted dives divest dividend divine divined doable docent docked docket doily doming doublet doublets doubly downsize doyens dozes drably drabs draft drainer
	drams drawl drawls drawn drays dregs dressy driers drily dripped drips drivel drivels driver drivers droll drooped droops dropout dropper dropsy dross drovers drugged
	duding duffer duffers duress earls eater edger edict edicts egrets eighth eighty ejection electron ember emceed emery empire empires employers employes emptier enact
	encore encoring endued endure enjoy enmity ensue entice enure equably erection ester eternal ether evidenced exalt excerpt exerts exhort exorcise expansive expedience
	expend expended experienced expiation explore extort fabled faction factory faculty fallow fallowing fallows falser falter farce fared fares farther fasten fatten fatter
	faxed faxes fencer fender fending fends fennel fester fetich fetiches fever fibber fiend fiends fifes filet filets filler fillet filly filmed films filth finalist finer
	finis finises finks firmed firms firth fitter fiver fixer fixers flailed flailing flails flake flamer flank flaps flare flared flashy flatted flatter flavored flaws flees
	flesh fleshed flick flied flies flighty fling flint flits floes flogs flooder floor floored flops floss flout flouting flown fluky flume flunk flusher fodder fogged
	foiled foiling foils folly fonder forage foraged forbad forded foremast fores foresee foresees forge forged forger forgers forges forked formal formals forte foster
	foully fount foxed foxes frame freer freezer friction fried fries frieze fright frills frond frontage frost fuels fullback fullbacks funds funner gaits galling garage
	gating gauze gelid genera gentry gibes gibing giveaway glade glazier glide glowing glows goggle goring gossipy gouge grads grape grapes grate grateful grater grave grayed
	graze greed greet greyer grits groan groin groks groping gross grout growl growling growls guarantied guaranties guest guests guile guilt guise gutting haled hales haling
	hallway haloed haloes hammed hamper hampered hampering handier handsome handsomer handy hangout hangover hanker hanks hardback harden hardier hardiest hardily hardy hared
	haring harked harped harpy harts harvest hasted hasting hawker headier heady healer healers hearer hearers hearing hears heart hearth hearty heated heater heaters heath
	heating heats heave heaved heaving heeds heeled heeling heels helper herder herders herring hikes hinds hinging hings hinted hippy hither hoard hoarder hockey hoeing
	hoisted hokey holdup holier holler homeless honed honing hooding hoods hookey hooped hooping hooted hording horse hosed hosing hostel hotshot hurls hushed hushing
	hypotheses idiom impart imparted imparts incest incite incited inclement incline indeed indent indented indents indicts induces inert infect infection infernal infest
	infinity infirm inquire insect insects inset insets insetted intend inter interj interlace internee inters interval interweave inventor inventors invest invested invests
	jerkins jittery johns joist jumper jumpy keeling keels keener keening keens kilned kilning kilns kilos kilter kilts kings kinks knack kneed kneel kneels knobs knots
	lading lager lagers lamer lamers lamest lanes lapel lapels larder lards largess largo lased laser lasers lases lashed lashing lasing lasses latent latex lather latter
	lauds lawyer lawyers laxer laxest leaden leafed leafing leafy leaner leaped leaping leapt learner leash leaven leavens ledge ledges lefter legged legging leggy lender
	lenders lengthy lesion lesions lessen lessens lessor lessors letup levee lever lewder libel libels licit licked licking licks liens lifeline lifting liftoff lifts liken
	likens liker likest lilting lilts limed limes limier lineal lineally linen linens liner liners linger lingoes linker linted lintel linting lints lisping lisps liter
	litter littered littler littlest liven livens liver livers livest livid loafer loafing loafs loaner loaves lobes locker locket lockup lockups locus locution lodes lodged
	lodger loges logger logon logons loins loner loomed looming looms loons loosen looser looted looter looting loots lopes loping lording lords loser losers louder louse
	louses lover loxes loyal loyally lugged lugging lunch lurch lusted lusting lusts lynch maced maces maids mailer maimed maims maker makers males malls manes mange manged
	manger mangler mango manor mantled march marched marches mares market marlin marred martin masher mashers massage massages massed masses massing mastery masts mated mates
	matte matted mattes mauled mauls mayor mazes meals meats meddle medial memorize menage menages menus merger midday miked mikes millstone mimed minced miner mingled minima
	minion minis minks minted mints minuet minuets minus minuses minutest mired misled misread misreading misstate mistaken misted mister misters misting mixer moaning moans
	modal modem modesty moistly moles molest mooed mooing mooning moped mopes moping mosey mosses mossy motel motes moths motile mounded mouth mouths moveable mover movers
	mowed mowing muddle mufti mullion mullions multiple mussed musses mussing mussy muster musters muted muter mutes mutter mutters napes naves neatest neatly needled needy
	negatived nerds nestled nether newel nicety nighty nineteen nites nixes noose normalcy noses noshing notching notwork novice novices nowise nudes numbed oaten ocher odder
	oddest offside olden omens opined otter otters outbid outdoing outfox outgrew outgrow outgrown outgrows outlay outrage outrages outsize ovens overcook overhear overheard
	overhears overheat overheats overlay overlook overlord overnight oversee oversees overshot overtaken overtook paced paces pacing packed packer packing packs pained paint
	painter painting paints palace palaces paled paler pales paling palled palling palls pamper panes panned panning pants panty papal papery parch pared pares paring parity
	parkway parred parring parry parsec parser parson passel passels passer pastern pasterns pasty patchy patent patents pates patter patters patty pauper paved paves paving
	pawed pawing payer peace peaces peals pears pease pecked pecking pecks peeks penned penning peony peopled peoples perked perking perks persona personae pertly pests phage
	phages phoney phoneys phonies phony photon photons phrase phrased phrases picker picket pickled pickling pickup picky pieing pierce pierces pigged piing piked pikes
	piking pilled pilling pills pined pines pining pinked pinking pinks pints piper pissed pisses pissing pitch pivot placer placers placket plaice plaid plainer plaint plait
	plaiting plane planed planes planing plank planked planking planks planter playoff pleating plied plies pluses plying pocked pocket pocking pocks poets pointier pointy
	poker poled poles police polity pones poohs poops poorer poplar populace porting portly ports poser poses posing positron posses postal postures potion potions potting
	pouting pouts powder prating prayer precious prefect prelude premiss preps prewar preys pricey prick pricked pricking pricks pricy pride prides pries primacy primate
	primer primp prince princes prison prize prizes processional profess professed professing professor prone propel prose prosper prosy protest protests provably proven
	prowess prude prying pubic pucks puller pullet pulley pulped pulps pulsed punned puree purled purls purred purse pursed purses pursing pusher pushers pusses quack
	quantify quartet quilt quirk quoth rabid racer racers radio radios radium rages raging ragout raided raids rained rains rakes raking rally ranger rangy rankling ransom
	ranting raped rapes raping rapped rarefy rasher rashes rasped ration rationals raves raving razes razing readier realer realism realist realty reamer reamers reaming
	reams reaped reaping reaps rearing rears rebuses recant recommenced redder redid reeds reedy referenced refile refuge refuges refutation refute refuted refutes regain
	regained regaining regally regent reheat reheated reheating reheats rehire relax relent relief reliefs relive relived relives relocation remount render renders rending
	rends reneged repaid repay repays repeal repealed repealing repeals repent repented repenting repents repression requited reran resent resents reside residing resort
	resorted resorting resorts respelt restated restating retail retailed retch retched retches retort retorted retorting retorts retrain retrained retread retreads retreated
	retrod returnee revenge revere revered reverence reverences reverential reveres reverie revery revolution revolve revolved revolver revolves rewire reword reworded
	rewords rewrote rices ricing ricked rides riding riles riling rills rimes riming rinds rinks rinses rinsing risen riser risers rites roach roached roaches roads robes
	robing roiled roiling roils roller romped ropes rosin rotted rotund rouge rouged rouse roused rouses router roves rubes rubles ruining ruler rulers runes rungs runnel
	runnier runway ruses sable sables sacred sacrificed sadden sades sages sagest salable sallow salter saluted salve salved salves salving sampler samplers sander sanders
	sanding sands sanest sapling sappy sarong sated sates sating sauted saver savers saxes scabs scads scags scald scalded scalding scalds scalp scalped scalping scalps scaly
	scamp scanner scant scanted scanter scantest scanting scants scarf scarfed scarred scars scats scatted scent scheme scone scows scrabble scrambler scrape scraped scrapes
	scrapping scratchy scream screaming screams scrip scrips scuff sealed sealing seals searcher searchers seared seaside seeding seeds seedy seeping seeps seized seizing
	selves semen sensory serer serge servile servo servos sesame setback settable settee settler sexting shack shade shaded shades shading shadowy shads shaft shafting shake
	shakes shale shallow shame shamed shames shark sharked sharking sharks shatter shave shaved shaves shaving sheaf sheared sheen sheer shell shelling shells sherd sherds
	shies shifty shill shills shingle shins shipper shippers shire shires shits shitting shock shocks shoed shoeing shoes shooed shooing shoon shoos shoot shooter shore
	shored shores shoring shorn shots shout shoved shoves shoving showcases showdown shower showy shred shredding shreds shriek shrieking shrift shrine shrunk shtick shuck
	shying sidebar sidles sifting sighed sighing sighs signer signet sills silted simile simper simplex singe singed singing sings sinned sinner sinning sipped sired sires
	siring sises sixth sizer skate skates skeet sketchy skimped skins skipper skits skulls skying slake slakes slapped slaps slate slated slates slats slaver slavers slaying
	slays sledding sleds sleek sleeking sleeper sleepy sleet sleeting slender slews slicer slicers slick slicks slider sliders slime slims slipper slits slitting slobs sloes
	slogs slope slopped slopping slops slots sluice sluices slunk smack smallest smell smelling smells smite smock smocks smoker smoky smooch smooched smoother smoothy smote
	snack snaky snare snared snares sneaky snipped snippy snips snitch snitched snitching snits snore snored snores snort snorted snorting snorts snots snowed snowfall
	snowing snows snuck snuff snuffer snuffers soared socked socks sodden soloed solver solvers someplace sonny sooth soothed sopped sopping soppy sores sorter sortied
	souring sowed sower sowing spacey spacial spacy spade spades spake spank spanks sparer sparest sparser spate spates spats spatter spayed spaying spays spell spelling
	spells spelt spender spenders spewed spice spiced spices spied spies spiky spill spills spilt spine spines spinier spins spiny spire spires spits spitting splat splats
	splatting splice splices splint splinting splints spook spool spoon spoor spore spored spores spouts spreed sprinkler spunk spying squab squat squaw squid stabler stabs
	stagger stags staid stake staked stakeout stakes staking staler stalk stalked stank staple stapled starch starches stare stared stares staring stark starling starred
	starring stars starter startled startling stater statue statues stave staved staves staving stead steads steak steam steaming steams steamy steed steep steeper steeping
	steeps stems stent stews stiff stile stilt stimulate stimulated stimulation sting stink stitch stitched stitching stoats stocky stoke stoked stokes stolid stoner stony
	stoop stooped stoops stopper stoppers storey storeys stork storks stormy stove stoves stowed stowing stows straggle straggler strand stranding stranger strangle strangled
	strangles strap strayed straying strays streak streaking streaks strep strewed strews stricture stride strife stringer stringy strip strips stript strive stroll strop
	stropped strops struck strung stuffy stump stunk suave sublet suction summery sunder sunders superb supervisory supper supplier surer surfer surfers suspicions swagged
	swami swampy swans sward swards swatch swats swatter swayed swaying sways swear sweaty sweeter swell swelling swells swept swerve swerved swerves swerving swift swill
	swills switcher swopped swopping swops swore synch synchs tablet tablets tacked tacking tacks takeout taker takers talker tamed tamer tames taming tamped tangoed tanked
	tanking tanks taped taper tapered tapes taping tapped tapping tares taring taxes taxing teaks teals tears teats teems teeth temper tempered tented tenting tents terns
	tester testis testy theme thick thicket thickets thine thirsty thong thongs thorough thrifty throat throb throbs throe throes throughout throwaway thrust thrusting thunk
	thunks ticker tickers tickle tided tides tiding tiger tikes tiled tiles tiling timber timid tines tingled tings tipped tippling tirade tithe titter tittle toady toddy
	toked tokes toking tolls tomes tonal toned tonic toppled torch torched torches torching touchy toxic toying tracer tracers tract tracts trader trait traits trams trance
	trances transmit traps trawl trawls tread treads treas treaty treed trend trends triad trial tribal tribes trice trick tricking trikes trill trims trios tripe tripos
	trolled trolly tropic troth troubleshot trough trout truce truces truckle trued truest truing truss trussed trussing trustee trusty tryst trysted trysting tubed tulle
	tuner turds turfed turfing turfs turner turnout tusks tweeds twine twink twister twitted tykes udder unasked unclean undated underling unfits unfounded unison unity
	unlatched unload unloads unpacked unrefined unsaid untie usable ushers vague vales valve valves vapid varnish vaunt vender venders verily verities verity verses
	versification versified versifies versify victor victual viral vortices vouched vouches wacks wader wades wafer wafted wafting wafts wager wages waifs wailed wailing
	wails waist waistline waists waiter waiters waived waives waiving waken wakens wales waling wands waned wanes waning wanked wanking wanks wanner warded warding wards
	warehoused wares warmer warped warping warts waster watery watts waver wavers waves waxes weaken wearer weaver weaves weeds weeps weighty wetback whale whereat whine
	whiten whiter whither whits whomever whore wiener wights winger winnow winnows witch woods wordy workout wormed worming worms wormy worrier worsen worthy wound woven
	wrier writhe writhes writhing writs wroth wrung yearn yearns`
