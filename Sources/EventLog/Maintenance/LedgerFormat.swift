import EventLogSQLite

/// The ledger's file format: what tells a ledger from any other SQLite file, and its tables.
///
/// - `ledger`: the one row of what the file is: name, lineage, who wrote last.
/// - `events`: one row for each event; `stream` is the position of the stream's first event, `type`
///   and `actor` are numbers of `names`, `codec` is how the payload's block was made, and its
///   checksum, `leaf` the first 8 bytes of the leaf hash. Every 16th has a `node`: the hash of the
///   largest perfect subtree that ends with it. So the Merkle frontier lies in the rows of the last
///   event and of a few before it, and costs a commit no page of its own. A stream's first event
///   has the stream's name and salt; the view `streams` shows these.
/// - `names`: interned types and actors.
/// - `dictionaries`: what payloads are compressed with; the last one is the current one.
/// - `subtrees`: one hash for each full 256 leaves.
/// - `log_state`: the ledger's lineage once more, written again whenever a write-ahead log begins,
///   so that the log of another ledger does not pass for this one's; `marked` is the position after
///   which this was last done. `projected` is the position of the projections, NULL while they move
///   with the log.
///
/// The triggers refuse every change but an append, from this program and from any other. They must
/// do so even where recursive triggers are off, and REPLACE deletes without asking any trigger: so
/// the insert triggers refuse whatever would replace a row. The one on events runs with each
/// append. It is worded so that SQLite makes no aggregate of one look at the end of an index, and
/// it does only one thing, since SQLite makes room for all that a trigger may do each time.
enum LedgerFormat {
  /// SQLite's `application_id` of a ledger: `MLog`.
  static let applicationID: Int64 = 0x4d4c_6f67
  /// SQLite's `user_version`: the number of this format.
  ///
  /// Format 1 lacks only the checksums of blocks. A file of format 1 is read as it is, and raised
  /// by the first transaction that writes such a block, which a program that knows only format 1
  /// would take for damage.
  static let version: Int64 = 2

  /// Raises a file to this format, within the transaction that needs it.
  static func raise(_ connection: Connection) throws(SQLiteError) {
    guard try connection.integer("PRAGMA user_version") ?? 0 < version else { return }
    try connection.set(pragma: "user_version", to: version)
  }

  /// The error for a file of a later format.
  static func refusal(of file: String, format: Int64) -> LogError {
    LogError(
      .schemaTooNew,
      "\(file) has format \(format), this program knows \(version): "
        + "use the version that wrote it, or a later one")
  }

  /// Makes the tables in an empty database, inside a transaction.
  static let schema = """
    CREATE TABLE ledger(
      id INTEGER PRIMARY KEY CHECK (id = 1),
      name TEXT NOT NULL, lineage BLOB NOT NULL, created_at INTEGER NOT NULL,
      writer_version TEXT NOT NULL, writer_commit TEXT NOT NULL) STRICT;
    CREATE TABLE events(
      position INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL, version INTEGER NOT NULL, type INTEGER NOT NULL,
      schema INTEGER NOT NULL, recorded_at INTEGER NOT NULL, occurred_at INTEGER,
      actor INTEGER NOT NULL, causation TEXT, request_id TEXT, trace_id TEXT,
      size INTEGER NOT NULL, codec INTEGER NOT NULL, leaf INTEGER NOT NULL,
      node ANY, stream_name TEXT, stream_salt ANY, payload BLOB NOT NULL) STRICT;
    CREATE UNIQUE INDEX events_by_stream ON events(stream, version);
    CREATE UNIQUE INDEX events_by_stream_name ON events(stream_name)
      WHERE stream_name IS NOT NULL;
    CREATE VIEW streams AS SELECT position AS id, stream_name AS name, stream_salt AS salt
      FROM events WHERE stream_name IS NOT NULL;
    CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE dictionaries(
      id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE subtrees(number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
    CREATE TABLE log_state(
      id INTEGER PRIMARY KEY CHECK (id = 1), lineage BLOB NOT NULL,
      marked INTEGER NOT NULL, projected INTEGER) STRICT;

    CREATE TRIGGER events_append BEFORE INSERT ON events
      WHEN NEW.position IS NOT
          1 + ifnull((SELECT position FROM events ORDER BY position DESC LIMIT 1), 0)
        OR NEW.version IS NOT 1 + ifnull(
          (SELECT version FROM events WHERE stream = NEW.stream ORDER BY version DESC LIMIT 1), 0)
        OR (NEW.position % \(MerkleFrontier.nodeInterval) = 0) IS NOT (typeof(NEW.node) = 'blob')
        OR CASE NEW.version
          WHEN 1 THEN NEW.stream IS NOT NEW.position OR typeof(NEW.stream_name) <> 'text'
            OR typeof(NEW.stream_salt) <> 'blob'
            OR EXISTS (SELECT 1 FROM events WHERE stream_name = NEW.stream_name)
          ELSE NEW.stream = NEW.position OR NEW.stream_name IS NOT NULL
            OR NEW.stream_salt IS NOT NULL
          END
    BEGIN
      SELECT RAISE(ABORT, 'events are only appended: at the head''s next position and the next version of their stream');
    END;
    CREATE TRIGGER names_append BEFORE INSERT ON names BEGIN
      SELECT RAISE(ABORT, 'names are only appended')
        WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM names)
          OR EXISTS (SELECT 1 FROM names WHERE name = NEW.name);
    END;
    CREATE TRIGGER dictionaries_append BEFORE INSERT ON dictionaries BEGIN
      SELECT RAISE(ABORT, 'dictionaries are only appended')
        WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM dictionaries)
          OR EXISTS (SELECT 1 FROM dictionaries WHERE sha256 = NEW.sha256);
    END;
    CREATE TRIGGER subtrees_append BEFORE INSERT ON subtrees BEGIN
      SELECT RAISE(ABORT, 'subtrees are only appended')
        WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM subtrees);
    END;
    CREATE TRIGGER ledger_once BEFORE INSERT ON ledger BEGIN
      SELECT RAISE(ABORT, 'a ledger is made once') WHERE EXISTS (SELECT 1 FROM ledger);
    END;
    CREATE TRIGGER ledger_kept BEFORE UPDATE ON ledger BEGIN
      SELECT RAISE(ABORT, 'a ledger keeps its name and lineage')
        WHERE NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name
          OR NEW.lineage IS NOT OLD.lineage OR NEW.created_at IS NOT OLD.created_at;
    END;
    CREATE TRIGGER log_state_once BEFORE INSERT ON log_state BEGIN
      SELECT RAISE(ABORT, 'a log has one state') WHERE EXISTS (SELECT 1 FROM log_state);
    END;
    CREATE TRIGGER log_state_moves BEFORE UPDATE ON log_state
      WHEN NEW.id IS NOT OLD.id OR NEW.lineage IS NOT OLD.lineage
        OR NEW.projected > (SELECT coalesce(max(position), 0) FROM events)
        OR NEW.marked IS NOT (SELECT coalesce(max(position), 0) FROM events)
    BEGIN
      SELECT RAISE(ABORT, 'a log''s state moves with its last position');
    END;
    """
    + ["events", "names", "dictionaries", "subtrees"].map { table in
      """
      CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table) BEGIN
        SELECT RAISE(ABORT, '\(table) are only appended: nothing is changed');
      END;
      """
    }.joined()
    + [
      "events", "names", "dictionaries", "subtrees", "ledger", "log_state",
    ].map { table in
      """
      CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table) BEGIN
        SELECT RAISE(ABORT, '\(table) are only appended: nothing is deleted');
      END;
      """
    }.joined()
}
