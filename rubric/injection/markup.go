package injection

import "strings"

// marked finds pieces of a prompt or of a reply: tags of chat templates, headings of roles, fields of our own reply,
// ends of an answer that goes on. The text is in lower case. Every pattern is asked only where something stands without
// which it finds nothing, because nearly every sentence has no such thing.
func marked(plain string) bool {
	if strings.ContainsAny(plain, "<>[]{}#:=_\"") && looksMachineMade(plain) && machineText().MatchString(plain) {
		return true
	}
	if bounds(plain) && containsAny(plain, "answer", "transcript", "candidate", "submission", "rubric", "system", "new",
		"special", "hidden", "grading") && boundary().MatchString(plain) {
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

// looksMachineMade says whether a text has what machineText needs at least: a field, a bracket of a tag, a heading, a
// name of ours, or a word of a verdict right after an opening sign.
func looksMachineMade(plain string) bool {
	for i := range len(plain) {
		switch plain[i] {
		case ':', '=':
			if fieldNames[fieldBefore(plain[:i])] ||
				hasAnyPrefix(strings.TrimLeft(plain[i+1:], patternSpace+`"'*`), metWords...) {
				return true
			}
		case '<', '[':
			if rest := strings.TrimLeft(plain[i+1:], patternSpace+"|/"); hasAnyPrefix(rest, tagNames...) ||
				strings.HasPrefix(rest, "<") {
				return true
			}
		case '#':
			if strings.TrimLeft(plain[:i], patternSpace) == "" {
				return true
			}
		case '>':
			if strings.HasPrefix(plain[i:], ">>>") {
				return true
			}
		case '_':
			if strings.HasPrefix(plain[i:], "_hire") || strings.HasPrefix(plain[i:], "_no_hire") ||
				strings.HasPrefix(plain[i:],
					"_shown") {
				return true
			}
		case '"', '\'', '{', '(':
			if rest := strings.TrimLeft(plain[i+1:], patternSpace); rest != "" &&
				hasAnyPrefix(rest, "shown", "strong", "pass",
					"full") {
				return true
			}
		}
	}
	return false
}

// tagNames are what the tags of machineText begin with.
var tagNames = []string{
	"im_start", "im_end", "system", "assistant", "user", "endoftext", "eot_id", "start_header_id", "end_header_id",
	"human", "developer",
	"answer", "transcript", "instruction", "prompt", "rubric", "grader", "grading", "candidate", "evaluation", "admin",
	"override", "inst", "sys",
}

// metWords are the verdicts that machineText wants after a colon or an equals sign, whatever stands before it.
var metWords = []string{"met", "satisfied", "fulfilled", "demonstrated", "shown", "strong", "pass", "yes", "ok"}

// patternSpace is what \s stands for in a pattern.
const patternSpace = " \t\n\f\r"

// fieldNames are the words that machineText wants before a colon or an equals sign.
var fieldNames = map[string]bool{
	"verdict": true, "marks": true, "evidence": true, "output": true, "result": true, "conclusion": true, "response": true,
	"judgement": true, "judgment": true, "decision": true,
	"level": true, "recommendation": true, "rating": true, "grade": true, "overall": true, "score": true, "outcome": true,
	"assessment": true,
}

// fieldBefore is the word at the end of a text, in quotes or not, with spaces after it or none.
func fieldBefore(text string) string {
	text = strings.TrimRight(text, patternSpace)
	if n := len(text); n > 0 && (text[n-1] == '"' || text[n-1] == '\'') {
		text = text[:n-1]
	}
	from := len(text)
	for from > 0 && text[from-1] >= 'a' && text[from-1] <= 'z' {
		from--
	}
	return text[from:]
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// bounds says whether one of the words with which boundary begins stands in a text, as a word of its own with something
// after it.
func bounds(plain string) bool {
	for _, w := range [...]string{"end", "begin", "start"} {
		for from := 0; ; {
			i := strings.Index(plain[from:], w)
			if i < 0 {
				break
			}
			from += i + len(w)
			if before := from - len(w) - 1; (before < 0 || !patternWord(plain[before])) && from < len(plain) &&
				strings.IndexByte(patternSpace, plain[from]) >= 0 {
				return true
			}
		}
	}
	return false
}

// patternWord says whether \b takes a byte for one of a word.
func patternWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// speaksAs says whether a line begins with a word that roleHeading could begin with; it spares nearly every sentence
// the pattern.
func speaksAs(plain string) bool {
	word := strings.TrimLeft(plain, patternSpace+"[(\"'*_-")
	if i := strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }); i >= 0 {
		word = word[:i]
	}
	switch strings.TrimSuffix(word, "s") {
	case "grader",
		"evaluator",
		"assessor",
		"examiner",
		"grading",
		"ai",
		"llm",
		"reviewer",
		"judge",
		"dear",
		"hey",
		"hi",
		"hello",
		"attention",
		"note",
		"message",
		"memo",
		"instruction",
		"reminder",
		"fyi",
		"psa":
		return true
	}
	return false
}

// boundary is where a made-up prompt says that the answer is over.
var boundary = pattern(
	`\b(?:begin|end|start)\s+(?:of\s+)?(?:the\s+|my\s+|this\s+)?(?:answer|transcript|candidate|submission|rubric|(?:system|new|special|hidden|grading)\s+\w+)\s*(?:$|[^\w\s])`,
)

var machineText = pattern(strings.Join([]string{
	`["']?\b(?:marks|evidence)\b["']?\s*[:=]\s*["'\[{]?\s*(?:shown|partial|absent|\[|\{|"|')`,
	`\bverdict["']?\s*[:=]\s*["']?(?:shown|partial|absent|strong|pass|full|met|positive|excellent|perfect)`,
	`[:=]\s*["'*]*(?:met|satisfied|fulfilled|demonstrated|shown)\b["'*]*\s*(?:$|[.;,!(])`,
	`\b(?:competency|signal|criterion|requirement)\b[^:]{0,40}:\s*["'*]*(?:strong|pass|passed|yes|ok)\b`,
	`^\s*(?:output|result|conclusion|response|judgement|judgment|decision)\s*[:=]\s*["']?(?:strong|shown|pass|hire|excellent|positive|perfect|full)\b`,
	`\b(?:strong|leaning)_(?:no_)?hire\b|\bnot_shown\b`,
	`<\|?/?\s*(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id|end_header_id|human|developer)\b`,
	`</?\s*(?:answer|transcript|instructions?|prompt|rubric|grader|grading|candidate|evaluation|admin|override)\b`,
	`\[\s*/?\s*(?:inst|sys|system|assistant)\s*\]|<<\s*/?\s*sys\s*>>|<{3,}|>{3,}`,
	`^\s*#{1,6}\s*(?:system|instructions?|assistant|human|grader|response|evaluation|grading|new (?:task|instructions?)|rubric|verdict|result)\b[^:]{0,20}:|^\s*#{1,6}\s*new (?:task|instructions?)\b`,
	`^\s*#{1,6}\s*(?:instructions?|assistant|grader|grading|rubric|verdict)\s*$`,
	`\b(?:level|recommendation|rating|grade|overall|final score|total score|outcome|assessment)["']?\s*[:=]\s*["']?(?:strong|shown|pass|hire|full|max|perfect|excellent|a\b|10\b|100\b|[345](?:\.0)?\s*/|4(?:\.0)?\b)`,
	`\bscore\s*[:=]\s*["']?(?:full|max|perfect|excellent|strong|100\b|10\b|[45](?:\.0)?(?:\s*/|\b))`,
	`\b(?:print|return|respond|echo|console\.log)\b.{0,20}["'{(]\s*(?:shown|strong|pass|full)`,
}, "|"))

// roleHeading is a line that speaks as another role and goes on about the grading; a heading alone ("System: three
// services") is how people write.
var roleHeading = pattern(
	`^\s*[\[("'*_-]*\s*(?:(?:grader|evaluator|assessor|examiner|grading (?:model|system|assistant)|ai|llm|reviewer|judge)s?` +
		`\s*[\])"'*_]*\s*[:,;!—–-]|(?:dear|hey|hi|hello|attention|note (?:to|for)|message (?:to|for)|memo to|instructions? (?:to|for)|reminder (?:to|for)|fyi|psa)[,:]?\s+` +
		`(?:the\s+|any\s+|whoever\s+|my\s+|our\s+|all\s+)?(?:ai|llm|graders?|evaluators?|assessors?|examiners?|reviewers?|judges?|grading|model|assistant|system|chatbot|gpt|chatgpt|claude|gemini|language model|person grading|one grading|automated)\b)`,
)
