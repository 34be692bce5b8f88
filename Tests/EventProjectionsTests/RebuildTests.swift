import CanonicalJSON
import EventLog
import EventLogSQLite
import MissionTesting
import Platform
import Testing

@testable import EventProjections

@Suite struct RebuildTests {
  /// Tells a random story: accounts opened, moved, given, closed and broken, some commands refused.
  private func tellStory(_ bank: Bank, seed: UInt64, commands: Int = 120) async throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<commands {
      let names = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        "n\(Int.random(in: 0..<12, using: &random))"
      }
      let kinds = names.map { _ in Int.random(in: 0..<10, using: &random) }
      let amount = Int64.random(in: -9...9, using: &random)
      let isRefused = Int.random(in: 0..<5, using: &random) == 0
      _ = try? await bank.ledger.write { transaction in
        for (name, kind) in zip(names, kinds) {
          switch kind {
          case 0: try transaction.tell(name, "closed")
          case 1: try transaction.tell(name, "broken")
          case 2: try transaction.tell(name, "given", text: "caf\u{e9} \(amount)")
          case 3: try transaction.tell(name, "noted", text: "cafe\u{301} \(amount)")
          case 4, 5: try transaction.tell(name, "opened", text: name)
          default: try transaction.tell(name, "moved", amount: amount)
          }
        }
        if isRefused { throw Refused() }
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func aRebuildGivesTheLiveRowsByteForByte(seed: UInt64) async throws {
    let bank = try Bank()
    try await tellStory(bank, seed: seed)
    let live = try await bank.ledger.status()
    let reports = try await bank.ledger.rebuild()
    let rebuilt = try await bank.ledger.status()
    #expect(reports.map(\.storedDigest) == live.map(\.digest), "seed \(seed)")
    #expect(rebuilt.map(\.digest) == live.map(\.digest), "seed \(seed)")
    #expect(rebuilt.map(\.parked) == live.map(\.parked), "seed \(seed)")
    #expect(reports.allSatisfy { $0.added + $0.changed + $0.removed == 0 })
    try await tellStory(bank, seed: seed + 100, commands: 20)
    #expect(try await bank.ledger.check().allSatisfy(\.isSound), "seed \(seed)")
  }

  @Test(arguments: [1, 2, 3] as [Int64], [1, 7, 1_000] as [Int64])
  func theRowsAreTheSameWhateverTheThreadsAndTheChunks(threads: Int64, chunk: Int64) async throws {
    let bank = try Bank()
    try await tellStory(bank, seed: 6)
    let live = try await bank.ledger.status()
    let ledger = bank.ledger
    let told = Condition<[Int64]>([])
    let reports = try await BlockingPool(name: "test", threads: 1).run {
      try ledger.rebuildBlocking(
        nil, pace: FoldPace(threads: threads, chunk: chunk, heldRows: 3, idleEvents: 5),
        progress: { progress in told.withLock { $0.append(progress.events) } })
    }
    #expect(reports.map(\.digest) == live.map(\.digest))
    #expect(reports.allSatisfy { $0.added + $0.changed + $0.removed == 0 })
    let rebuilt = try await ledger.status()
    #expect(rebuilt.map(\.parked) == live.map(\.parked))
    #expect(told.withLock { $0 == $0.sorted() && $0.last == reports[0].position })
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }

  @Test func writersAndReadersGoOnWhileARebuildRuns() async throws {
    let bank = try Bank()
    try await tellStory(bank, seed: 8)
    let ledger = bank.ledger
    let seen = Condition<[Int64]>([])
    let reports = try await BlockingPool(name: "test", threads: 1).run {
      try ledger.rebuildBlocking(
        nil, pace: FoldPace(threads: 2, chunk: 32, heldRows: 3, idleEvents: 5),
        progress: { _ in
          let head = try? ledger.readBlocking { $0.head }
          guard let head, seen.withLock({ $0.count < 12 }) else { return }
          let moved = try? ledger.writeBlocking { try $0.tell("late", "opened", text: "Late") }
          seen.withLock { $0.append(head - (moved?.position ?? 0)) }
        })
    }
    #expect(seen.withLock { $0.count == 12 && $0.allSatisfy { $0 == -1 } })
    #expect(try await bank.row("late")?.owner == "Late")
    #expect(reports.allSatisfy { $0.added + $0.changed + $0.removed == 0 })
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }

  @Test func aParkedEventIsTriedAgainByARebuild() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "broken") },
      { try $0.tell("ann", "moved", amount: 2) },
    ])
    #expect(try await bank.ledger.status()[0].parked.map(\.position) == [2])
    #expect(try await bank.row("ann")?.balance == 2)
    bank.ledger.close()
    let mended = Projection(MendedReducer(), in: AccountsTable())
    let ledger = try Bank.open(bank.path, [mended.erased, initials.erased])
    #expect(try await ledger.status()[0].parked.isEmpty)
    #expect(try await ledger.read { try $0.row(mended, 1) }?.note == "mended")
  }

  @Test func rowsOfAnotherShapeAreReplacedWholeAndARehearsalSaysSo() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("bob", "opened", text: "Bob") },
    ])
    bank.ledger.close()
    let wide = Projection(AccountsReducer(version: 2), in: WideTable())
    let reading = try Bank.open(bank.path, [wide.erased, initials.erased], access: .readOnly)
    let report = try await reading.rehearse(["accounts"]).projections[0]
    #expect(report.isReshaped)
    #expect(report.storedDigest == nil)
    #expect([report.storedRows, report.rows] == [2, 2])
    #expect(report.changesAnything && report.groups.isEmpty)
    #expect(report.isComparable)
    #expect(report.newColumns == ["length"])
    #expect(report.droppedColumns == ["note"])
    let rude = try Connection(.init(path: bank.path, mode: .readWrite, synchronous: .off))
    try rude.execute("UPDATE accounts SET balance = 77 WHERE id = 2")
    rude.close()
    let found = try await reading.rehearse(["accounts"]).projections[0]
    #expect(found.groups.map(\.rows) == [1])
    let difference = try #require(found.differences.first)
    #expect(difference.key == [.integer(2)])
    #expect(difference.columns.map(\.column) == ["balance"])
    #expect(difference.columns[0].stored == .integer(77))
    #expect(difference.columns[0].folded == .integer(0))
    reading.close()
    let ledger = try Bank.open(bank.path, [wide.erased, initials.erased])
    #expect(try await ledger.read { try $0.row(wide, 1) }?.owner == "Ann")
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }

  @Test func anAlteredPayloadStopsEveryThreadOfARebuild() async throws {
    let bank = try Bank()
    try await tellStory(bank, seed: 5)
    let rude = try Connection(
      .init(path: bank.ledger.log.path, mode: .readWrite, synchronous: .off))
    try rude.execute("DROP TRIGGER events_no_update")
    try rude.execute(
      """
      UPDATE events SET payload = CAST(payload || x'00' AS BLOB)
      WHERE position > 20 AND position < (SELECT max(position) - 16 FROM events)
      """)
    let ledger = bank.ledger
    let error = await #expect(throws: LogError.self) {
      try await BlockingPool(name: "test", threads: 1).run {
        try ledger.rebuildBlocking(
          nil, pace: FoldPace(threads: 3, chunk: 2, heldRows: 3, idleEvents: 5))
      }
    }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains(":21 ") == true)
  }

  @Test func aRebuildOverAnAlteredPayloadIsRefusedAndLeavesTheRows() async throws {
    let bank = try Bank()
    try await tellStory(bank, seed: 5)
    let live = try await bank.ledger.status()
    let path = bank.ledger.log.path
    let rude = try Connection(.init(path: path, mode: .readWrite, synchronous: .off))
    try rude.execute("DROP TRIGGER events_no_update")
    try rude.execute(
      "UPDATE events SET payload = CAST(payload || x'00' AS BLOB) WHERE position = 3")
    let error = await #expect(throws: LogError.self) { try await bank.ledger.rebuild() }
    #expect(error?.code == .corrupt)
    #expect(try await bank.ledger.status().map(\.digest) == live.map(\.digest))
  }

  @Test func aPayloadThatWasAlteredIntoAnotherIsNotFolded() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "moved", amount: 2) },
    ])
    let live = try await bank.ledger.status()
    let rude = try Connection(
      .init(path: bank.path, mode: .readWrite, synchronous: .off))
    try rude.execute("DROP TRIGGER events_no_update")
    let payload = "{\"amount\":9,\"text\":\"\"}"
    try rude.execute(
      "UPDATE events SET codec = 0, size = \(payload.utf8.count), "
        + "payload = CAST('\(payload)' AS BLOB) WHERE position = 2")
    let error = await #expect(throws: LogError.self) { try await bank.ledger.rebuild() }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("bank:2 ") == true)
    #expect(try await bank.ledger.status().map(\.digest) == live.map(\.digest))
  }

  @Test func aRebuildIsRecordedInTheLog() async throws {
    let bank = try Bank()
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    let report = try await bank.ledger.rebuild(["accounts"], actor: "operator:ann@host")[0]
    let event = try await bank.ledger.read { try $0.log.event(at: 2) }
    #expect(event?.type == "log.projection_rebuilt")
    #expect(event?.stream.string == "log")
    #expect(event?.actor == "operator:ann@host")
    let payload = event?.payload.string ?? ""
    #expect(payload.contains("\"digest\":\"\(report.digest)\""))
    #expect(payload.contains("\"projection\":\"accounts\""))
    #expect(payload.contains("\"stored_version\":1,\"version\":1"))
  }

  @Test func theSameLogGivesTheSameDigestInEveryFile() async throws {
    let (left, right) = (try Bank(), try Bank())
    try await tellStory(left, seed: 9)
    try await tellStory(right, seed: 9)
    #expect(try await left.ledger.status().map(\.digest) == right.ledger.status().map(\.digest))
  }

  @Test func rowsOfAnOlderFoldAreRebuiltWhenTheLedgerIsOpenedForWriting() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "moved", amount: 2) },
    ])
    bank.ledger.close()
    let newer = Projection(AccountsReducer(version: 2), in: AccountsTable())
    let reading = try Bank.open(bank.path, [newer.erased, initials.erased], access: .readOnly)
    await #expect(throws: ProjectionError.self) { try await reading.read { $0.head } }
    reading.close()
    let waiting = try Bank.open(bank.path, [newer.erased, initials.erased], autoRebuild: false)
    await #expect(throws: ProjectionError.self) { try await waiting.write { $0.head } }
    waiting.close()
    let writing = try Bank.open(bank.path, [newer.erased, initials.erased])
    let account = try await writing.read { try $0.row(newer, 1) }
    #expect(account?.moves == 2)
    #expect(try await writing.check().allSatisfy(\.isSound))
    writing.close()
    let older = try Bank.open(bank.path)
    let error = await #expect(throws: ProjectionError.self) { try await older.read { $0.head } }
    #expect(error?.code == .newer)
    await #expect(throws: ProjectionError.self) { try await older.rebuild() }
    let report = try await older.rebuild(["accounts"], downgrade: true)[0]
    #expect(report.storedVersion == 2)
    #expect(report.changed == 1)
    #expect(try await older.read { try $0.row(accounts, 1) }?.moves == 1)
  }

  @Test func aProjectionThatIsNewToALedgerIsBuiltFromItsWholeLog() async throws {
    let bank = try Bank([accounts.erased])
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "moved", amount: 2) },
    ])
    bank.ledger.close()
    let both = try Bank.open(bank.path)
    #expect(try await both.read { try $0.row(initials, "an") } == 2)
    #expect(try await both.check().allSatisfy(\.isSound))
  }

  @Test func aProgramThatDoesNotKnowAProjectionLeavesItBehindAndTheNextOneCatchesUp() async throws {
    let bank = try Bank()
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    bank.ledger.close()
    let narrow = try Bank.open(bank.path, [accounts.erased])
    try await narrow.write { try $0.tell("ann", "moved", amount: 3) }
    narrow.close()
    let reading = try Bank.open(bank.path, access: .readOnly)
    await #expect(throws: ProjectionError.self) { try await reading.read { $0.head } }
    reading.close()
    let both = try Bank.open(bank.path)
    try await both.write { try $0.tell("ann", "moved", amount: 4) }
    #expect(try await both.read { try $0.row(initials, "an") } == 3)
    #expect(try await both.check().allSatisfy(\.isSound))
  }

  @Test func eventsThatWereAppendedWithoutProjectionsAreCaughtUpByTheNextWriter() async throws {
    let bank = try Bank()
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    bank.ledger.close()
    let plain = try EventLog.open(bank.path, EventLog.Options(durability: .none))
    try await plain.append(
      [NewEvent(type: "account.moved", payload: .emptyObject, actor: "test")], to: stream("ann"))
    plain.close()
    let ledger = try Bank.open(bank.path)
    try await ledger.write { try $0.tell("ann", "moved", amount: 4) }
    #expect(try await ledger.read { try $0.row(accounts, 1) }?.moves == 2)
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }

  @Test func twoProcessesWorthOfWritersKeepTheRowsRight() async throws {
    let bank = try Bank()
    let other = try Bank.open(bank.path)
    for index in 0..<20 {
      let ledger = index % 2 == 0 ? bank.ledger : other
      try await ledger.write { transaction in
        if index == 0 { try transaction.tell("ann", "opened", text: "Ann") }
        try transaction.tell("ann", "moved", amount: 1)
      }
    }
    #expect(try await bank.row("ann")?.balance == 20)
    #expect(try await other.check().allSatisfy(\.isSound))
  }

  @Test func whatAKilledRebuildLeftIsDroppedWhenTheLedgerIsOpenedForWriting() async throws {
    let bank = try Bank()
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    bank.ledger.close()
    let connection = try Connection(Connection.Configuration(path: bank.path, mode: .readWrite))
    try connection.execute("CREATE TABLE accounts__rebuild(id INTEGER PRIMARY KEY)")
    try connection.execute("INSERT INTO parked_events VALUES ('accounts__rebuild', 1, 'x')")
    connection.close()
    let ledger = try Bank.open(bank.path)
    let left = try await ledger.read { reader in
      try reader.query { connection in
        try connection.integer(
          """
          SELECT (SELECT count(*) FROM sqlite_schema WHERE name LIKE '%rebuild%')
            + (SELECT count(*) FROM parked_events)
          """)
      }
    }
    #expect(left == 0)
  }

  @Test func anUnknownNameIsRefusedWithTheKnownOnes() async throws {
    let bank = try Bank()
    let error = await #expect(throws: ProjectionError.self) {
      try await bank.ledger.rebuild(["acounts"])
    }
    #expect(error?.code == .unknown)
    #expect(error?.message.contains("accounts, initials") == true)
  }
}

