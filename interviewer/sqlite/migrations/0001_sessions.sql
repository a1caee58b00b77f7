-- Sessions with everything said in them. Sequence numbers order things; times are only shown.

-- facts: single values about the database itself.
CREATE TABLE facts (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- snapshots: role packs and questions as they were when they were used, once each, by the SHA-256 of their JSON.
CREATE TABLE snapshots (
  hash TEXT PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE sessions (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  state      TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  pack       TEXT NOT NULL REFERENCES snapshots (hash),
  head       TEXT NOT NULL,               -- the other fields, as JSON
  turns      INTEGER NOT NULL DEFAULT 0,  -- rows that must be there; fewer mean damage
  outcome    TEXT                         -- JSON, so that lists need not read the grades
);
CREATE INDEX sessions_by_state ON sessions (state, seq);
CREATE INDEX sessions_by_role ON sessions (role, seq);

CREATE TABLE turns (
  session     INTEGER NOT NULL REFERENCES sessions (seq) ON DELETE CASCADE,
  n           INTEGER NOT NULL,
  ord         INTEGER NOT NULL,           -- the place among the turns of the session
  role        TEXT NOT NULL,
  question_id TEXT NOT NULL,
  question    TEXT NOT NULL REFERENCES snapshots (hash),
  state       TEXT NOT NULL,
  hints_used  INTEGER NOT NULL,
  seconds     INTEGER NOT NULL,
  self_rating INTEGER,
  rest        TEXT,                       -- the other fields, as JSON, if any is set
  unfinished  INTEGER NOT NULL,           -- 1: answered, and without a grade or with one that may come out better
  messages    INTEGER NOT NULL DEFAULT 0, -- rows that must be there
  grades      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (session, n)
) WITHOUT ROWID;
CREATE INDEX turns_unfinished ON turns (session) WHERE unfinished = 1;
CREATE INDEX turns_asked ON turns (role, question_id, session);
CREATE INDEX turns_question ON turns (question);
CREATE INDEX sessions_pack ON sessions (pack);

CREATE TABLE messages (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  session    INTEGER NOT NULL,
  turn       INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  sender     TEXT NOT NULL,
  kind       TEXT NOT NULL,
  text       TEXT NOT NULL,
  at         TEXT NOT NULL,
  superseded INTEGER NOT NULL,
  rest       TEXT,                        -- the other fields, as JSON, if any is set
  crc        INTEGER NOT NULL,            -- CRC-32 of text: tells damage that the file format cannot
  UNIQUE (session, turn, n),
  FOREIGN KEY (session, turn) REFERENCES turns (session, n) ON DELETE CASCADE
);

-- drafts: what was typed and not submitted, in a table of its own so that keeping it writes one small row.
CREATE TABLE drafts (
  session INTEGER NOT NULL,
  turn    INTEGER NOT NULL,
  text    TEXT NOT NULL,
  PRIMARY KEY (session, turn),
  FOREIGN KEY (session, turn) REFERENCES turns (session, n) ON DELETE CASCADE
) WITHOUT ROWID;

-- grades: every grade ever given, as JSON; the newest of a turn counts.
CREATE TABLE grades (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL,
  turn    INTEGER NOT NULL,
  brief   TEXT NOT NULL,                  -- the grade without its marks, for trends; it stands first so that reading it skips the pages of the body
  body    TEXT NOT NULL,
  FOREIGN KEY (session, turn) REFERENCES turns (session, n) ON DELETE CASCADE
);
CREATE INDEX grades_of_turn ON grades (session, turn, id);
