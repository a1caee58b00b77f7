package text

import "testing"

func TestUnwrapJoinsLinesInMidSentenceOnly(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{
			"a line that goes on",
			"We insert the key before we call the\nprovider, so only one wins.",
			"We insert the key before we call the provider, so only one wins.",
		},
		{
			"after a comma",
			"We insert the key under a constraint,\nand then we call it.",
			"We insert the key under a constraint, and then we call it.",
		},
		{
			"a list",
			"Steps of the design are these\n- insert the key\n- call",
			"Steps of the design are these\n- insert the key\n- call",
		},
		{"short lines", "write row\ncall psp\nupdate row", "write row\ncall psp\nupdate row"},
		{
			"a new sentence",
			"We insert the key before we call it\nThen we wait.",
			"We insert the key before we call it\nThen we wait.",
		},
		{
			"after a stop",
			"We insert the key before we call it.\nthen we wait.",
			"We insert the key before we call it.\nthen we wait.",
		},
		{
			"an empty line",
			"We insert the key before we call it\n\nthen we wait",
			"We insert the key before we call it\n\nthen we wait",
		},
	} {
		if got := Unwrap(tt.in); got != tt.want {
			t.Errorf("%s: Unwrap = %q, want %q", tt.name, got, tt.want)
		}
	}
}
