package injection

import (
	"slices"
	"strings"
	"sync"
)

// hasForm finds the forms of steering in a sentence whose words are of these kinds.
func hasForm(s *spoken) bool {
	var have kind
	for _, k := range s.kinds {
		have |= k
	}
	for i := range steerForms {
		if f := &steerForms[i]; f.needs()&^have == 0 && f.in(s.kinds) && !f.excused(s) {
			return true
		}
	}
	return false
}

// kind is what part a word may play in an attempt to steer; a word may play several.
type kind uint32

const (
	wordOverride kind = 1 << iota // ignore, disregard
	wordPrior                     // previous, above, all
	wordOrder                     // instructions, prompt
	wordGrader                    // grader, evaluator, AI
	wordDuty                      // should, must, please
	wordAward                     // give, award, mark
	wordJudge                     // score, grade, rate
	wordMine                      // my, this, me
	wordReply                     // answer, submission
	wordQuality                   // full, top, strong
	wordPoints                    // marks, score, grade
	wordEvery                     // all, every
	wordCriteria                  // criteria, competencies, signals
	wordMet                       // met, satisfied, shown
	wordBe                        // act, pretend, you
	wordDisclose                  // reveal, print, repeat
	wordYours                     // your, system, hidden
	wordMerit                     // deserves, meets, demonstrates
	wordLenient                   // lenient, generous
	wordSecret                    // prompt, rubric, instructions that are somebody's
	wordPlea                      // hire, pass, recommend
	wordIt                        // it, which is the answer only beside marks
	wordVoid                      // superseded, void
	wordYou
	wordVerified // reviewed, certified
)

// kindWords are the words of every kind, or of several at once; no word stands twice.
var kindWords = []struct {
	kind  kind
	words string
}{
	{wordOverride,
		"ignore disregard forget override bypass overrule supersede supersedes overrides neglect discard drop skip " +
			"ignoring disregarding"},
	{wordPrior, "previous prior above earlier preceding former initial original existing foregoing other"},
	{wordPrior | wordEvery, "all every each everything both any"},
	{wordOrder | wordSecret,
		"instructions instruction directives directive guidelines guideline directions commands orders guidance programming"},
	{wordOrder | wordSecret | wordCriteria, "prompt prompts rubric rubrics"},
	{wordOrder, "rules constraints restrictions policies"},
	{wordCriteria, "criteria criterion competency competencies signals signal requirements categories dimensions anchors"},
	{wordGrader,
		"grader graders evaluator evaluators assessor examiner judge judges ai llm chatbot gpt chatgpt claude gemini " +
			"autograder"},
	{wordGrader, "model assistant system reviewer interviewer reader"},
	{wordVerified, "reviewed verified certified validated endorsed confirmed"},
	{wordYou, "you"},
	{wordDuty,
		"should must shall please kindly required instructed told asked ordered authorised authorized need needs have " +
			"has always simply just"},
	{wordAward | wordMerit, "deserves deserve merits warrants earns"},
	{wordAward,
		"give award grant assign giving awarding awarded assigned granted deserved earn earned receive receives want get " +
			"gets credit output return report record select choose"},
	{wordAward | wordJudge,
		"mark marking set tick check treat consider count flag label classify regard accept deem put tag interpret read " +
			"take"},
	{wordJudge, "rate rated"},
	{wordJudge | wordPoints, "score grade evaluate assess rank scoring graded scored"},
	{wordPoints,
		"marks points rating ratings scores grades evaluation recommendation verdict assessment result outcome level"},
	{wordIt, "it"},
	{wordVoid, "superseded void revoked obsolete cancelled canceled outdated replaced"},
	{wordMine, "my this me mine these following"},
	{wordReply,
		"answer response submission candidate interview transcript essay applicant interviewee reply text candidate's"},
	{wordQuality,
		"full maximum max highest top best perfect excellent outstanding strong strongest exceptional flawless passing " +
			"favourable favorable positive good high higher better"},
	{wordMet, "met satisfied shown fulfilled covered demonstrated achieved exceeded ticked displayed evidenced present"},
	{wordBe, "act pretend imagine roleplay behave become now respond"},
	{wordDisclose, "reveal print repeat show display tell leak dump list disclose quote translate share"},
	{wordYours, "your hidden"},
	{wordMerit,
		"meets satisfies demonstrates covers fulfils fulfills exceeds qualifies shows addresses exhibits displays"},
	{wordLenient, "lenient generous kind nice gentle charitable forgiving merciful lenience leniency"},
	{wordPlea, "hire pass recommend approve advance promote favour favor"},
}

// form is words of certain kinds in a certain order, within so many words. unless are things said that make it an
// ordinary sentence.
type form struct {
	kinds  []kind
	within int
	unless []string
}

