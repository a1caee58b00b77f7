package rubric

import (
	"strings"
	"sync"
)

// marked finds pieces of a prompt or of a reply: tags of chat templates, headings of roles, fields of our own reply, ends of an answer that goes on. The text
// is in lower case.
func marked(plain string) bool {
	if strings.ContainsAny(plain, "<>[]{}#:=_\"") && machineText().MatchString(plain) {
		return true
	}
	if containsAny(plain, "end", "begin", "start") && containsAny(plain, "answer", "transcript", "candidate", "submission", "rubric", "system", "new", "special", "hidden", "grading") &&
		boundary().MatchString(plain) {
		return true
	}
	return speaksAs(plain) && roleHeading().MatchString(plain)
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// speaksAs says whether a line begins with a word that roleHeading could begin with; it spares nearly every sentence the pattern.
func speaksAs(plain string) bool {
	word := strings.TrimLeft(plain, " \t\r\n[(\"'*_-")
	if i := strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }); i >= 0 {
		word = word[:i]
	}
	switch strings.TrimSuffix(word, "s") {
	case "grader", "evaluator", "assessor", "examiner", "grading", "ai", "llm", "reviewer", "judge", "dear", "hey", "hi", "hello", "attention", "note", "message", "memo",
		"instruction", "reminder", "fyi", "psa":
		return true
	}
	return false
}

// boundary is where a made-up prompt says that the answer is over.
var boundary = pattern(`\b(?:begin|end|start)\s+(?:of\s+)?(?:the\s+|my\s+|this\s+)?(?:answer|transcript|candidate|submission|rubric|(?:system|new|special|hidden|grading)\s+\w+)\b`)

var machineText = pattern(strings.Join([]string{
	`["']?\b(?:verdict|marks|evidence)\b["']?\s*[:=]\s*["'\[{]?\s*(?:shown|partial|absent|\[|\{|"|')`,
	`\bverdict\s*[:=]`,
	`^\s*(?:output|result|conclusion|response|judgement|judgment|decision)\s*[:=]\s*["']?(?:strong|shown|pass|hire|excellent|positive|perfect|full)\b`,
	`\b(?:strong|leaning)_(?:no_)?hire\b|\bnot_shown\b`,
	`<\|?/?\s*(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id|end_header_id|human|developer)\b`,
	`</?\s*(?:answer|transcript|instructions?|prompt|rubric|grader|grading|candidate|evaluation|admin|override)\b`,
	`\[\s*/?\s*(?:inst|sys|system|assistant)\s*\]|<<\s*/?\s*sys\s*>>|<{3,}|>{3,}`,
	`^\s*#{1,6}\s*(?:system|instructions?|assistant|human|grader|response|evaluation|grading|new (?:task|instructions?)|rubric|verdict|result)\b`,
	`\b(?:level|recommendation|rating|grade|overall|final score|total score|outcome|assessment)\s*[:=]\s*["']?(?:strong|shown|pass|hire|full|max|perfect|excellent|a\b|10\b|100\b|[345](?:\.0)?\s*/|4(?:\.0)?\b)`,
	`\bscore\s*[:=]\s*["']?(?:full|max|perfect|excellent|strong|100\b|10\b|[45](?:\.0)?(?:\s*/|\b))`,
	`\b(?:print|return|respond|echo|console\.log)\b.{0,20}["'{(]\s*(?:shown|strong|pass|full)`,
}, "|"))

// roleHeading is a line that speaks as another role and goes on about the grading; a heading alone ("System: three services") is how people write.
var roleHeading = pattern(`^\s*[\[("'*_-]*\s*(?:(?:grader|evaluator|assessor|examiner|grading (?:model|system|assistant)|ai|llm|reviewer|judge)s?` +
	`\s*[\])"'*_]*\s*[:,;!—–-]|(?:dear|hey|hi|hello|attention|note (?:to|for)|message (?:to|for)|memo to|instructions? (?:to|for)|reminder (?:to|for)|fyi|psa)[,:]?\s+` +
	`(?:the\s+|any\s+|whoever\s+|my\s+|our\s+|all\s+)?(?:ai|llm|graders?|evaluators?|assessors?|examiners?|reviewers?|judges?|grading|model|assistant|system|chatbot|gpt|chatgpt|claude|gemini|language model|person grading|one grading|automated)\b)`)

