-- Full-text search over everything said, kept in step by triggers. The texts stay in messages; only the index is here.

CREATE VIRTUAL TABLE messages_text USING fts5 (
  text, content = 'messages', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO messages_text (messages_text, rank) VALUES ('secure-delete', 1);
INSERT INTO messages_text (messages_text) VALUES ('rebuild');

CREATE TRIGGER messages_text_insert AFTER INSERT ON messages BEGIN
  INSERT INTO messages_text (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER messages_text_delete AFTER DELETE ON messages BEGIN
  INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER messages_text_update AFTER UPDATE OF text ON messages BEGIN
  INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO messages_text (rowid, text) VALUES (new.id, new.text);
END;
