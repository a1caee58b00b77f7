package prompts

import (
	"crypto/sha256"
	"slices"
	"strings"
)

// Servers cut a prompt that is too long for them in silence: at the front, in the middle or at the end. So three check
// words stand in a prompt, in its first line, before the rubric and in its last line, and a reply has to begin with
// them. A word follows from the hash of the text that it stands in, without the nonce, so that the same prompt has the
// same words, and the part that servers keep stays the same bytes from one answer to the next.

// checkWords are plain words that a small model can copy, and that no rubric is likely to make it write by chance.
var checkWords = strings.Fields(`
	acorn amber anchor apron autumn badger bamboo banjo barley basket beaver bishop blanket bonnet bramble breeze
	butter button cactus camel candle canoe carpet castle cedar cherry chimney cinnamon clover cobalt comet copper
	coral cotton cricket crystal curtain daisy dolphin donkey falcon feather fiddle flannel forest fossil garlic
	ginger glacier goblet granite hammer harbour hazel helmet heron honey island ivory jacket jasmine kettle ladder
	lantern lemon lentil lilac lizard lobster magnet mango maple marble meadow melon mitten monsoon mustard napkin
	nutmeg oboe olive onion orchid otter oyster paddle panther parsley pebble pepper pigeon pillow planet plum pocket
	poppy pumpkin puzzle quartz rabbit raven ribbon river rocket saddle saffron salmon sandal sapphire scarf shadow
	silver sparrow spinach squirrel sugar summit teapot thistle thunder timber tulip tunnel turtle velvet violin walnut`)

// words draws check words by the hash of a text, each once and none of those given.
func words(n int, text string, but ...string) []string {
	var out []string
	sum := sha256.Sum256([]byte(text))
	for i := 0; len(out) < n; i++ {
		if i == len(sum) {
			sum, i = sha256.Sum256(sum[:]), 0
		}
		w := checkWords[int(sum[i])%len(checkWords)]
		if !slices.Contains(out, w) && !slices.Contains(but, w) {
			out = append(out, w)
		}
	}
	return out
}
