internal import EventLog
internal import EventLogSQLite
internal import Platform

extension ProjectedLog {
  /// Folds projections anew from the whole log and puts the new rows in the place of the stored ones.
  ///
  /// All projections, if no names are given. Takes about a microsecond an event; writers and readers go on meanwhile.
  /// Each rebuild is recorded by an event `log.projection_rebuilt` of `actor`. Rows of a newer fold than the program's
  /// are replaced only when `downgrade` says so, else `newer` is thrown and nothing is changed.
  @discardableResult
  public func rebuild(
    _ names: [String]? = nil, downgrade: Bool = false, actor: String = "projections",
    progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
  ) async throws -> [RebuildReport] {
    try await replays.run { () throws -> [RebuildReport] in
      try self.rebuildBlocking(names, downgrade: downgrade, actor: actor, progress: progress)
    }
  }

  /// Does what `rebuild` does on the calling thread; with `onlyOlder`, leaves alone what another process has rebuilt
  /// by the time it is this one's turn.
  func rebuildBlocking(
    _ names: [String]?, onlyOlder: Bool = false, downgrade: Bool = false,
    actor: String = "projections", pace: FoldPace = .standard,
    progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
  ) throws -> [RebuildReport] {
    var chosen = try chosen(names)
    let lock = try rebuildLock()
    try Self.io { () throws(PlatformError) in try lock.acquire() }
    defer { lock.release() }
    if onlyOlder {
      let entries = try log.readBlocking { try $0.query { try Catalog.entries($0) } }
      let older = chosen.stored.filter { (entries[$0.name]?.version ?? 0) < $0.version }
      chosen = chosen.choosing(older.map(\.name))
    }
    guard !chosen.stored.isEmpty else { return [] }
    return try Rebuild(
      log: log, writer: writer, projections: chosen, downgrade: downgrade, actor: actor,
      pace: pace, progress: progress
    ).run()
  }

  /// Drops what a killed rebuild has left, unless one is running.
  func dropDebris() throws {
    let lock = try rebuildLock()
    guard try Self.io({ () throws(PlatformError) in try lock.tryAcquire() }) else { return }
    defer { lock.release() }
    try log.writeExclusivelyBlocking { _, connection in try Catalog.dropDebris(connection) }
  }

  /// The lock that lets one process at a time rebuild; it goes with the process that holds it.
  private func rebuildLock() throws(LogError) -> SideLock {
    let path = log.path + ".rebuild.lock"
    return try Self.io { () throws(PlatformError) in try SideLock(path: path) }
  }

  private static func io<T>(_ body: () throws(PlatformError) -> T) throws(LogError) -> T {
    do throws(PlatformError) {
      return try body()
    } catch {
      throw LogError(.io, error.description, cause: error)
    }
  }

  /// Folds projections beside the stored rows and lists what differs, changing nothing.
  ///
  /// All projections, if no names are given. Holds one snapshot for about a microsecond an event.
  public func check(
    _ names: [String]? = nil, progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
  ) async throws -> [CheckReport] {
    let chosen = try chosen(names)
    return try await log.read { reader in
      try reader.checkRows(of: chosen.stored)
      return try Check(reader: reader, projections: chosen, progress: progress).run()
    }
  }

  /// Tells what a rebuild of projections would change, and changes nothing; the stored rows may be of any version.
  ///
  /// All projections, if no names are given. Holds one snapshot for about two microseconds an event, and for as long
  /// again where a row would change.
  public func rehearse(
    _ names: [String]? = nil, progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
  ) async throws -> Rehearsal {
    let chosen = try chosen(names)
    let clocks = log.options.clocks
    return try await log.read { reader in
      try Rehearse(
        reader: reader, projections: chosen, clocks: clocks, progress: progress
      ).run()
    }
  }
}
