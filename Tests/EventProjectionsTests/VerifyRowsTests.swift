import EventLog
import EventLogSQLite
import EventProjections
import MissionTesting
import Testing

/// A ledger whose rows were kept every few events, to tell of past moments by.
private struct KeptLedger {
  static let interval: Int64 = 7

  let folder: TemporaryFolder
  let ledger: ProjectedLog
  /// The rows as they were after each event.
  let known: [[[String]]]

  var path: String { folder.file("log.db") }

  init(seed: UInt64, events: Int = 60) async throws {
    folder = try TemporaryFolder()
    ledger = try AsOfTests.open(folder.file("log.db"), historyInterval: Self.interval)
    var random = SeededGenerator(seed: seed)
    var known = [try await AsOfTests.rows(ledger)]
    for _ in 0..<events {
      let name = ["ann", "bob", "cid", "dot"].randomElement(using: &random) ?? "ann"
      let type = ["moved", "given", "noted"].randomElement(using: &random) ?? "moved"
      try await ledger.write { try $0.tell(name, type, text: "x") }
      known.append(try await AsOfTests.rows(ledger))
    }
    self.known = known
  }

  /// The projections whose kept rows are not what the log says, with the first position of each.
  func breaks(_ scope: VerifyReport.Scope = .full) async throws -> [String: Int64] {
    let checks = try await ledger.verifyRows(scope).checks
    return Dictionary(
      uniqueKeysWithValues: checks.compactMap { check in check.keptBreak.map { (check.name, $0) } })
  }

  func expectThePastAsItWas(_ sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for (position, rows) in known.enumerated() {
      let past = try AsOfTests.open(
        path, through: Int64(position), historyInterval: Self.interval)
      #expect(try await AsOfTests.rows(past) == rows, sourceLocation: sourceLocation)
      past.close()
    }
  }
}

private func alter(_ path: String, _ sql: String) throws {
  let connection = try Connection(Connection.Configuration(path: path, mode: .readWrite))
  defer { connection.close() }
  try connection.execute(sql)
}

@Suite struct VerifyRowsTests {
  @Test func aRebuildKeepsWhatDependsOnNoFold() async throws {
    let kept = try await KeptLedger(seed: 1)
    func lists() async throws -> Int64? {
      try await kept.ledger.log.read { reader in
        try reader.query { try $0.integer("SELECT count(*) FROM stream_moves") }
      }
    }
    let before = try #require(try await lists())
    #expect(before > 0)
    _ = try await kept.ledger.rebuild(["stream_tallies"])
    #expect(try await lists() == before)
    try await kept.expectThePastAsItWas()
  }

  @Test(arguments: 1...6) func whatIsKeptForPastMomentsIsWhatTheLogSays(seed: UInt64) async throws {
    let kept = try await KeptLedger(seed: seed)
    #expect(try await kept.breaks().isEmpty)
    _ = try await kept.ledger.rebuild(["type_tallies"])
    for _ in 0..<20 { try await kept.ledger.write { try $0.tell("ann", "moved") } }
    #expect(try await kept.breaks().isEmpty)
  }

  @Test(arguments: [
    ("UPDATE type_tallies__history SET events = events + 1000 WHERE at = 14", "type_tallies", 14),
    ("DELETE FROM type_tallies__history WHERE at = 21", "type_tallies", 21),
    ("INSERT INTO type_tallies__history VALUES (28, 'made up', 1, 25)", "type_tallies", 28),
    ("INSERT INTO type_tallies__history VALUES (29, 'made up', 1, 25)", "type_tallies", 29),
    (
      "DELETE FROM projection_history WHERE at = 7 AND projection = 'type_tallies'", "type_tallies",
      7
    ),
    ("INSERT INTO projection_history VALUES ('type_tallies', 999)", "type_tallies", 999),
    ("DROP TABLE type_tallies__history", "type_tallies", 7),
    ("DELETE FROM stream_moves WHERE through = 21", "stream_tallies", 21),
    ("INSERT INTO stream_moves VALUES (7, 3)", "stream_tallies", 7),
    ("INSERT INTO stream_moves VALUES (15, 1)", "stream_tallies", 15),
    ("INSERT INTO projection_history VALUES ('stream moves', 999)", "stream_tallies", 999),
    ("DROP TABLE stream_moves", "stream_tallies", 14),
  ])
  func whatElseIsKeptIsFoundInFullScopeAndGoneAfterARebuild(
    sql: String, projection: String, position: Int64
  ) async throws {
    let kept = try await KeptLedger(seed: 1)
    try alter(kept.path, sql)
    #expect(try await kept.breaks(.log).isEmpty)
    #expect(try await kept.breaks() == [projection: position])
    _ = try await kept.ledger.rebuild([projection])
    #expect(try await kept.breaks().isEmpty)
    try await kept.expectThePastAsItWas()
    for _ in 0..<20 { try await kept.ledger.write { try $0.tell("ann", "moved") } }
    #expect(try await kept.breaks() == [:])
    try await kept.expectThePastAsItWas()
  }

