import EventLog
import EventLogSQLite
import EventProjections
import Platform
import Testing

@Suite struct OverlayTests {
  @Test func anEventMovesItsRowInTheSameCommand() async throws {
    let bank = try Bank()
    let seen = try await bank.ledger.write { transaction in
      try transaction.tell("ann", "opened", text: "Ann")
      try transaction.tell("ann", "moved", amount: 5)
      return try transaction.account("ann")
    }
    #expect(seen == Account(owner: "Ann", balance: 5, moves: 1))
    #expect(try await bank.row("ann") == seen)
  }

  @Test func aRefusedCommandLeavesNothing() async throws {
    let bank = try Bank()
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    let before = try await bank.ledger.status()
    await #expect(throws: Refused.self) {
      try await bank.ledger.write { transaction in
        try transaction.tell("ann", "moved", amount: 7)
        try transaction.tell("bob", "opened", text: "Bob")
        throw Refused()
      }
    }
    #expect(try await bank.row("ann")?.balance == 0)
    #expect(try await bank.row("bob") == nil)
    #expect(try await bank.ledger.status() == before)
    let head = try await bank.ledger.read { $0.head }
    #expect(head == 1)
  }

  @Test func laterCommandsSeeWhatEarlierOnesOfTheirBatchDid() async throws {
    let bank = try Bank()
    let ledger = bank.ledger
    try await ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    // The first command holds the writer while the others queue up behind it, so they share a
    // batch.
    let totals = try await withThrowingTaskGroup(of: Int64.self) { group in
      for index in 0..<40 {
        group.addTask {
          do {
            return try await ledger.write { transaction in
              try transaction.tell("ann", "moved", amount: 1)
              if index % 4 == 3 { throw Refused() }
              return try transaction.account("ann")?.balance ?? -1
            }
          } catch is Refused {
            return 0
          }
        }
      }
      return try await group.reduce(into: [Int64]()) { $0.append($1) }
    }
    #expect(totals.filter { $0 > 0 }.sorted() == Array(1...30))
    #expect(try await bank.row("ann")?.balance == 30)
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }

  @Test func aQuerySeesWhatEarlierCommandsMovedAndTheRestIsStillTakenBack() async throws {
    let bank = try Bank()
    let ledger = bank.ledger
    try await ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    for index in 0..<20 {
      let isRefused = index % 3 == 0
      let total = try? await ledger.write { transaction in
        let before = try transaction.query { connection in
          try connection.integer("SELECT sum(balance) FROM accounts")
        }
        try transaction.tell("ann", "moved", amount: 1)
        if isRefused { throw Refused() }
        return before
      }
      #expect((total == nil) == isRefused)
    }
    #expect(try await bank.row("ann")?.balance == 13)
    #expect(try await ledger.check().allSatisfy(\.isSound))
  }

  @Test(arguments: [false, true])
  func aQueryAmidACommandLeavesItsOwnMovesOutUntilItIsAccepted(isRefused: Bool) async throws {
    let bank = try Bank()
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Ann") }
    let seen = try? await bank.ledger.write { transaction in
      try transaction.tell("ann", "moved", amount: 5)
      try transaction.tell("bob", "opened", text: "Bob")
      let stored = try transaction.query { connection in
        try connection.integer("SELECT sum(balance) * 10 + count(*) FROM accounts")
      }
      try transaction.tell("ann", "moved", amount: 2)
      if isRefused { throw Refused() }
      return stored
    }
    #expect(seen == (isRefused ? nil : 1))
    #expect(try await bank.row("ann")?.balance == (isRefused ? 0 : 7))
    #expect(try await bank.row("bob")?.owner == (isRefused ? nil : "Bob"))
    #expect(try await bank.ledger.check().allSatisfy(\.isSound))
  }

  @Test func aRowThatIsFoldedToNothingIsDeletedAndMayComeBack() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "closed") },
    ])
    #expect(try await bank.row("ann") == nil)
    try await bank.ledger.write { try $0.tell("ann", "opened", text: "Anna") }
    #expect(try await bank.row("ann")?.owner == "Anna")
    #expect(try await bank.ledger.check().allSatisfy(\.isSound))
  }

  @Test func aReducerThatFailsParksTheEventAndGoesOn() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "broken") },
      { try $0.tell("ann", "moved", amount: 2) },
    ])
    #expect(try await bank.row("ann") == Account(owner: "Ann", balance: 2, moves: 1))
    let status = try await bank.ledger.status()
    #expect(status[0].parked.map(\.position) == [2])
    #expect(status[0].parked.first?.error.contains("Refused") == true)
    #expect(status[1].parked.isEmpty)
    try await bank.ledger.rebuild()
    #expect(try await bank.ledger.status()[0].parked == status[0].parked)
  }

  @Test func aCommandKnowsWhichEventsOfAStreamAreParked() async throws {
    let bank = try Bank()
    let beside = try Bank.open(bank.path)
    defer { beside.close() }
    func parked(_ ledger: ProjectedLog) async throws -> [Int64] {
      try await ledger.write { try $0.parked(of: "ann") }
    }
    let first = try await bank.ledger.write { transaction in
      try transaction.tell("ann", "opened", text: "Ann")
      try transaction.tell("bob", "broken")
      let before = try transaction.parked(of: "ann")
      try transaction.tell("ann", "broken")
      return (before, try transaction.parked(of: "ann"))
    }
    #expect(first == ([], [3]))
    #expect(try await parked(bank.ledger) == [3])
    await #expect(throws: Refused.self) {
      try await bank.ledger.write { transaction in
        try transaction.tell("ann", "broken")
        throw Refused()
      }
    }
    #expect(try await parked(bank.ledger) == [3])
    try await beside.write { try $0.tell("ann", "broken") }
    #expect(try await parked(bank.ledger) == [3, 4])
    #expect(try await parked(beside) == [3, 4])
    let read = try await bank.ledger.read { reader in
      let id = try reader.log.streamID(of: stream("ann")) ?? 0
      return try reader.parked(accounts, inStream: id) { _ in true }
    }
    #expect(read == [3, 4])
  }

  @Test func aCommandKnowsWhichEventsOfItsOwnBatchAreParked() async throws {
    let bank = try Bank()
    try await bank.run([{ try $0.tell("ann", "opened", text: "Ann") }])
    typealias Found = (moment: Instant, parked: Int64?)
    // The first ones hold the writer while the others queue up behind them, so they share a batch.
    let found = try await withThrowingTaskGroup(of: Found.self) { group in
      for number in 0..<100 {
        group.addTask {
          try await bank.ledger.write { transaction in
            if number < 4 { PlatformThread.pause(seconds: 0.02) }
            if number % 2 == 0 {
              return (transaction.now, try transaction.tell("ann", "broken").position)
            }
            // A question to the tables writes the rows so far, but not yet their events.
            let known = try transaction.query { try $0.integer("SELECT count(*) FROM accounts") }
            #expect(known == 1)
            let parked = try transaction.parked(of: "ann")
            #expect(parked == Array(2..<transaction.head + 1))
            return (transaction.now, nil)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(found.map(\.moment)).count < 50, "hardly any shared a batch")
    let status = try await bank.ledger.status()
    #expect(status[0].parked.map(\.position) == found.compactMap(\.parked).sorted())
    #expect(try await bank.ledger.check().allSatisfy(\.isSound))
  }

  @Test func anIndexedColumnMovesItsIndexToo() async throws {
    let bank = try Bank()
    try await bank.run([
      { try $0.tell("ann", "opened", text: "Ann") }, { try $0.tell("ann", "moved", amount: -5) },
      { try $0.tell("ann", "given", text: "Bob") }, { try $0.tell("ann", "noted", text: "late") },
    ])
    let inDebt = try await bank.ledger.read { reader in
      try reader.query { connection in
        try connection.scalar(
          "SELECT balance FROM accounts INDEXED BY accounts_in_debt WHERE balance < 0 AND owner = 'Bob'"
        )
      }
    }
    #expect(inDebt == .integer(-5))
    let soundness = try await bank.ledger.read { reader in
      try reader.query { try $0.scalar("PRAGMA integrity_check") }
    }
    #expect(soundness == .text("ok"))
  }
}
