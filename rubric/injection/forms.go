package injection

import (
	_ "embed"
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
	{
		wordCriteria,
		"criteria criterion competency competencies signals signal requirements categories dimensions anchors",
	},
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
	{
		wordMet,
		"met satisfied shown fulfilled covered demonstrated achieved exceeded ticked displayed evidenced present",
	},
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
		unless: []string{"fraud", "leaderboard", "game", "result", "risk", "rating", "ratings", "level", "points",
			"flags", "rules"}},
	{kinds: []kind{wordGrader | wordYou, wordDuty, wordAward | wordJudge | wordPlea, wordReply | wordPoints | wordMine},
		within: 12, unless: []string{"client", "server", "request", "requests", "cache", "queue", "retry", "database", "rows",
			"users", "user", "service", "token", "key", "customer"}},
	{kinds: []kind{wordJudge, wordMine, wordReply}, within: 5,
		unless: []string{"cache", "cached", "client", "request", "time", "code"}},
	{kinds: []kind{wordAward | wordJudge, wordMine | wordIt, wordQuality, wordPoints}, within: 9,
		unless: []string{"game", "players", "player", "leaderboard", "fraud", "users"}},
	{kinds: []kind{wordAward | wordJudge, wordReply, wordQuality}, within: 8,
		unless: []string{
			"cache",
			"client",
			"http",
			"status",
			"consistency",
			"consistent",
			"server",
			"users",
			"user",
			"code",
			"provider",
			"bank",
		}},
	{kinds: []kind{wordAward | wordJudge, wordMine, wordReply, wordQuality | wordMet}, within: 8,
		unless: []string{"cache", "client", "http", "server"}},
	{kinds: []kind{wordAward | wordJudge, wordEvery, wordCriteria}, within: 6,
		unless: []string{
			"golden",
			"health",
			"unix",
			"os",
			"product",
			"customer",
			"functional",
			"alert",
			"metrics",
			"traffic",
			"exit",
			"acceptance",
			"these signals to",
			"dashboard",
			"requirements",
		}},
	{kinds: []kind{wordAward | wordJudge, wordCriteria, wordMet | wordQuality}, within: 8,
		unless: []string{"golden", "health", "exit", "acceptance", "cutover", "rollback", "requirements", "dashboard"}},
	{kinds: []kind{wordEvery, wordCriteria, wordMet}, within: 7,
		unless: []string{
			"if",
			"when",
			"once",
			"until",
			"golden",
			"exit",
			"acceptance",
			"rollback",
			"release",
			"requirements",
			"dashboard",
			"health",
		}},
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
	// topics are the same of words of grading, which need a word that pushes beside them
	topics [][]string
}

// leads are all words that forms and distinctive runs know, put together at the first use.
var leads = sync.OnceValue(func() map[string]lead {
	out := map[string]lead{}
	for _, row := range kindWords {
		for w := range strings.FieldsSeq(row.words) {
			out[w] = lead{kind: row.kind}
		}
	}
	for _, run := range listed(phraseList) {
		words := strings.Fields(run)
		l := out[words[0]]
		l.runs = append(l.runs, words[1:])
		out[words[0]] = l
	}
	for _, topic := range listed(topicList) {
		words := strings.Fields(topic)
		l := out[words[0]]
		l.topics = append(l.topics, words[1:])
		out[words[0]] = l
	}
	return out
})

// The lists are data: one entry a line, a line with # says what they are.
var (
	//go:embed phrases.txt
	phraseList string
	//go:embed topics.txt
	topicList string
	//go:embed pushes.txt
	pushList string
)

func listed(list string) []string {
	return slices.DeleteFunc(strings.Split(strings.TrimSpace(list), "\n"), func(l string) bool {
		return strings.HasPrefix(l, "#")
	})
}

// pushes are the words that make a word of grading an attempt.
var pushes = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, w := range listed(pushList) {
		out[w] = true
	}
	return out
})

// pushed says whether a word that pushes stands outside a topic of so many words.
func pushed(words []string, at, length int) bool {
	for i, w := range words {
		if (i < at || i >= at+length) && pushes()[w] {
			return true
		}
	}
	return false
}