  @Test(arguments: [
    ("INSERT INTO parked_events VALUES ('accounts', 1, 'made up')", Int64(1)),
    ("DELETE FROM parked_events", 2),
  ])
  func anEventThatWasParkedWithoutReasonOrLeftOutIsFound(sql: String, position: Int64) async throws
  {
    let bank = try Bank()
    try await bank.run([{ try $0.tell("ann", "opened") }, { try $0.tell("ann", "broken") }])
    #expect(try await bank.ledger.verifyRows().checks.allSatisfy { $0.parkedBreak == nil })
    try alter(bank.path, sql)
    #expect(try await bank.ledger.verifyRows().checks.compactMap(\.parkedBreak) == [position])
    _ = try await bank.ledger.rebuild(["accounts"])
    #expect(try await bank.ledger.verifyRows().checks.allSatisfy { $0.parkedBreak == nil })
  }

  @Test func anEventThatIsParkedForNoProjectionIsFound() async throws {
    let bank = try Bank()
    try await bank.run([{ try $0.tell("ann", "opened") }])
    try alter(bank.path, "INSERT INTO parked_events VALUES ('others', 1, 'made up')")
    #expect(try await bank.ledger.verifyRows().parkedStranger == "others")
    _ = try await bank.ledger.rebuild(["accounts"])
    #expect(try await bank.ledger.verifyRows().parkedStranger == nil)
  }

  @Test func rowsThatAreSaidToEndEarlierAreHeldAgainstTheLogUpToThere() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened") }, { try $0.tell("ann", "moved", amount: 1) },
    ])
    for table in ["log_state SET projected", "projections SET position"] {
      try alter(bank.path, "DROP TRIGGER IF EXISTS log_state_moves; UPDATE \(table) = 1")
      let rows = try await bank.ledger.verifyRows()
      #expect(rows.checks.map(\.position) == [1, 1])
      #expect(rows.checks.contains { !$0.isSound }, "\(table)")
      try alter(bank.path, "UPDATE \(table) = NULL")
    }
    #expect(try await bank.ledger.verifyRows().behind == nil)
    // Rows that nothing has moved since are only behind.
    try alter(
      bank.path, "DELETE FROM accounts; DELETE FROM initials; UPDATE log_state SET projected = 0")
    let behind = try await bank.ledger.verifyRows()
    #expect(behind.checks.allSatisfy(\.isSound) && behind.behind?.code == .outdated)
  }

  @Test func rowsThatAreSaidToKnowMoreThanTheLogHasAreRefusedUntilTheyAreRebuilt() async throws {
    let bank = try Bank()
    try await bank.run([{ try $0.tell("ann", "opened") }])
    try alter(bank.path, "UPDATE projections SET position = 2 WHERE name = 'accounts'")
    await expectRefusal { _ = try await bank.ledger.verifyRows() }
    await expectRefusal { _ = try await bank.ledger.check() }
    await expectRefusal { _ = try await bank.row("ann") }
    // A writer that took them at their word would pass the next event by.
    await expectRefusal { try await bank.run([{ try $0.tell("ann", "moved", amount: 1) }]) }
    _ = try await bank.ledger.rebuild(["accounts"])
    try await bank.run([{ try $0.tell("ann", "moved", amount: 1) }])
    #expect(try await bank.ledger.verifyRows().checks.allSatisfy(\.isSound))
  }

  private func expectRefusal(_ body: () async throws -> sending Void) async {
    let error = await #expect(throws: ProjectionError.self, performing: body)
    #expect(error?.code == .corruptRow && error?.message.contains("position 2") == true)
  }
}

@Suite struct SchemaBreakTests {
  private func bank() async throws -> Bank {
    let bank = try Bank()
    try await bank.run([{ try $0.tell("ann", "opened") }, { try $0.tell("bob", "opened") }])
    return bank
  }

