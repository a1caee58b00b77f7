package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile puts a file in the place of name, whole or not at all: readers and a crash find the old file or the new
// one. It replaces whatever stands there, a link too.
func WriteFile(name string, b []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