// steers finds the forms of steering in the words of a sentence. Joined is the words with a space around each.
func steers(words []string, joined string) bool {
	if distinctive(words, joined) {
		return true
	}
	var have kind
	kinds := make([]kind, len(words))
	for i, w := range words {
		kinds[i] = kindOf(w)
		have |= kinds[i]
	}
	for _, f := range steerForms {
		if f.needs()&^have == 0 && f.in(words, kinds) && !f.excused(words, joined) {
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

func kindOf(w string) kind {
	switch w {
	case "ignore", "disregard", "forget", "override", "bypass", "overrule", "supersede", "supersedes", "overrides", "neglect", "discard", "drop", "skip", "ignoring", "disregarding":
		return wordOverride
	case "previous", "prior", "above", "earlier", "preceding", "former", "initial", "original", "existing", "foregoing", "other":
		return wordPrior
	case "all", "every", "each", "everything", "both", "any":
		return wordPrior | wordEvery
	case "instructions", "instruction", "directives", "directive", "guidelines", "guideline", "directions", "commands", "orders", "guidance", "programming":
		return wordOrder | wordSecret
	case "prompt", "prompts", "rubric", "rubrics":
		return wordOrder | wordSecret | wordCriteria
	case "rules", "constraints", "restrictions", "policies":
		return wordOrder
	case "criteria", "criterion", "competency", "competencies", "signals", "signal", "requirements", "categories", "dimensions", "anchors":
		return wordCriteria
	case "grader", "graders", "evaluator", "evaluators", "assessor", "examiner", "judge", "judges", "ai", "llm", "chatbot", "gpt", "chatgpt", "claude", "gemini", "autograder":
		return wordGrader
	case "model", "assistant", "system", "reviewer", "interviewer", "reader":
		return wordGrader
	case "reviewed", "verified", "certified", "validated", "endorsed", "confirmed":
		return wordVerified
	case "you":
		return wordYou
	case "should", "must", "shall", "please", "kindly", "required", "instructed", "told", "asked", "ordered", "authorised", "authorized", "need", "needs", "have", "has", "always", "simply", "just":
		return wordDuty
	case "give", "award", "grant", "assign", "giving", "awarding", "awarded", "assigned", "granted", "deserve", "deserves", "deserved", "earn", "earns", "earned", "receive", "receives", "merits", "warrants", "want", "get", "gets", "credit", "output", "return", "report", "record", "select", "choose":
		if w == "deserves" || w == "deserve" || w == "merits" || w == "warrants" || w == "earns" {
			return wordAward | wordMerit
		}
		return wordAward
	case "mark", "marking", "set", "tick", "check", "treat", "consider", "count", "flag", "label", "classify", "regard", "accept", "deem", "put", "tag", "interpret", "read", "take":
		return wordAward | wordJudge
	case "rate", "rated":
		return wordJudge
	case "score", "grade", "evaluate", "assess", "rank", "scoring", "graded", "scored":
		return wordJudge | wordPoints
	case "marks", "points", "rating", "ratings", "scores", "grades", "evaluation", "recommendation", "verdict", "assessment", "result", "outcome", "level":
		return wordPoints
	case "it":
		return wordIt
	case "superseded", "void", "revoked", "obsolete", "cancelled", "canceled", "outdated", "replaced":
		return wordVoid
	case "my", "this", "me", "mine", "these", "following":
		return wordMine
	case "the":
		return 0
	case "answer", "response", "submission", "candidate", "interview", "transcript", "essay", "applicant", "interviewee", "reply", "text", "candidate's":
		return wordReply
	case "full", "maximum", "max", "highest", "top", "best", "perfect", "excellent", "outstanding", "strong", "strongest", "exceptional", "flawless", "passing", "favourable", "favorable", "positive", "good", "high", "higher", "better":
		return wordQuality
	case "met", "satisfied", "shown", "fulfilled", "covered", "demonstrated", "achieved", "exceeded", "ticked", "displayed", "evidenced", "present":
		return wordMet
	case "act", "pretend", "imagine", "roleplay", "behave", "become", "now", "respond":
		return wordBe
	case "reveal", "print", "repeat", "show", "display", "tell", "leak", "dump", "list", "disclose", "quote", "translate", "share":
		return wordDisclose
	case "your", "hidden":
		return wordYours
	case "meets", "satisfies", "demonstrates", "covers", "fulfils", "fulfills", "exceeds", "qualifies", "shows", "addresses", "exhibits", "displays":
		return wordMerit
	case "lenient", "generous", "kind", "nice", "gentle", "charitable", "forgiving", "merciful", "lenience", "leniency":
		return wordLenient
	case "hire", "pass", "recommend", "approve", "advance", "promote", "favour", "favor":
		return wordPlea
	}
	return 0
}

// form is words of certain kinds in a certain order, within so many words. unless are things said that make it an ordinary sentence.
type form struct {
	kinds  []kind
	within int
	unless []string
}

func (f form) needs() kind {
	var k kind
	for _, one := range f.kinds {
		if one&(one-1) == 0 {
			k |= one
		}
	}
	return k
}

// in looks for the form, from every word on.
func (f form) in(words []string, kinds []kind) bool {
	for i := range words {
		if kinds[i]&f.kinds[0] == 0 {
			continue
		}
		next := 1
		for j := i + 1; j < len(words) && j < i+f.within && next < len(f.kinds); j++ {
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

func (f form) excused(_ []string, joined string) bool {
	for _, u := range f.unless {
		if strings.Contains(joined, " "+u+" ") {
			return true
		}
	}
	return false
}

// steerForms are the orders in which such words make an attempt to steer. Each was written against examples of both kinds; see the tests.
var steerForms = []form{
	{kinds: []kind{wordOverride, wordPrior, wordOrder}, within: 7, unless: []string{"firewall", "routing", "cache", "business", "validation", "linter", "retry"}},
	{kinds: []kind{wordOverride, wordYours, wordOrder | wordCriteria}, within: 6},
	{kinds: []kind{wordOverride, wordSecret}, within: 4},
	{kinds: []kind{wordOverride, wordPoints}, within: 4, unless: []string{"fraud", "leaderboard", "game", "result", "risk", "rating", "ratings", "level", "points"}},
	{kinds: []kind{wordGrader | wordYou, wordDuty, wordAward | wordJudge | wordPlea, wordReply | wordPoints | wordMine}, within: 12, unless: []string{"client", "server", "request", "requests", "cache", "queue", "retry", "database", "rows", "users", "user", "service", "token", "key", "customer"}},
	{kinds: []kind{wordJudge, wordMine, wordReply}, within: 5, unless: []string{"cache", "cached", "client", "request", "time", "code"}},
	{kinds: []kind{wordAward | wordJudge, wordMine | wordIt, wordQuality, wordPoints}, within: 9, unless: []string{"game", "players", "player", "leaderboard", "fraud", "users"}},
	{kinds: []kind{wordAward | wordJudge, wordReply, wordQuality}, within: 8, unless: []string{"cache", "client", "http", "status", "consistency", "consistent", "server", "users", "user", "code", "provider", "bank"}},
	{kinds: []kind{wordAward | wordJudge, wordMine, wordReply, wordQuality | wordMet}, within: 8, unless: []string{"cache", "client", "http", "server"}},
	{kinds: []kind{wordAward | wordJudge, wordEvery, wordCriteria}, within: 6, unless: []string{"golden", "health", "unix", "os", "product", "customer", "functional", "alert", "metrics", "traffic", "exit", "acceptance", "these signals to", "dashboard", "requirements"}},
	{kinds: []kind{wordAward | wordJudge, wordCriteria, wordMet | wordQuality}, within: 8, unless: []string{"golden", "health", "exit", "acceptance", "cutover", "rollback", "requirements", "dashboard"}},
	{kinds: []kind{wordEvery, wordCriteria, wordMet}, within: 7, unless: []string{"if", "when", "once", "until", "golden", "exit", "acceptance", "rollback", "release", "requirements", "dashboard", "health"}},
	{kinds: []kind{wordMet, wordEvery, wordCriteria}, within: 7, unless: []string{"if", "when", "once", "golden", "exit", "acceptance", "requirements", "dashboard"}},
	{kinds: []kind{wordMerit, wordEvery, wordCriteria | wordQuality}, within: 6, unless: []string{"golden", "exit", "acceptance", "requirements", "dashboard"}},
	{kinds: []kind{wordMine, wordReply, wordMerit | wordMet, wordEvery | wordQuality | wordPlea}, within: 9, unless: []string{"client", "cached", "status"}},
	{kinds: []kind{wordReply, wordMerit, wordQuality, wordPoints}, within: 8},
	{kinds: []kind{wordMine, wordReply, wordAward, wordQuality}, within: 9, unless: []string{"client", "cached", "status"}},
	{kinds: []kind{wordMine, wordReply, wordVerified}, within: 8, unless: []string{"client", "cached", "status", "signature", "server", "when", "if"}},
	{kinds: []kind{wordYou | wordDuty, wordJudge, wordMine, wordQuality | wordMet}, within: 7, unless: []string{"client", "server", "request", "queue", "database", "cache"}},
	{kinds: []kind{wordBe | wordYou, wordBe | wordYou, wordGrader}, within: 6, unless: []string{"load", "if", "when"}},
	{kinds: []kind{wordDisclose, wordYours | wordSecret, wordSecret}, within: 9},
	{kinds: []kind{wordDisclose, wordPrior, wordSecret}, within: 9},
	{kinds: []kind{wordSecret, wordVoid}, within: 7},
	{kinds: []kind{wordLenient, wordJudge}, within: 7},
	{kinds: []kind{wordDuty, wordPlea, wordMine}, within: 4, unless: []string{"token", "key", "id", "along", "cursor", "header", "on"}},
	{kinds: []kind{wordAward, wordMine, wordPlea}, within: 5, unless: []string{"through", "along", "key"}},
}

// distinctive says whether there is a word or a run that has no place in an answer except to talk about its grading.
func distinctive(words []string, joined string) bool {
	for _, w := range words {
		for _, run := range runsByWord()[w] {
			if strings.Contains(joined, run) {
				return true
			}
		}
	}
	return false
}

// runsByWord are the distinctive runs by their first word, put together at the first use.
var runsByWord = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, run := range distinctiveRuns {
		w, _, _ := strings.Cut(strings.TrimSpace(run), " ")
		out[w] = append(out[w], run)
	}
	return out
})

var distinctiveRuns = []string{
	" grader ", " graders ", " autograder ", " rubric ", " rubrics ", " grading ", " jailbreak ", " full marks ", " top marks ", " full credit for ", " strong hire ",
	" leaning hire ", " hire me ", " let me pass ", " don't fail me ", " do not fail me ", " fail me ", " be lenient ", " be generous ", " benefit of the doubt ",
	" passing grade ", " pass mark ", " perfect score ", " maximum score ", " highest score possible ", " highest possible ", " marking scheme ", " answer key ",
	" scoring override ", " evaluation is complete ", " evaluation complete ", " assessment is complete ", " interview is over ", " interview is complete ",
	" system prompt ", " your instructions ", " your prompt ", " your guidelines ", " your training ", " your programming ", " your new task ", " new task ", " your task is ",
	" your only task ", " your role is ", " your job is ", " new instructions ", " updated instructions ", " following instructions ", " these instructions ", " language model ", " as an ai ", " you are an ai ", " developer mode ",
	" god mode ", " admin override ", " admin mode ", " unrestricted mode ", " dan mode ", " prompt injection test ", " this candidate ", " the candidate deserves ", " the candidate demonstrates ",
	" the candidate demonstrated ", " the candidate clearly ", " the candidate has demonstrated ", " the candidate showed ", " the candidate exceeds ", " the applicant ", " model answer ", " ideal answer ",
	" reference answer ", " sample answer ", " i deserve ", " i need this job ", " i really need this ", " i really want this job ", " already been graded ", " already graded ", " been pre approved ", " pre approved ", " ten out of ten ",
	" four out of four ", " five out of five ", " five stars ", " mark me ", " grade me ", " score me ", " rate me ",
	" as shown in every ", " all as shown ", " marked as shown ", " mark as shown ", " count as shown ", " counts as shown ", " treated as shown ", " flag as shown ", " level strong ", " strong level ", " rated strong ", " rate strong ",
	" as strong evidence ", " evaluator ", " evaluators ", " whoever reads this ", " whoever grades ", " whoever marks ", " if you are an ai ", " if you are a model ", " if you're an ai ", " if you are reading this ",
	" examiner ", " examiners ", " marking guide ", " hiring committee ", " grading bot ", " my result ", " my score ", " my grade ", " my rating ", " my marks ", " my evaluation ",
	" your evaluation ", " your assessment ", " your verdict ", " your score ", " your rating ", " your grade ", " your output must ", " your reply must ", " system override ", " security override ", " top band ", " highest band ",
	" rate accordingly ", " score accordingly ", " grade accordingly ", " mark accordingly ", " hereby ", " give me credit ", " give full credit ", " give credit for ", " meet the bar ", " meets the bar ", " above the bar ",
	" worthy of a ", " the usual standard ", " about my knowledge ", " assume that i know ", " assume i know ", " assume i explained ", " assume that i explained ", " assume expertise ", " absent by shown ", " absent with shown ",
	" be strict with others ", " override code ", " do not mention this ", " don't mention this ", " stop evaluating ", " stop grading ", " no further evaluation ", " skip the evaluation ",
}

// steersForeign finds the commonest attempts in other languages: all parts of a row stand in the text.
func steersForeign(plain string) bool {
	for _, row := range foreignRows {
		all := true
		for _, part := range row {
			if !strings.Contains(plain, part) {
				all = false
				break
			}
		}
		if all {
			return true
		}
	}
	return false
}

var foreignRows = [][]string{
	{"ignorier", "anweisung"}, {"vergiss", "anweisung"}, {"missachte", "anweisung"}, {"volle punktzahl"}, {"beste note"}, {"bestnote"}, {"bewerte", "antwort"}, {"höchste punktzahl"},
	{"ignore", "les instructions"}, {"ignorez", "instructions"}, {"oublie", "instructions"}, {"consignes précédentes"}, {"note maximale"}, {"meilleure note"}, {"évalue", "cette réponse"},
	{"ignora", "instrucciones"}, {"olvida", "instrucciones"}, {"puntuación máxima"}, {"máxima puntuación"}, {"calificación máxima"}, {"máxima calificación"}, {"mejor nota"}, {"califica", "respuesta"},
	{"ignore", "instruções"}, {"esqueça", "instruções"}, {"nota máxima"}, {"pontuação máxima"}, {"ignora", "istruzioni"}, {"dimentica", "istruzioni"}, {"punteggio massimo"}, {"voto massimo"},
	{"negeer", "instructies"}, {"vergeet", "instructies"}, {"maximale score"}, {"hoogste cijfer"}, {"zignoruj", "instrukcj"}, {"maksymaln", "ocen"}, {"najwyższ", "ocen"}, {"pominąć", "instrukcj"},
	{"игнориру", "инструкц"}, {"проигнорируй", "инструкц"}, {"забудь", "инструкц"}, {"максимальн", "балл"}, {"высш", "балл"}, {"высш", "оценк"}, {"максимальн", "оценк"},
	{"忽略", "指令"}, {"忽略", "指示"}, {"忽略", "说明"}, {"忽略", "提示"}, {"无视", "指令"}, {"满分"}, {"最高分"}, {"评分"}, {"評分"}, {"無視", "指示"}, {"無視", "命令"}, {"満点"}, {"採点"}, {"最高評価"},
	{"무시", "지시"}, {"무시", "명령"}, {"만점"}, {"최고 점수"}, {"önceki", "talimat"}, {"tam puan"}, {"en yüksek puan"}, {"تجاهل", "تعليمات"}, {"الدرجة الكاملة"}, {"निर्देश", "अनदेखा"}, {"पूरे अंक"},
	{"bỏ qua", "hướng dẫn"}, {"điểm tối đa"}, {"abaikan", "instruksi"}, {"nilai tertinggi"}, {"ігнору", "інструкц"}, {"ignorera", "instruktioner"}, {"högsta betyg"},
}
