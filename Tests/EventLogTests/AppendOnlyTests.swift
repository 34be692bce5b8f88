import EventLog
import Testing

/// What the `sqlite3` program may not do to a ledger, with and without recursive triggers.
@Suite struct AppendOnlyTests {
  @Test(arguments: [
    "UPDATE events SET payload = x'00'", "DELETE FROM events",
    "DELETE FROM events WHERE position = 3",
    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE position = 2",
    "REPLACE INTO events SELECT * FROM events WHERE position = 3",
    "INSERT OR IGNORE INTO events SELECT -1, stream, version + 2, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 2",
    "INSERT INTO events SELECT 9, stream, version + 2, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 2",
    "INSERT INTO events SELECT NULL, stream, version + 2, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 2",
    "INSERT OR REPLACE INTO events SELECT 4, stream, 1, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 1",
    "INSERT INTO events SELECT 4, stream, 5, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 1",
    "INSERT INTO events SELECT 4, 4, 1, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 1",
    "INSERT INTO events SELECT 4, stream, 4, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, node, stream_name, stream_salt, payload FROM events WHERE position = 1",
    "INSERT INTO events SELECT 4, stream, 4, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, x'00', NULL, NULL, payload FROM events WHERE position = 1",
    "INSERT INTO events SELECT 4, 4, 1, type, schema, recorded_at, occurred_at, actor, causation, request_id, trace_id, size, codec, leaf, NULL, 'thing/2', NULL, payload FROM events WHERE position = 1",
    "UPDATE OR REPLACE events SET position = 1 WHERE position = 2",
    "UPDATE names SET name = 'x'", "DELETE FROM names",
    "REPLACE INTO names SELECT 99, name FROM names", "DELETE FROM dictionaries",
    "UPDATE dictionaries SET bytes = x''", "DELETE FROM log_state",
    "UPDATE log_state SET marked = 2", "UPDATE log_state SET projected = 4",
    "REPLACE INTO log_state SELECT 1, lineage, 0, 0 FROM ledger",
    "UPDATE log_state SET lineage = x''",
    "UPDATE ledger SET name = 'x'", "UPDATE ledger SET lineage = x''", "DELETE FROM ledger",
    "REPLACE INTO ledger SELECT * FROM ledger", "INSERT INTO subtrees VALUES (7, x'00')",
  ])
  func nothingButAnAppendIsTaken(statement: String) async throws {
    let ledger = try TestLedger()
    let log = try ledger.open()
    try await log.append([.numbered(1), .numbered(2), .numbered(3)], to: StreamName("thing/1"))
    log.close()
    for recursive in ["ON", "OFF"] {
      let (status, output) = try ledger.sqlite3(
        "PRAGMA recursive_triggers = \(recursive); \(statement);")
      #expect(status != 0, "\(statement) was taken: \(output)")
    }
    let again = try ledger.open()
    #expect(try await again.verify(.full).firstBreak == nil)
    #expect(try await again.read { $0.head } == 3)
    try await again.append([.numbered(4)], to: StreamName("thing/1"))
  }
}
