package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says for every package which of ours it may import. A new package has to be added here on purpose.
var mayImport = map[string][]string{
	"rubric":           {},
	"rubric/text":      {},
	"rubric/evidence":  {"rubric", "rubric/text"},
	"rubric/agreement": {"rubric", "rubric/text"},
	"rubric/injection": {"rubric", "rubric/text"},
	"rubric/estimate":  {"rubric", "rubric/text"},
	"interviewer":      {"rubric", "rubric/text", "rubric/evidence", "rubric/estimate"},
	"data":             {"interviewer", "interviewer/report", "rubric"},
	"prompts":          {"interviewer", "rubric", "rubric/text"},
	"interviewer/llm": {
		"interviewer",
		"rubric",
		"rubric/text",
		"rubric/evidence",
		"rubric/injection",
		"prompts",
	},
	"interviewer/offline":         {"interviewer", "rubric", "rubric/text", "interviewer/offline/encoder"},
	"interviewer/offline/encoder": {},
	"interviewer/sqlite":          {"interviewer", "rubric"},
	"interviewer/terminal":        {"interviewer", "rubric", "rubric/text"},
	"interviewer/report":          {"rubric"},
	"interviewer/scorecard":       {"interviewer", "interviewer/report", "rubric"},
	"interviewer/practice":        {"interviewer", "interviewer/report", "rubric"},
	"interviewer/agent":           {"interviewer", "rubric"},
	"interviewer/voice":           {"interviewer", "rubric/text"},
	"interviewer/calibration": {
		"interviewer",
		"interviewer/report",
		"rubric",
		"rubric/text",
		"rubric/evidence",
		"rubric/agreement",
	},
}

// Nouns, then adapters, then wiring: adapters never know one another, so that each can be read, tested and replaced
// alone.
func TestPackagesImportOnlyWhatTheirLayerAllows(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,Module", "../../...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath string
			Imports    []string
			Module     *struct{ Main bool }
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name, ours := strings.CutPrefix(p.ImportPath, "mockinterview/")
		if !ours || p.Module == nil || !p.Module.Main || strings.HasPrefix(name, "cmd/") ||
			strings.HasSuffix(name, "test") {
			continue
		}
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("%s is a package that the layering does not know: say in this test what it may import", name)
			continue
		}
		seen++
		for _, imp := range p.Imports {
			if dep, ours := strings.CutPrefix(imp, "mockinterview/"); ours && !slices.Contains(allowed, dep) {
				t.Errorf("%s imports %s: it may import only %v. "+
					"Move what they share into a noun of package interviewer, or wire them in cmd", name, dep, allowed)
			}
		}
	}
	if seen < 5 {
		t.Fatalf("go list showed %d of our packages; the test looks in the wrong place", seen)
	}
}
