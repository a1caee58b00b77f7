package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

func (a *app) importCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "take in an archive written by export --all --format json", ArgsUsage: "FILE",
		Description: "Ids decide: importing twice changes nothing, and two machines can be merged both ways. - is " +
			"standard input.",
		Action: action(a.importOptions, runImport),
	}
}

type importOptions struct {
	invocation
	file string
}

func (a *app) importOptions(c *cli.Context) (importOptions, error) {
	file, err := oneArgument(c, "FILE", "name an archive, or - for standard input")
	if err != nil {
		return importOptions{}, err
	}
	in, err := a.invoke(c)
	return importOptions{in, file}, err
}

func runImport(ctx context.Context, o importOptions) error {
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	r, err := o.input(ctx, o.file)
	if err != nil {
		return err
	}
	defer r.Close()
	got, err := db.Import(ctx, r)
	if err != nil {
		return err
	}
	o.say("%d new, %d brought forward, %d unchanged.", got.Added, got.Updated, got.Unchanged)
	for _, doubt := range got.Doubts {
		o.say("%s", doubt)
	}
	if len(got.Doubts) > 0 {
		o.say("%s grades the answers of a session anew.", o.command("grade", "ID"))
	}
	if len(got.Deleted) > 0 {
		o.say("Deleted here and left so: %s", strings.Join(got.Deleted, " "))
	}
	if len(got.Conflicts) > 0 {
		return &failure{
			exitFailed,
			fmt.Errorf("these went on differently here and there, and were kept as they are here: %s",
				strings.Join(got.Conflicts, " ")),
			"show the one here, and the other in a database of its own: import it with --db",
		}
	}
	return nil
}
