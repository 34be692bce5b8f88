import CanonicalJSON
import EventLog
import EventLogSQLite
import Foundation
import MissionTesting
import Platform
import Testing

@Suite struct IntegrityTests {
  let ledger: TestLedger

  init() throws {
    ledger = try TestLedger()
  }

  /// A log of some events over some streams, with every optional field in use somewhere.
  private func fill(_ count: Int) async throws -> EventLog {
    let log = try ledger.open()
    for start in stride(from: 0, to: count, by: 100) {
      try await log.write { transaction in
        for number in start..<min(start + 100, count) {
          var event = NewEvent.numbered(number)
          if number % 3 == 0 { event.occurredAt = Instant(microseconds: Int64(number)) }
          if number % 5 == 0 { event.requestID = "say \"hi\" \\ \(number)" }
          if number % 7 == 0 { event.causation = EventID(ledger: "test", position: 1) }
          try transaction.append(event, to: StreamName("thing/\(number % 11)"))
        }
      }
    }
    return log
  }

  @Test(arguments: [0, 1, 2, 3, 255, 256, 257, 700])
  func theRootIsThatOfAnExportByAnIndependentPath(count: Int) async throws {
    let log = try await fill(count)
    let leaves = try await log.read { reader in
      try (0..<count).map { try Reference.leaf(ofLine: reader.exportLine(at: Int64($0) + 1) ?? []) }
    }
    #expect(try await log.root().hash == Array(Reference.root(leaves[...])))
    for position in stride(from: 0, through: count, by: max(1, count / 5)) {
      let root = try await log.root(at: Int64(position))
      #expect(root.hash == Array(Reference.root(leaves[..<position])))
      #expect(root.size == position)
    }
    let report = try await log.verify(.full)
    #expect(report.firstBreak == nil)
    #expect(report.root == (try await log.root()))
    #expect(report.notChecked == [])
  }