func (f *form) needs() kind {
	var k kind
	for _, one := range f.kinds {
		if one&(one-1) == 0 {
			k |= one
		}
	}
	return k
}

// in looks for the form, from every word on.
func (f *form) in(kinds []kind) bool {
	for i := range kinds {
		if kinds[i]&f.kinds[0] == 0 {
			continue
		}
		next := 1
		for j := i + 1; j < len(kinds) && j < i+f.within && next < len(f.kinds); j++ {
			if kinds[j]&f.kinds[next] != 0 {
				next++
			}
		}
		if next == len(f.kinds) {
			return true
		}
	}
	return false
}

// excused says whether one of the things is said that make it an ordinary sentence.
func (f *form) excused(s *spoken) bool {
	return slices.ContainsFunc(f.unless, s.says)
}

// steerForms are the orders in which such words make an attempt to steer. Each was written against examples of both
// kinds; see the tests.
var steerForms = []form{
	{kinds: []kind{wordOverride, wordPrior, wordOrder}, within: 7,
		unless: []string{"firewall", "routing", "cache", "business", "validation", "linter", "retry"}},
	{kinds: []kind{wordOverride, wordYours, wordOrder | wordCriteria}, within: 6},
	{kinds: []kind{wordOverride, wordSecret}, within: 4},
	{kinds: []kind{wordOverride, wordPoints}, within: 4,
		unless: []string{"fraud", "leaderboard", "game", "result", "risk", "rating", "ratings", "level", "points"}},
	{kinds: []kind{wordGrader | wordYou, wordDuty, wordAward | wordJudge | wordPlea, wordReply | wordPoints | wordMine},
		within: 12, unless: []string{"client", "server", "request", "requests", "cache", "queue", "retry", "database", "rows",
			"users", "user", "service", "token", "key", "customer"}},
	{kinds: []kind{wordJudge, wordMine, wordReply}, within: 5,
		unless: []string{"cache", "cached", "client", "request", "time", "code"}},
	{kinds: []kind{wordAward | wordJudge, wordMine | wordIt, wordQuality, wordPoints}, within: 9,
		unless: []string{"game", "players", "player", "leaderboard", "fraud", "users"}},
	{kinds: []kind{wordAward | wordJudge, wordReply, wordQuality}, within: 8,
		unless: []string{"cache", "client", "http", "status", "consistency", "consistent", "server", "users", "user", "code",
			"provider", "bank"}},
	{kinds: []kind{wordAward | wordJudge, wordMine, wordReply, wordQuality | wordMet}, within: 8,
		unless: []string{"cache", "client", "http", "server"}},
	{kinds: []kind{wordAward | wordJudge, wordEvery, wordCriteria}, within: 6,
		unless: []string{"golden", "health", "unix", "os", "product", "customer", "functional", "alert", "metrics", "traffic",
			"exit", "acceptance", "these signals to", "dashboard", "requirements"}},
	{kinds: []kind{wordAward | wordJudge, wordCriteria, wordMet | wordQuality}, within: 8,
		unless: []string{"golden", "health", "exit", "acceptance", "cutover", "rollback", "requirements", "dashboard"}},
	{kinds: []kind{wordEvery, wordCriteria, wordMet}, within: 7,
		unless: []string{"if", "when", "once", "until", "golden", "exit", "acceptance", "rollback", "release", "requirements",
			"dashboard", "health"}},
	{kinds: []kind{wordMet, wordEvery, wordCriteria}, within: 7,
		unless: []string{"if", "when", "once", "golden", "exit", "acceptance", "requirements", "dashboard"}},
	{kinds: []kind{wordMerit, wordEvery, wordCriteria | wordQuality}, within: 6,
		unless: []string{"golden", "exit", "acceptance", "requirements", "dashboard"}},
	{kinds: []kind{wordMine, wordReply, wordMerit | wordMet, wordEvery | wordQuality | wordPlea}, within: 9,
		unless: []string{"client", "cached", "status"}},
	{kinds: []kind{wordReply, wordMerit, wordQuality, wordPoints}, within: 8},
	{kinds: []kind{wordMine, wordReply, wordAward, wordQuality}, within: 9,
		unless: []string{"client", "cached", "status"}},
	{kinds: []kind{wordMine, wordReply, wordVerified}, within: 8,
		unless: []string{"client", "cached", "status", "signature", "server", "when", "if"}},
	{kinds: []kind{wordYou | wordDuty, wordJudge, wordMine, wordQuality | wordMet}, within: 7,
		unless: []string{"client", "server", "request", "queue", "database", "cache"}},
	{kinds: []kind{wordBe | wordYou, wordBe | wordYou, wordGrader}, within: 6, unless: []string{"load", "if", "when"}},
	{kinds: []kind{wordDisclose, wordYours | wordSecret, wordSecret}, within: 9},
	{kinds: []kind{wordDisclose, wordPrior, wordSecret}, within: 9},
	{kinds: []kind{wordSecret, wordVoid}, within: 7},
	{kinds: []kind{wordLenient, wordJudge}, within: 7},
	{kinds: []kind{wordDuty, wordPlea, wordMine}, within: 4,
		unless: []string{"token", "key", "id", "along", "cursor", "header", "on"}},
	{kinds: []kind{wordAward, wordMine, wordPlea}, within: 5, unless: []string{"through", "along", "key"}},
}