  @Test func whatThisProgramMakesHasNoBreak() async throws {
    let bank = try Bank()
    #expect(try await bank.ledger.schemaBreak() == nil)
    try await bank.run([{ try $0.tell("ann", "opened") }])
    #expect(try await bank.ledger.schemaBreak() == nil)
    for _ in 0..<2 {
      _ = try await bank.ledger.rebuild()
      #expect(try await bank.ledger.schemaBreak() == nil)
    }
    let kept = try await KeptLedger(seed: 1)
    #expect(try await kept.ledger.schemaBreak() == nil)
    _ = try await kept.ledger.rebuild()
    #expect(try await kept.ledger.schemaBreak() == nil)
  }

  @Test(arguments: [
    ("DROP TABLE names", "the table names is missing"),
    ("DROP TABLE accounts", "the table accounts is missing"),
    ("DROP TABLE projections", "the table projections is missing"),
    ("DROP TABLE parked_events", "the table parked_events is missing"),
    (
      "DROP INDEX events_by_stream",
      "the index events_by_stream of the table events is missing"
    ),
    (
      "DROP INDEX accounts_of_owner", "the index accounts_of_owner of the table accounts is missing"
    ),
    (
      "CREATE INDEX accounts_of_owner_2 ON accounts (owner)",
      "the index accounts_of_owner of the table accounts is none"
    ),
    (
      "DROP INDEX accounts_of_owner; CREATE INDEX accounts_of_owner ON accounts (owner, balance)",
      "the index accounts_of_owner of the table accounts is not as"
    ),
    ("ALTER TABLE accounts DROP COLUMN packed", "the table accounts is not as"),
    ("ALTER TABLE ledger RENAME writer_version TO wriuer_version", "the table ledger is not as"),
    (
      "DROP VIEW streams; CREATE VIEW streams AS SELECT 1 AS id, 'x' AS name, x'' AS salt",
      "the view streams is not as"
    ),
    (
      "CREATE TRIGGER more AFTER UPDATE ON accounts BEGIN DELETE FROM initials; END",
      "the trigger more of the table accounts is none"
    ),
    ("CREATE TABLE more (x)", "the table more is none"),
    ("CREATE VIEW more AS SELECT 1", "the view more is none"),
  ])
  func whatElseAFileHasIsNamed(sql: String, says: String) async throws {
    let bank = try await bank()
    bank.ledger.close()
    try alter(bank.path, sql)
    let ledger = try Bank.open(bank.path, access: .readOnly)
    let found = try #require(try await ledger.schemaBreak())
    #expect(found.message.hasPrefix(says), "\(found.message)")
    #expect((found.projection == "accounts") == says.contains("accounts"))
  }

  @Test func aProjectionsTablesAreAsTheProgramMakesThemAfterARebuild() async throws {
    for sql in [
      "DROP TABLE accounts", "DROP INDEX accounts_of_owner",
      "ALTER TABLE accounts DROP COLUMN packed",
      "CREATE TRIGGER more AFTER UPDATE ON accounts BEGIN DELETE FROM initials; END",
    ] {
      let bank = try await bank()
      bank.ledger.close()
      try alter(bank.path, sql)
      let ledger = try Bank.open(bank.path, autoRebuild: false)
      _ = try await ledger.rebuild(["accounts"])
      #expect(try await ledger.schemaBreak() == nil, "\(sql)")
      #expect(try await ledger.check().allSatisfy(\.isSound), "\(sql)")
    }
  }

  @Test(arguments: [-1, 0, Int64.max])
  func aTableThatNobodyCanHaveMadeSoOftenIsMadeAnew(generation: Int64) async throws {
    let bank = try await bank()
    try alter(
      bank.path, "UPDATE projections SET generation = \(generation) WHERE name = 'accounts'")
    let found = try #require(try await bank.ledger.schemaBreak())
    #expect(found.message.contains("made \(generation) times") && found.projection == "accounts")
    _ = try await bank.ledger.rebuild(["accounts"])
    #expect(try await bank.ledger.schemaBreak() == nil)
  }

  @Test func tablesOfWhatTheProgramDoesNotKnowAreNoBreak() async throws {
    let bank = try await bank()
    try alter(
      bank.path,
      """
      INSERT INTO projections VALUES ('later', 1, 1, 0, NULL);
      CREATE TABLE later (x); CREATE INDEX later_x ON later (x); CREATE TABLE later__history (x);
      CREATE TABLE accounts__rebuild (x);
      UPDATE projections SET version = 9 WHERE name = 'accounts'; DROP INDEX accounts_of_owner;
      """)
    #expect(try await bank.ledger.schemaBreak() == nil)
    try alter(bank.path, "CREATE TRIGGER more AFTER INSERT ON later BEGIN SELECT 1; END")
    #expect(try await bank.ledger.schemaBreak()?.message.contains("trigger more") == true)
  }
}
