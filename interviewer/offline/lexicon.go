package offline

// Lexicon is what is known about words, beyond any one role: which phrases mean the same, and which forms give a clause away. The built-in
// one is data/lexicon.yaml. Phrases are plain lower-case words; graders stem them.
type Lexicon struct {
	// Entries maps a meaning to the phrases that carry it.
	Entries map[string][]string `json:"entries" yaml:"entries"`
	// Cues maps a form, such as cause or decision, to the phrases that show it.
	Cues         map[string][]string `json:"cues" yaml:"cues"`
	Negators     []string            `json:"negators" yaml:"negators"`
	Stopwords    []string            `json:"stopwords" yaml:"stopwords"`
	Verbs        []string            `json:"verbs" yaml:"verbs"`
	Jargon       []string            `json:"jargon" yaml:"jargon"`
	Technologies []string            `json:"technologies" yaml:"technologies"`
	Units        []string            `json:"units" yaml:"units"`
}