/// The fold that has learnt to read what the first version could not.
private struct MendedReducer: Reducer {
  let name = "accounts"
  let version = 2

  func key(of event: RecordedEvent) -> Int64? { AccountsReducer().key(of: event) }

  func reduce(_ row: inout Account?, _ event: RecordedEvent) throws {
    guard event.type == "account.broken" else {
      return try AccountsReducer().reduce(&row, event)
    }
    row?.note = "mended"
  }
}

/// Accounts in a table with other columns: one less, and one that the first version didn't have.
private struct WideTable: ProjectionTable {
  let name = "accounts"
  let keyColumns = [Column("id", .integer)]
  let columns = [
    Column("owner", .text), Column("balance", .integer), Column("moves", .integer),
    Column("length", .integer),
  ]
  let indexes: [TableIndex] = []

  func write(_ key: Int64, to values: inout RowWriter) { values.integer(key) }
  func key(from values: inout RowReader) throws(ProjectionError) -> Int64 { try values.integer() }

  func write(_ row: Account, to values: inout RowWriter) {
    values.text(row.owner)
    values.integer(row.balance)
    values.integer(row.moves)
    values.integer(row.owner.utf8.count)
  }

  func row(of key: Int64, from values: inout RowReader) throws(ProjectionError) -> Account {
    let row = Account(
      owner: try values.text(), balance: try values.integer(), moves: try values.integer())
    try values.skip()
    return row
  }
}
