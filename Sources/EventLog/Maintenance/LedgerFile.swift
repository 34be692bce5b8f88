import EventLogSQLite
import Platform

/// A ledger's file: examined once, then opened once for each connection.
///
/// Only SQLite opens the file: closing any other descriptor of it would drop the locks that SQLite
/// holds for the whole process.
struct LedgerFile: Sendable {
  let path: String
  let name: String
  let lineage: String
  /// How readers open it: as immutable if nobody can write.
  let readMode: Connection.Configuration.Mode
  private let busyMilliseconds: Int
  private let synchronous: Connection.Configuration.Synchronous
  /// The last position that readers see; nil for all.
  private let through: Int64?
  /// The connection that keeps a log in memory alive; nil for a file.
  private let keeper: Connection?

  /// Whether only some of the log's events are here.
  var isSealed: Bool { keeper != nil }

  /// Examines the file at a path, and makes or completes it if asked to; also returns the
  /// connection used for that, for the first reader.
  ///
  /// A file that is no ledger, or one of a later format, is left as it was, to the byte.
  static func open(
    _ path: String, _ options: EventLog.Options,
    whenMade: (Connection, Instant) throws(SQLiteError) -> Void
  ) throws(LogError) -> (file: LedgerFile, reader: Connection) {
    // The files that belong to a ledger lie beside the file itself, not beside links to it.
    let isLink = (try? FileSystem.info(path))?.kind == .symbolicLink
    let path = isLink ? (try? FileSystem.realPath(path)) ?? path : path
    try requireReadable(path)
    let finding = try Examination.examine(path, options)
    if options.access == .readWrite {
      try requireWritable(path)
      if finding == .unfinished { try LedgerMaker.make(path, options, whenMade) }
    } else if finding == .unfinished,
      isEmpty(path) || isEmpty(SideFile.writeAheadLog.path(of: path))
    {
      // Only a writer can roll back its journal, if it has one.
      throw .missing(path)
    }
    // Read before the log, which only grows.
    let mark = SideLock.headMark(path: SideFile.lock.path(of: path))
    let mode = readMode(path, access: options.access)
    let probe = LedgerFile(
      path: path, name: "", lineage: "", readMode: mode, options: options)
    let connection = try probe.connect()
    var isKept = false
    defer { if !isKept { connection.close() } }
    guard try Examination.examine(connection, path: path) != .unfinished else {
      throw .missing(path)
    }
    let (name, lineage) = try identity(connection, path: path, finding)
    if let wanted = options.name, wanted != name {
      throw LogError(.notALedger, "\(path) is the ledger \(name), not \(wanted)")
    }
    let file = LedgerFile(
      path: path, name: name, lineage: lineage, readMode: mode, options: options)
    if let mark { try file.requireAll(of: mark, connection) }
    try file.hideLater(from: connection)
    isKept = true
    return (file, connection)
  }

  /// Takes a sealed log in memory, which `keeper` has made and keeps alive.
  init(
    inMemory path: String, name: String, lineage: String, keeper: Connection,
    options: EventLog.Options
  ) {
    self.init(
      path: path, name: name, lineage: lineage, readMode: .sharedMemoryReader, options: options,
      keeper: keeper)
  }

  private init(
    path: String, name: String, lineage: String, readMode: Connection.Configuration.Mode,
    options: EventLog.Options, keeper: Connection? = nil
  ) {
    self.keeper = keeper
    self.path = path
    self.name = name
    self.lineage = lineage
    self.readMode = readMode
    through = options.access == .readWrite ? nil : options.through
    busyMilliseconds = Int(min(max(options.busyTimeout, 0.1), 3_600) * 1_000)
    synchronous =
      switch options.durability {
      case .full: .full
      case .relaxed: .normal
      case .none: .off
      }
  }

  // MARK: Connections

  /// A connection for reading, with a busy timeout: the first one after a crash runs recovery.
  func openReader() throws(LogError) -> Connection {
    let connection = try connect()
    try hideLater(from: connection)
    return connection
  }

  private func connect() throws(LogError) -> Connection {
    try LogError.translating("opening \(path) for reading") { () throws(SQLiteError) in
      try Connection(
        .init(path: path, mode: readMode, busyMilliseconds: busyMilliseconds, cacheKiB: 16_384))
    }
  }

  /// Hides events after `through` from every statement, by views with the tables' names.
  private func hideLater(from connection: Connection) throws(LogError) {
    guard let through else { return }
    try LogError.translating("opening \(path) for reading") { () throws(SQLiteError) in
      try connection.allowTemporaries(true)
      try connection.execute(
        """
        CREATE TEMP VIEW events AS SELECT * FROM main.events WHERE position <= \(through);
        CREATE TEMP VIEW streams AS SELECT * FROM main.streams WHERE id <= \(through);
        """)
      try connection.allowTemporaries(false)
    }
  }