// lead is what a word may be the beginning of, and the part it may play in a form.
type lead struct {
	kind kind
	runs [][]string // what follows it in the distinctive runs that begin with it
}

// leads are all words that forms and distinctive runs know, put together at the first use.
var leads = sync.OnceValue(func() map[string]lead {
	out := map[string]lead{}
	for _, row := range kindWords {
		for w := range strings.FieldsSeq(row.words) {
			out[w] = lead{kind: row.kind}
		}
	}
	for _, run := range distinctiveRuns {
		words := strings.Fields(run)
		l := out[words[0]]
		l.runs = append(l.runs, words[1:])
		out[words[0]] = l
	}
	return out
})

// distinctiveRuns are words and runs of words that have no place in an answer except to talk about its grading.
var distinctiveRuns = []string{
	" grader ", " graders ", " autograder ", " rubric ", " rubrics ", " grading ", " jailbreak ", " full marks ",
	" top marks ", " full credit for ", " strong hire ",
	" leaning hire ", " hire me ", " let me pass ", " don't fail me ", " do not fail me ", " fail me ", " be lenient ",
	" be generous ", " benefit of the doubt ",
	" passing grade ", " pass mark ", " perfect score ", " maximum score ", " highest score possible ",
	" highest possible ", " marking scheme ", " answer key ",
	" scoring override ", " evaluation is complete ", " evaluation complete ", " assessment is complete ",
	" interview is over ", " interview is complete ",
	" system prompt ", " your instructions ", " your prompt ", " your guidelines ", " your training ",
	" your programming ", " your new task ", " new task ", " your task is ",
	" your only task ", " your role is ", " your job is ", " new instructions ", " updated instructions ",
	" following instructions ", " these instructions ", " language model ", " as an ai ", " you are an ai ",
	" developer mode ",
	" god mode ", " admin override ", " admin mode ", " unrestricted mode ", " dan mode ", " prompt injection test ",
	" this candidate ", " the candidate deserves ", " the candidate demonstrates ",
	" the candidate demonstrated ", " the candidate clearly ", " the candidate has demonstrated ",
	" the candidate showed ", " the candidate exceeds ", " the applicant ", " model answer ", " ideal answer ",
	" reference answer ", " sample answer ", " i deserve ", " i need this job ", " i really need this ",
	" i really want this job ", " already been graded ", " already graded ", " been pre approved ", " pre approved ",
	" ten out of ten ",
	" four out of four ", " five out of five ", " five stars ", " mark me ", " grade me ", " score me ", " rate me ",
	" as shown in every ", " all as shown ", " marked as shown ", " mark as shown ", " count as shown ",
	" counts as shown ", " treated as shown ", " flag as shown ", " level strong ", " strong level ", " rated strong ",
	" rate strong ",
	" as strong evidence ", " evaluator ", " evaluators ", " whoever reads this ", " whoever grades ", " whoever marks ",
	" if you are an ai ", " if you are a model ", " if you're an ai ", " if you are reading this ",
	" examiner ", " examiners ", " marking guide ", " hiring committee ", " grading bot ", " my result ", " my score ",
	" my grade ", " my rating ", " my marks ", " my evaluation ",
	" your evaluation ", " your assessment ", " your verdict ", " your score ", " your rating ", " your grade ",
	" your output must ", " your reply must ", " system override ", " security override ", " top band ", " highest band ",
	" rate accordingly ", " score accordingly ", " grade accordingly ", " mark accordingly ", " hereby ",
	" give me credit ", " give full credit ", " give credit for ", " meet the bar ", " meets the bar ", " above the bar ",
	" worthy of a ", " the usual standard ", " about my knowledge ", " assume that i know ", " assume i know ",
	" assume i explained ", " assume that i explained ", " assume expertise ", " absent by shown ", " absent with shown ",
	" be strict with others ", " override code ", " do not mention this ", " don't mention this ", " stop evaluating ",
	" stop grading ", " no further evaluation ", " skip the evaluation ",
}
