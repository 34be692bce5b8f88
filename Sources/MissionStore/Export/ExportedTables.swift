/// The tables and views of an export into SQLite that are not copies of projections.
enum ExportedTables {
  /// Makes the tables for events.
  static let schema = """
    CREATE TABLE ledgers(
      ledger TEXT PRIMARY KEY, size INTEGER NOT NULL, root TEXT NOT NULL, lineage TEXT NOT NULL,
      exported_at TEXT NOT NULL);
    CREATE TABLE events(
      ledger TEXT NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL UNIQUE,
      stream TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, schema INTEGER NOT NULL,
      recorded_at TEXT NOT NULL, occurred_at TEXT, actor TEXT NOT NULL, causation TEXT,
      request_id TEXT, trace_id TEXT, payload TEXT NOT NULL, PRIMARY KEY (ledger, position));
    """

  /// Inserts one event.
  static let insertion = "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

  /// Makes the indexes, and the views for people.
  ///
  /// - `timeline`: the events of each mission, heartbeats aside, in the words of whoever caused
  ///   them.
  /// - `failures`: failed missions, newest first, without verdicts that were taken back.
  ///   `attempts`: who claimed what, when.
  /// - `questions`: what workers asked, with the answers. `chains`: missions with all their
  ///   retries.
  static let completion = """
    CREATE INDEX events_by_stream ON events(stream, version);
    CREATE INDEX events_by_type ON events(type);
    CREATE VIEW timeline AS
      SELECT substr(stream, 9) AS mission_id, recorded_at, substr(type, 12) AS what,
        coalesce(
          json_extract(payload, '$.summary'), json_extract(payload, '$.question'),
          json_extract(payload, '$.answer'), json_extract(payload, '$.message'),
          json_extract(payload, '$.error'), json_extract(payload, '$.reason'),
          json_extract(payload, '$.note'), json_extract(payload, '$.path'),
          json_extract(payload, '$.objective')) AS words,
        json_extract(payload, '$.attempt') AS attempt, actor, event_id
      FROM events
      WHERE stream LIKE 'mission/%' AND type <> 'vp.mission.heartbeat'
      ORDER BY stream, version;
    CREATE VIEW attempts AS
      SELECT substr(stream, 9) AS mission_id,
        json_extract(payload, '$.attempt') AS attempt,
        json_extract(payload, '$.worker_id') AS worker_id,
        json_extract(payload, '$.host') AS host, recorded_at AS claimed_at, event_id
      FROM events WHERE type = 'vp.mission.claimed' ORDER BY ledger, position;
    CREATE VIEW questions AS
      SELECT substr(asked.stream, 9) AS mission_id,
        json_extract(asked.payload, '$.question_id') AS question_id,
        json_extract(asked.payload, '$.question') AS question, asked.recorded_at AS asked_at,
        json_extract(answered.payload, '$.answer') AS answer, answered.actor AS answered_by,
        answered.recorded_at AS answered_at
      FROM events AS asked LEFT JOIN events AS answered
        ON answered.stream = asked.stream AND answered.type = 'vp.mission.unblocked'
        AND json_extract(answered.payload, '$.question_id')
          = json_extract(asked.payload, '$.question_id')
      WHERE asked.type = 'vp.mission.blocked' ORDER BY asked.recorded_at;
    CREATE VIEW failures AS
      SELECT substr(stream, 9) AS mission_id, recorded_at AS failed_at,
        json_extract(payload, '$.failure_mode') AS failure_mode,
        json_extract(payload, '$.error') AS error, actor, event_id
      FROM events AS failed WHERE type = 'vp.mission.failed' AND NOT EXISTS (
        SELECT 1 FROM events AS reversal
        WHERE reversal.stream = failed.stream
          AND reversal.type = 'vp.mission.reconciliation_reversed'
          AND json_extract(reversal.payload, '$.reverses') = failed.causation)
      ORDER BY recorded_at DESC;
    CREATE VIEW chains AS
      SELECT coalesce(json_extract(payload, '$.chain_id'), substr(stream, 9)) AS chain_id,
        count(*) AS missions, min(recorded_at) AS began_at, max(recorded_at) AS last_dispatched_at,
        group_concat(substr(stream, 9), ' ') AS mission_ids
      FROM events WHERE type = 'vp.mission.dispatched' GROUP BY 1 ORDER BY began_at;
    """
}
