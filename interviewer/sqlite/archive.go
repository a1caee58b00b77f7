package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"mockinterview/interviewer"
)

// ArchiveSchema names the form of an archive.
const ArchiveSchema = "mockinterview.archive/v1"

// Export writes sessions as one archive: all that are not deleted, or those named. Packs and questions stand once each
// under "content", by the hash of their JSON, and every grade ever given is there. The same sessions give the same
// bytes on any machine, for the order is that of their starts and ids.
func (db *DB) Export(ctx context.Context, w io.Writer, ids ...string) error {
	return db.read(ctx, "export", func(tx *sql.Tx) error {
		seqs, err := exported(ctx, tx, ids)
		if err != nil {
			return err
		}
		out := &archiveWriter{w: bufio.NewWriter(w), tx: tx}
		if err := out.write(ctx, seqs); err != nil {
			return err
		}
		return out.w.Flush()
	})
}

func exported(ctx context.Context, tx *sql.Tx, ids []string) ([]int64, error) {
	rows, err := tx.QueryContext(ctx, `SELECT seq, id FROM sessions WHERE deleted_at IS NULL ORDER BY started_at, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var out []int64
	for rows.Next() {
		var seq int64
		var id string
		if err := scan(rows, &seq, &id); err != nil {
			return nil, err
		}
		if len(ids) == 0 || wanted[id] {
			out = append(out, seq)
			delete(wanted, id)
		}
	}
	for id := range wanted {
		return nil, fmt.Errorf("session %q: %w", id, ErrNotFound)
	}
	return out, rows.Err()
}

type archiveWriter struct {
	w  *bufio.Writer
	tx *sql.Tx
}

// write streams the archive: one line for every piece of content and every session.
func (a *archiveWriter) write(ctx context.Context, seqs []int64) error {
	fmt.Fprintf(a.w, "{\"schema\":%q,\n\"content\":{", ArchiveSchema)
	if err := a.content(ctx, seqs); err != nil {
		return err
	}
	a.w.WriteString("\n},\n\"sessions\":[")
	for i, seq := range seqs {
		a.comma(i)
		s, err := loadSession(ctx, a.tx, seq)
		if err != nil {
			return err
		}
		b, err := archived(s)
		if err != nil {
			return err
		}
		a.w.Write(interviewer.EscapeControls(b))
	}
	_, err := a.w.WriteString("\n]}\n")
	return err
}

func (a *archiveWriter) comma(i int) {
	if i > 0 {
		a.w.WriteByte(',')
	}
	a.w.WriteByte('\n')
}

// content writes the packs and questions that the sessions refer to.
func (a *archiveWriter) content(ctx context.Context, seqs []int64) error {
	used := map[string]bool{}
	for _, seq := range seqs {
		hashes, err := strs(
			ctx,
			a.tx,
			`SELECT pack FROM sessions WHERE seq = ?1 UNION SELECT question FROM turns WHERE session = ?1`,
			seq,
		)
		if err != nil {
			return err
		}
		for _, h := range hashes {
			used[h] = true
		}
	}
	for i, h := range slices.Sorted(maps.Keys(used)) {
		var body string
		if err := scan(a.tx.QueryRowContext(ctx, `SELECT body FROM snapshots WHERE hash = ?`, h), &body); err != nil {
			return err
		}
		a.comma(i)
		fmt.Fprintf(a.w, "%q:%s", h, interviewer.EscapeControls([]byte(body)))
	}
	return nil
}

// object is a JSON object of which only some fields are of interest; the others go through as they are.
type object map[string]json.RawMessage

func objectOf(v any) (object, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var o object
	return o, json.Unmarshal(b, &o)
}

func (o object) set(key string, v any) error {
	b, err := json.Marshal(v)
	o[key] = b
	return err
}

// archived is a session as an archive has it: its JSON with the pack and the questions replaced by the names of their
// content.
func archived(s interviewer.Session) ([]byte, error) {
	turns := []object{}
	for _, t := range s.Turns {
		o, err := archivedTurn(t)
		if err != nil {
			return nil, err
		}
		turns = append(turns, o)
	}
	pack, err := json.Marshal(s.Pack)
	if err != nil {
		return nil, err
	}
	s.Turns = nil
	o, err := objectOf(s)
	if err != nil {
		return nil, err
	}
	if err := o.set("turns", turns); err != nil {
		return nil, err
	}
	if err := o.set("pack", hashOf(pack)); err != nil {
		return nil, err
	}
	return json.Marshal(o)
}

// rawField holds a text that is no valid UTF-8, which JSON cannot carry otherwise.
const rawField = "text_bytes"

func archivedTurn(t interviewer.Turn) (object, error) {
	question, err := json.Marshal(t.Question)
	if err != nil {
		return nil, err
	}
	messages := []object{}
	for _, m := range t.Messages {
		o, err := objectOf(m)
		if err != nil {
			return nil, err
		}
		if !utf8.ValidString(m.Text) {
			if err := o.set(rawField, []byte(m.Text)); err != nil {
				return nil, err
			}
		}
		messages = append(messages, o)
	}
	draft := t.Draft
	t.Messages, t.Question = nil, interviewer.Question{}
	o, err := objectOf(t)
	if err != nil {
		return nil, err
	}
	if !utf8.ValidString(draft) {
		if err := o.set("draft_bytes", []byte(draft)); err != nil {
			return nil, err
		}
	}
	if err := o.set("messages", messages); err != nil {
		return nil, err
	}
	return o, o.set("question", hashOf(question))
}

// archiveReader reads an archive piece by piece.
type archiveReader struct {
	dec     *json.Decoder
	schema  string
	content map[string]json.RawMessage
}

// read calls add for every session of the archive. Content comes before sessions, as Export writes it and as sorting
// the keys would leave it.
func (a *archiveReader) read(add func(interviewer.Session) error) error {
	if err := a.delim('{'); err != nil {
		return err
	}
	for a.dec.More() {
		key, err := a.dec.Token()
		if err != nil {
			return notArchive(err)
		}
		switch key {
		case "schema":
			err = a.readSchema()
		case "content":
			err = notArchive(a.dec.Decode(&a.content))
		case "sessions":
			err = a.readSessions(add)
		default:
			var skipped json.RawMessage
			err = notArchive(a.dec.Decode(&skipped))
		}
		if err != nil {
			return err
		}
	}
	if a.schema == "" {
		return fmt.Errorf("%w: it names no schema", ErrNotAnArchive)
	}
	return a.delim('}')
}

func notArchive(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrNotAnArchive, err)
}

func (a *archiveReader) delim(want json.Delim) error {
	if t, err := a.dec.Token(); err != nil {
		return notArchive(err)
	} else if t != want {
		return fmt.Errorf("%w: found %v where %v belongs", ErrNotAnArchive, t, want)
	}
	return nil
}

func (a *archiveReader) readSchema() error {
	if err := a.dec.Decode(&a.schema); err != nil {
		return notArchive(err)
	}
	switch {
	case a.schema == ArchiveSchema:
		return nil
	case strings.HasPrefix(a.schema, "mockinterview.archive/v"):
		return fmt.Errorf("%w (%s)", ErrNewer, a.schema)
	}
	return fmt.Errorf("%w: its schema is %q", ErrNotAnArchive, a.schema)
}

func (a *archiveReader) readSessions(add func(interviewer.Session) error) error {
	if a.schema == "" || a.content == nil {
		return fmt.Errorf("%w: schema and content do not come before the sessions", ErrNotAnArchive)
	}
	if err := a.delim('['); err != nil {
		return err
	}
	for n := 1; a.dec.More(); n++ {
		var o object
		if err := a.dec.Decode(&o); err != nil {
			return notArchive(err)
		}
		s, err := a.session(o)
		if err == nil {
			err = plausible(s)
		}
		if err != nil {
			return fmt.Errorf("%w: session %d: %w", ErrNotAnArchive, n, err)
		}
		if err := add(s); err != nil {
			return err
		}
	}
	return a.delim(']')
}

// from decodes the content that a name stands for.
func (a *archiveReader) from(name json.RawMessage, v any) error {
	var hash string
	if err := json.Unmarshal(name, &hash); err != nil {
		return err
	}
	body, ok := a.content[hash]
	if !ok {
		return fmt.Errorf("content %q is missing", hash)
	}
	return json.Unmarshal(body, v)
}

func (a *archiveReader) session(o object) (interviewer.Session, error) {
	var s interviewer.Session
	var turns []object
	if err := json.Unmarshal(o["turns"], &turns); err != nil {
		return s, err
	}
	var pack interviewer.Pack
	if err := a.from(o["pack"], &pack); err != nil {
		return s, err
	}
	delete(o, "turns")
	delete(o, "pack")
	if err := reencode(o, &s); err != nil {
		return s, err
	}
	s.Pack = pack
	for _, t := range turns {
		turn, err := a.turn(t)
		if err != nil {
			return s, err
		}
		s.Turns = append(s.Turns, turn)
	}
	return s, nil
}

func (a *archiveReader) turn(o object) (interviewer.Turn, error) {
	var t interviewer.Turn
	var q interviewer.Question
	if err := a.from(o["question"], &q); err != nil {
		return t, err
	}
	delete(o, "question")
	var raw []struct {
		Text []byte `json:"text_bytes"`
	}
	if err := json.Unmarshal(o["messages"], &raw); err != nil {
		return t, err
	}
	if err := reencode(o, &t); err != nil {
		return t, err
	}
	t.Question = q
	for i := range t.Messages {
		if raw[i].Text != nil {
			t.Messages[i].Text = string(raw[i].Text)
		}
	}
	if b := o["draft_bytes"]; b != nil {
		var draft []byte
		if err := json.Unmarshal(b, &draft); err != nil {
			return t, err
		}
		t.Draft = string(draft)
	}
	return t, nil
}

func reencode(o object, v any) error {
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return json.NewDecoder(bytes.NewReader(b)).Decode(v)
}