  /// The connection for writing, whose thread holds the side lock around each transaction.
  func openWriter() throws(LogError) -> Connection {
    try LogError.translating("opening \(path) for writing") { () throws(SQLiteError) in
      let connection = try Connection(
        .init(
          path: path, mode: .readWrite, synchronous: synchronous, busyMilliseconds: 20,
          cacheKiB: 65_536))
      try LedgerFile.setWriteAheadLog(connection)
      try connection.set(pragma: "journal_size_limit", to: 16 << 20)
      return connection
    }
  }

  /// Puts the database into write-ahead mode and reads it back.
  static func setWriteAheadLog(_ connection: Connection) throws(SQLiteError) {
    let mode = try connection.scalar("PRAGMA journal_mode = wal")
    guard mode == .text("wal") else {
      throw SQLiteError.amiss("PRAGMA journal_mode is \(mode ?? .null), not wal")
    }
  }

  // MARK: Facts

  /// The query of the log's end as readers see it, its real end, and the least that this must be.
  var ends: String {
    let seen = "SELECT (SELECT max(position) FROM events)"
    guard !isSealed else { return seen + ", 0, 0" }
    return seen
      + ", (SELECT max(position) FROM main.events), "
      + "(SELECT max(marked, coalesce(projected, 0)) FROM log_state)"
  }

  private static func isEmpty(_ path: String) -> Bool {
    (try? FileSystem.info(path, followingLinks: true))?.bytes ?? 0 == 0
  }

  /// Refuses files that this user may not read, except empty ones: SQLite only says that it can't
  /// open them.
  private static func requireReadable(_ path: String) throws(LogError) {
    for file in [path, SideFile.writeAheadLog.path(of: path), SideFile.sharedMemory.path(of: path)]
    {
      guard let denial = FileSystem.denial(file) else { continue }
      if let info = try? FileSystem.info(file), info.kind == .file, info.bytes == 0 { continue }
      throw LogError(.readOnly, denial)
    }
  }

  private static func requireWritable(_ path: String) throws(LogError) {
    let folder = FileSystem.parent(of: path) ?? "."
    guard FileSystem.isWritable(folder) else {
      let isThere = (try? FileSystem.info(folder, followingLinks: true)) != nil
      throw LogError(
        isThere ? .readOnly : .notFound,
        "the folder \(folder) of ledger \(path) " + (isThere ? "can't be written" : "is missing"))
    }
    let isThere = (try? FileSystem.info(path, followingLinks: true)) != nil
    guard !isThere || FileSystem.isWritable(path) else {
      throw LogError(.readOnly, "the ledger \(path) can't be written")
    }
  }

  /// Chooses to read through the writers' shared memory where there may be any; if the file and its
  /// folder can't be written and no shared memory is left, nobody writes.
  private static func readMode(
    _ path: String, access: EventLog.Options.Access
  ) -> Connection.Configuration.Mode {
    let folder = FileSystem.parent(of: path) ?? "."
    guard access == .frozen || (access == .readOnly && !FileSystem.isWritable(folder)) else {
      return .readOnly
    }
    if access == .readOnly, (try? FileSystem.info(SideFile.sharedMemory.path(of: path))) != nil {
      return .readOnly
    }
    let log = try? FileSystem.info(SideFile.writeAheadLog.path(of: path))
    return (log?.bytes ?? 0) == 0 ? .immutable : .immutableWithLog
  }

  /// The ledger's name and lineage, read with its write-ahead log, which must belong to the file as
  /// it was found without it.
  private static func identity(
    _ connection: Connection, path: String, _ finding: Examination
  ) throws(LogError) -> (name: String, lineage: String) {
    let row = try LogError.translating("reading \(path)") { () throws(SQLiteError) in
      let query = try connection.prepare(
        "SELECT l.name, l.lineage, s.lineage FROM ledger l, log_state s")
      return try query.step() ? (query.text(at: 0), query.blob(at: 1), query.blob(at: 2)) : nil
    }
    guard let (name, lineage, newest) = row else {
      throw LogError(.corrupt, "the ledger \(path) has lost the row that names it")
    }
    var found = [lineage, newest]
    if case .ledger(let lineage?) = finding { found.append(lineage) }
    guard found.allSatisfy({ $0 == lineage }) else {
      let log = try? FileSystem.info(SideFile.writeAheadLog.path(of: path), followingLinks: true)
      throw LogError(
        .corrupt,
        (log?.bytes ?? 0) == 0
          ? "the ledger \(path) says in one place that its lineage is \(lineage.hex), and in another "
            + "\(newest.hex): it was changed; put back a backup"
          : "the file \(path)-wal belongs to another ledger: put its own back, or move this one away "
            + "to go on with what the last checkpoint left")
    }
    return (name, lineage.hex)
  }
}

extension LogError {
  /// Says that there is no ledger yet, since the first writer makes it.
  package static func missing(_ path: String) -> LogError {
    LogError(.notFound, "there is no ledger at \(path) yet; the first writer makes it")
  }
}
