package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// world is an environment with a home, and in it a configuration file.
func world(t *testing.T, file string, variables map[string]string) func(string) string {
	t.Helper()
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "mockinterview")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(name string) string {
		if name == "HOME" {
			return home
		}
		return variables[name]
	}
}

func TestAFlagGoesBeforeAVariableBeforeTheFileBeforeTheDefault(t *testing.T) {
	const file = "model: of-file\nbase_url: http://file/v1\nlevel: junior\nfollowups: 0\n"
	variables := map[string]string{"MOCKINTERVIEW_MODEL": "of-variable", "OPENAI_BASE_URL": "http://variable/v1"}
	for _, c := range []struct {
		name      string
		file      string
		variables map[string]string
		flags     flagSettings
		model     string
		host      string
		level     rubric.Seniority
		followUps int
	}{
		{"defaults", "", nil, flagSettings{}, "", "api.openai.com", rubric.Senior, 2},
		{"file", file, nil, flagSettings{}, "of-file", "file", rubric.Junior, 0},
		{"variable", file, variables, flagSettings{}, "of-variable", "variable", rubric.Junior, 0},
		{"flag", file, variables, flagSettings{model: "of-flag", level: "mid"}, "of-flag", "variable", rubric.Mid, 0},
	} {
		s, err := resolveSettings(c.flags, world(t, c.file, c.variables))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if s.grader.model != c.model || s.endpoint.host() != c.host || s.interview.level != c.level ||
			s.interview.followUps != c.followUps {
			t.Errorf("%s: got %+v", c.name, s)
		}
	}
}

func TestAValueThatCannotBeIsToldUnderTheNameItWasSetBy(t *testing.T) {
	three := 3
	for _, c := range []struct {
		file      string
		variables map[string]string
		flags     flagSettings
		code      int
		text      string
	}{
		{"followups: 3", nil, flagSettings{}, exitConfig, `configuration: followups has a value that it cannot have`},
		{"", map[string]string{"MOCKINTERVIEW_FOLLOWUPS": "3"}, flagSettings{}, exitConfig,
			`configuration: MOCKINTERVIEW_FOLLOWUPS has a value that it cannot have`},
		{"", nil, flagSettings{followUps: &three}, exitUsage, `--followups has a value that it cannot have`},
		{"retry_pause: soon", nil, flagSettings{}, exitConfig, `configuration: retry_pause has a value that it cannot have`},
		{"", nil, flagSettings{minutes: -1}, exitUsage, `--minutes has a value that it cannot have`},
		{"followups: 3", nil, flagSettings{grader: "nobody"}, exitUsage, `--grader has a value that it cannot have`},
	} {
		_, err := resolveSettings(c.flags, world(t, c.file, c.variables))
		var f *failure
		if !errors.As(err, &f) || f.code != c.code || f.Error() != c.text || f.hint == "" {
			t.Errorf("got %v, want %s and exit %d", err, c.text, c.code)
		}
	}
}

func TestASessionGoesOnWithItsOwnGraderAndLeavesTheSettingsAlone(t *testing.T) {
	s, err := resolveSettings(flagSettings{model: "configured"}, world(t, "", nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		session interviewer.GraderInfo
		want    graderChoice
	}{
		{interviewer.GraderInfo{Kind: interviewer.LLM, Model: "own"}, graderChoice{"llm", "own", true}},
		{interviewer.GraderInfo{Kind: interviewer.LLM}, graderChoice{"llm", "configured", true}},
		{interviewer.GraderInfo{Kind: interviewer.Offline}, graderChoice{"offline", "configured", true}},
	} {
		if got := s.sessionGrader(c.session); got != c.want {
			t.Errorf("a session of %+v goes on with %+v, want %+v", c.session, got, c.want)
		}
	}
	if s.grader != (graderChoice{kind: "auto", model: "configured"}) {
		t.Errorf("the settings became %+v", s.grader)
	}
}

// Windows sets no HOME: what the system says of the home folder stands in its place.
func TestAHomeThatIsNotSetIsTheSystems(t *testing.T) {
	none := func(string) string { return "" }
	home := t.TempDir()
	known := func() (string, error) { return home, nil }
	s, err := resolveSettings(flagSettings{}, withHome(none, known))
	if want := filepath.Join(home, ".local", "share", "mockinterview", "mockinterview.db"); err != nil || s.db != want {
		t.Errorf("the database is %q, %v, want %q", s.db, err, want)
	}
	set := func(name string) string { return map[string]string{"HOME": "/own"}[name] }
	if got := withHome(set, known)("HOME"); got != "/own" {
		t.Errorf("HOME is %q where it is set", got)
	}
	unknown := func() (string, error) { return "", errors.New("not known") }
	if _, err := resolveSettings(flagSettings{}, withHome(none, unknown)); !errors.Is(err, errNoHome) {
		t.Errorf("without any home it says %v", err)
	}
}

func TestAFileIsOpenToOthersByItsModeWhereThereAreModes(t *testing.T) {
	for _, c := range []struct {
		mode   os.FileMode
		system string
		want   bool
	}{
		{0o600, "linux", false}, {0o400, "darwin", false}, {0o640, "linux", true}, {0o604, "freebsd", true},
		{0o666, "windows", false},
	} {
		if got := openToOthers(c.mode, c.system); got != c.want {
			t.Errorf("%o on %s: %v", c.mode, c.system, got)
		}
	}
}
