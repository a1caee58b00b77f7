-- checks: what the candidate says of single marks, as JSON in the order in which it was said. Rows are only added; the newest of a signal counts.
CREATE TABLE checks (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL,
  turn    INTEGER NOT NULL,
  body    TEXT NOT NULL,
  FOREIGN KEY (session, turn) REFERENCES turns (session, n) ON DELETE CASCADE
);
CREATE INDEX checks_of_turn ON checks (session, turn, id);
ALTER TABLE turns ADD COLUMN checks INTEGER NOT NULL DEFAULT 0; -- rows that must be there