  @Test func aLogThatHasLostItsNewestEventIsServedToNobody() async throws {
    try await fill(25).close()
    #expect(
      try ledger.sqlite3(
        "DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = 25;"
          + "PRAGMA wal_checkpoint(TRUNCATE)"
      ).status == 0)
    let log = try ledger.open { $0.access = .readOnly }
    let error = await #expect(throws: LogError.self) { try await log.read { $0.head } }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("ends before position 25") == true)
    await #expect(throws: LogError.self) { try await log.root() }
    let found = try await log.verify().firstBreak
    #expect(found?.message == "the log ends before position 25, which it was at")
  }

  @Test(
    arguments: [
      ("UPDATE events SET node = x'00' WHERE position = 17", 17, "a hash of the tree"),
      ("UPDATE events SET stream_salt = x'00' WHERE position = 20", 20, "names its stream anew"),
      ("UPDATE events SET stream = 40, version = 1 WHERE position = 12", 12, "begin at 40"),
      ("INSERT INTO names VALUES ((SELECT max(id) + 1 FROM names), 'more')", nil, "names up to"),
    ] as [(String, Int64?, String)])
  func whatNoAppendWouldHaveLeftIsABreak(
    statement: String, position: Int64?, says: String
  ) async throws {
    try await fill(25).close()
    #expect(try ledger.sqlite3("DROP TRIGGER events_no_update; \(statement)").status == 0)
    let found = try await ledger.open { $0.access = .readOnly }.verify().firstBreak
    #expect(found?.position == position)
    #expect(found?.message.contains(says) == true, "\(String(describing: found))")
  }

  @Test func anIndexOfStreamsThatHasLostItsEndIsABreak() async throws {
    try await fill(300).close()
    let whole = "CREATE UNIQUE INDEX events_by_stream ON events(stream, version)"
    func rewrite(_ sql: String) throws {
      let run = try ledger.sqlite3(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '\(sql)' "
          + "WHERE name = 'events_by_stream'")
      #expect(run.status == 0, "\(run.output)")
    }
    try rewrite(whole + " WHERE position < 290")
    #expect(try ledger.sqlite3("REINDEX events_by_stream").status == 0)
    try rewrite(whole)
    let found = try await ledger.open().verify().firstBreak
    #expect(found?.message.hasPrefix("the index of streams is damaged at stream ") == true)
  }

  @Test func anExportLineHasEveryFieldInOrder() async throws {
    let clocks = Clocks(now: { Instant(microseconds: 1_700_000_000_000_001) }, monotonic: { 0 })
    let log = try ledger.open {
      $0.clocks = clocks
      $0.randomness = Randomness { Array(repeating: 0xab, count: $0) }
    }
    try await log.append([.numbered(1)], to: StreamName("thing/1"))
    let line = try await log.read { try $0.exportLine(at: 1) }
    let salt = String(repeating: "ab", count: 16)
    let digest = ReferenceHash.sha256(
      Array(repeating: 0xab, count: 16) + [0, 0, 0, 0, 0, 0, 0, 1] + Array("{\"n\":1}".utf8))
    #expect(
      line.map { String(decoding: $0, as: UTF8.self) } == """
        {"actor":"test","causation":null,"ledger":"test","occurred_at":null,"payload":{"n":1},\
        "payload_salt":"\(salt)","payload_sha256":"\(Array(digest).map { String(format: "%02x", $0) }.joined())",\
        "position":1,"recorded_at":"2023-11-14T22:13:20.000001Z","request_id":null,"schema":1,\
        "stream":"thing/1","trace_id":null,"type":"test.counted","version":1}
        """)
  }

  /// Payloads that are stored as they are, and one that is compressed with the dictionary: of its
  /// bits some only choose between two places of the dictionary that hold the same text.
  @Test func everyFlippedPayloadBitIsReportedAndNeverServed() async throws {
    let log = try await fill(2)
    let claim = try JSONText(
      """
      {"attempt":1,"boot_id":"5f0c2f0e-7d8e-4d0f-9b59-3c1f6f2c8f11","host":"build-7",
      "lease_expires_at":"2026-01-01T00:02:00.000000Z","lease_seconds":120,"mono":81234567,
      "vp_id":"vp.general.primary","worker_id":"w-build-7-4711"}
      """)
    try await log.append(
      [NewEvent(type: "vp.mission.claimed", payload: claim, actor: "worker:w-build-7-4711")],
      to: StreamName("mission/1"))
    log.close()
    let connection = try Connection(.init(path: ledger.path, mode: .readWrite, synchronous: .off))
    try connection.execute("DROP TRIGGER events_no_update")
    let update = try connection.prepare("UPDATE events SET payload = ? WHERE position = ?")
    let reading = try ledger.open { $0.access = .readOnly }
    var toldByTheBlock = 0
    for position in 1...3 as ClosedRange<Int64> {
      let query = try connection.prepare("SELECT payload FROM events WHERE position = ?")
      try query.bind(position, at: 1)
      _ = try query.step()
      let payload = query.blob(at: 0)
      query.reset()
      for bit in 0..<(payload.count * 8) {
        var flipped = payload
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        try update.bind(flipped, at: 1)
        try update.bind(position, at: 2)
        try update.run()
        let error = await #expect(throws: LogError.self) {
          try await reading.read { try $0.event(at: position) }
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("test:\(position)") == true)
        if error?.message.contains("its block differs") ?? false { toldByTheBlock += 1 }
      }
      let report = try await reading.verify()
      #expect(report.firstBreak?.position == position)
      #expect(report.root == nil)
      try update.bind(payload, at: 1)
      try update.run()
    }
    #expect(toldByTheBlock > 0)
    #expect(try await reading.verify().firstBreak == nil)
  }

  @Test(arguments: [
    ("UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 300", 300),
    ("UPDATE events SET actor = type WHERE position = 2", 2),
    ("UPDATE events SET version = 100 WHERE position = 30", 30),
    ("UPDATE events SET size = 99999999999 WHERE position = 7", 7),
    ("UPDATE events SET codec = 77 WHERE position = 8", 8),
    ("UPDATE events SET stream = 999 WHERE position = 5", 5),
    ("DELETE FROM events WHERE position = 40", 40),
    ("UPDATE events SET stream_salt = zeroblob(16) WHERE position = 3", 3),
    ("UPDATE events SET stream_name = 'x' WHERE position = 10", 10),
    ("UPDATE events SET stream_name = 'x' WHERE position = 100", 100),
    ("UPDATE events SET node = zeroblob(32) WHERE position = 32", 32),
    ("UPDATE events SET node = NULL WHERE position = 48", 48),
    ("UPDATE subtrees SET hash = zeroblob(32)", 256),
    ("UPDATE log_state SET marked = 301", nil),
    ("UPDATE dictionaries SET bytes = zeroblob(64)", nil),
    ("UPDATE events SET recorded_at = recorded_at - 10000000 WHERE position = 200", 200),
    ("UPDATE events SET position = 1000 WHERE position = 300", 300),
    ("UPDATE names SET name = 'other' WHERE id = 1", 1),
    ("DELETE FROM subtrees", 256),
    ("INSERT INTO subtrees VALUES (2, zeroblob(32))", nil),
  ])
  func whatWasTamperedWithIsTheFirstBreak(statement: String, position: Int64?) async throws {
    let log = try await fill(300)
    log.close()
    let connection = try Connection(.init(path: ledger.path, mode: .readWrite, synchronous: .off))
    for table in ["events", "names", "subtrees", "dictionaries"] {
      try connection.execute("DROP TRIGGER \(table)_no_update; DROP TRIGGER \(table)_no_delete")
    }
    try connection.execute("DROP TRIGGER log_state_moves")
    try connection.execute(statement)
    connection.close()
    let report = try await ledger.open { $0.access = .readOnly }.verify(.full)
    let found = try #require(report.firstBreak)
    #expect(found.position == position)
    #expect(report.notChecked.contains("root"))
  }
}

/// The definition of leaf and root, in the fewest steps and by other libraries.
private enum Reference {
  static func leaf(ofLine line: [UInt8]) throws -> Data {
    let read = try JSONSerialization.jsonObject(with: Data(line))
    var object = try #require(read as? [String: Any])
    let saltText = object.removeValue(forKey: "payload_salt")
    let salt = try #require(saltText as? String)
    let payloadValue = object.removeValue(forKey: "payload")
    let payload = try json(#require(payloadValue))
    let version = try #require(object["version"] as? Int)
    let saltBytes = stride(from: 0, to: 32, by: 2).map { index in
      UInt8(salt.dropFirst(index).prefix(2), radix: 16) ?? 0
    }
    let versionBytes = (0..<8).map { UInt8(truncatingIfNeeded: version >> ((7 - $0) * 8)) }
    let digest = ReferenceHash.sha256(Data(saltBytes + versionBytes) + payload)
    #expect(
      object["payload_sha256"] as? String == digest.map { String(format: "%02x", $0) }.joined())
    return Data(ReferenceHash.sha256(Data([0]) + (try json(object))))
  }

  static func root(_ leaves: ArraySlice<Data>) -> Data {
    if leaves.isEmpty { return Data(ReferenceHash.sha256(Data())) }
    if leaves.count == 1 { return leaves[leaves.startIndex] }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return Data(ReferenceHash.sha256(Data([1]) + root(leaves[..<middle]) + root(leaves[middle...])))
  }

  private static func json(_ value: Any) throws -> Data {
    try JSONSerialization.data(
      withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
  }
}
