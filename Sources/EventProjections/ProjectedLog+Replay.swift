internal import EventLog
internal import Platform

extension ProjectedLog {
  /// Folds projections anew from the whole log and replaces the stored rows.
  ///
  /// All projections, if no names are given. Takes about a microsecond an event; writers and
  /// readers go on meanwhile. Each rebuild is recorded by an event `log.projection_rebuilt` of
  /// `actor`.
  ///
  /// - Throws: `newer` for rows of a newer fold than the program's, unless `downgrade` allows their
  ///   replacement; nothing is changed then.
  @discardableResult
  public func rebuild(
    _ names: [String]? = nil, downgrade: Bool = false, actor: String = "projections",
    progress: @escaping @Sendable (ReplayProgress) -> Void = { _ in }
  ) async throws -> [RebuildReport] {
    try await replays.run { () throws -> [RebuildReport] in
      try self.rebuildBlocking(names, downgrade: downgrade, actor: actor, progress: progress)
    }
  }

  /// Does what `rebuild` does, but on the calling thread; with `onlyOlder`, leaves alone
  /// projections that another process has rebuilt while this one waited.
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

  /// Drops the remains of a killed rebuild, unless one is running.
  func dropDebris() throws {
    let lock = try rebuildLock()
    guard try Self.io({ () throws(PlatformError) in try lock.tryAcquire() }) else { return }
    defer { lock.release() }
    try log.writeExclusivelyBlocking { _, connection in try Catalog.dropDebris(connection) }
  }

  /// The lock that lets one process at a time rebuild; it ends with its process.
  private func rebuildLock() throws(LogError) -> SideLock {
    let path = SideFile.rebuildLock.path(of: log.path)
    return try Self.io { () throws(PlatformError) in try SideLock(path: path) }
  }

  private static func io<T>(_ body: () throws(PlatformError) -> T) throws(LogError) -> T {
    do throws(PlatformError) {
      return try body()
    } catch {
      throw LogError(.io, error.description, cause: error)
    }
  }

  /// Folds projections beside the stored rows and lists the differences, changing nothing.
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

  /// Reports what a rebuild of projections would change, and changes nothing; the stored rows may
  /// be of any version.
  ///
  /// All projections, if no names are given. Holds one snapshot for about two microseconds an
  /// event, and as long again if a row would change.
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
