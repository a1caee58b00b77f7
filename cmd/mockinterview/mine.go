package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"mockinterview/interviewer/sqlite"
)

// mayWrite refuses what a command must not write over: any file of this program's own, whether it is there yet or not,
// any database, and without force every other file. What is no plain file, such as a pipe, is written to.
func (in invocation) mayWrite(file string, force bool) error {
	if what := in.own(file); what != "" {
		return usagef("name another file", "%q belongs to %s", file, what)
	}
	info, err := os.Stat(file)
	switch {
	case err != nil || !info.Mode().IsRegular():
		return nil // whether it can be made, the writing will tell
	case sqlite.IsDatabase(file):
		return usagef("name another file", "%q is a database", file)
	case !force:
		return &failure{exitFailed, fmt.Errorf("write %q: %w", file, fs.ErrExist), "name another file, or add --force"}
	}
	return nil
}

// own says to what of this program's a file belongs, or "" if it is somebody else's.
func (in invocation) own(file string) string {
	s := in.settings
	switch {
	case sqlite.Owns(s.db, file):
		return "the database"
	case below(s.folder, file):
		return "the configuration"
	case below(s.packs, file):
		return "your packs"
	case slices.ContainsFunc([]string{
		s.endpoint.key.file, s.endpoint.caFile, s.endpoint.pricesFile,
	}, func(name string) bool {
		return name != "" && sqlite.Same(expanded(name, in.env("HOME")), file)
	}):
		return "the configuration"
	}
	return ""
}

// below says whether a file lies in a folder, links followed.
func below(folder, file string) bool {
	return folder != "" && sqlite.Within(folder, file)
}

// expanded is a file name with ~ for the home folder.
func expanded(file, home string) string {
	if len(file) > 1 && file[:2] == "~/" {
		return filepath.Join(home, file[2:])
	}
	return file
}
