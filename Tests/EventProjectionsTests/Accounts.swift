import CanonicalJSON
import EventLog
import EventProjections
import MissionTesting

/// What the events of one account amount to.
struct Account: Hashable, Sendable {
  var owner: String
  var balance: Int64 = 0
  var moves: Int64 = 0
  var note: String?
}

/// A reducer's complaint.
struct Refused: Error {}

/// Accounts by the position of their first event.
///
/// The version is a test's to choose: from 2 on, moves count twice.
struct AccountsReducer: Reducer {
  let name = "accounts"
  var version = 1

  func key(of event: RecordedEvent) -> Int64? {
    event.type.hasPrefix("account.") ? event.streamID : nil
  }

  func reduce(_ row: inout Account?, _ event: RecordedEvent) throws {
    var payload = JSONReader(event.payload)
    var text = ""
    var amount: Int64 = 0
    try payload.beginObject()
    while let key = try payload.nextKey() {
      switch key {
      case "text": text = try payload.readString()
      case "amount": amount = try payload.readInt64()
      default: try payload.skip()
      }
    }
    guard event.type != "account.opened" else {
      row = Account(owner: text)
      return
    }
    guard event.type != "account.broken", row != nil else { throw Refused() }
    switch event.type {
    case "account.moved":
      row?.balance += amount
      row?.moves += version == 1 ? 1 : 2
    case "account.noted": row?.note = text
    case "account.given": row?.owner = text
    default: row = nil
    }
  }
}

/// The table of accounts.
struct AccountsTable: ProjectionTable {
  let name = "accounts"
  let keyColumns = [Column("id", .integer)]
  let columns = [
    Column("owner", .text), Column("moves", .integer, packed: true), Column("balance", .integer),
    Column("note", .text, optional: true, packed: true),
  ]
  let indexes = [
    TableIndex("accounts_of_owner", on: ["owner"]),
    TableIndex("accounts_in_debt", on: ["owner"], where: "balance < 0"),
  ]

  func write(_ key: Int64, to values: inout RowWriter) { values.integer(key) }
  func key(from values: inout RowReader) throws(ProjectionError) -> Int64 { try values.integer() }

  func write(_ row: Account, to values: inout RowWriter) {
    values.text(row.owner)
    values.integer(row.moves)
    values.integer(row.balance)
    values.text(row.note)
  }

  func row(of key: Int64, from values: inout RowReader) throws(ProjectionError) -> Account {
    let (owner, moves) = (try values.text(), try values.integer())
    return Account(
      owner: owner, balance: try values.integer(), moves: moves, note: try values.optionalText())
  }
}

/// How many events each stream's first two letters after the slash have: a key of text.
struct InitialsReducer: Reducer {
  let name = "initials"
  let version = 1

  func key(of event: RecordedEvent) -> String? {
    event.stream.string.hasPrefix("account/")
      ? String(event.stream.string.dropFirst(8).prefix(2)) : nil
  }

  func reduce(_ row: inout Int64?, _ event: RecordedEvent) { row = (row ?? 0) + 1 }
}

/// The table of those.
struct InitialsTable: ProjectionTable {
  let name = "initials"
  let keyColumns = [Column("initials", .text)]
  let columns = [Column("events", .integer)]
  let indexes: [TableIndex] = []

  func write(_ key: String, to values: inout RowWriter) { values.text(key) }
  func key(from values: inout RowReader) throws(ProjectionError) -> String { try values.text() }
  func write(_ row: Int64, to values: inout RowWriter) { values.integer(row) }
  func row(of key: String, from values: inout RowReader) throws(ProjectionError) -> Int64 {
    try values.integer()
  }
}

let accounts = Projection(AccountsReducer(), in: AccountsTable())
let initials = Projection(InitialsReducer(), in: InitialsTable())

/// A ledger of accounts in a folder of its own.
struct Bank {
  let folder: TemporaryFolder
  let ledger: ProjectedLog

  var path: String { folder.file("bank.db") }

  init(_ projections: [AnyProjection<RecordedEvent>] = [accounts.erased, initials.erased]) throws {
    folder = try TemporaryFolder()
    ledger = try Bank.open(folder.file("bank.db"), projections)
  }

  static func open(
    _ path: String,
    _ projections: [AnyProjection<RecordedEvent>] = [accounts.erased, initials.erased],
    access: EventLog.Options.Access = .readWrite, autoRebuild: Bool = true
  ) throws -> ProjectedLog {
    let options = EventLog.Options(
      access: access, durability: .none, clocks: TestClock(stepMicroseconds: 1_000).clocks,
      randomness: .seeded(1))
    return try ProjectedLog.open(
      path, options, projections: ProjectionSet(projections), autoRebuild: autoRebuild)
  }

  func row(_ name: String) async throws -> Account? {
    try await ledger.read { reader in
      guard let id = try reader.log.streamID(of: stream(name)) else { return nil }
      return try reader.row(accounts, id)
    }
  }

  func run(_ commands: [@Sendable (ProjectionTransaction) throws -> Void]) async throws {
    for command in commands { try await ledger.write(command) }
  }
}

/// The stream of an account.
func stream(_ name: String) -> StreamName { StreamName(trusted: "account/" + name) }

extension ProjectionTransaction {
  /// Appends an event to an account's stream.
  @discardableResult
  func tell(_ name: String, _ type: String, text: String = "", amount: Int64 = 0) throws
    -> RecordedEvent
  {
    let payload = JSONText.object { json in
      json.field("amount", amount)
      json.field("text", text)
    }
    return try append(
      NewEvent(type: "account." + type, payload: payload, actor: "test"), to: stream(name))
  }

  /// The row of an account as this batch has moved it.
  func account(_ name: String) throws -> Account? {
    guard let id = try streamID(of: stream(name)) else { return nil }
    return try row(accounts, id)
  }

  /// The positions of an account's events that its row leaves out.
  func parked(of name: String) throws -> [Int64] {
    guard let id = try streamID(of: stream(name)) else { return [] }
    return try parked(accounts, inStream: id) { _ in true }
  }
}
