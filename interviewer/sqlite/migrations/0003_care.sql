-- Deletion that can be undone until a purge, a count that tells a damaged list from an empty one, and what graders and calibration keep.

ALTER TABLE sessions ADD COLUMN deleted_at TEXT;
CREATE INDEX sessions_deleted ON sessions (seq) WHERE deleted_at IS NOT NULL;

INSERT INTO facts (key, value) SELECT 'sessions', count(*) FROM sessions;
CREATE TRIGGER sessions_count_up AFTER INSERT ON sessions BEGIN
  UPDATE facts SET value = value + 1 WHERE key = 'sessions';
END;
CREATE TRIGGER sessions_count_down AFTER DELETE ON sessions BEGIN
  UPDATE facts SET value = value - 1 WHERE key = 'sessions';
END;

CREATE TABLE cache (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
);

-- calibrations: reports of calibrate, and unfinished ones with what is graded so far.
CREATE TABLE calibrations (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  grader     TEXT NOT NULL,
  dataset    TEXT NOT NULL,
  done       INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  body       TEXT NOT NULL,
  UNIQUE (grader, dataset)
);
