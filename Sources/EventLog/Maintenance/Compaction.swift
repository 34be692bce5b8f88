import CanonicalJSON
import EventLogLZ4
import EventLogSQLite
import Platform

/// One compaction of one ledger: it compresses payloads into a second table, puts that in the place
/// of the first, and gives the first one's pages back to the disk.
package struct Compaction {
  /// The most events of one step.
  package static let stepEvents: Int64 = 4_096
  /// The most bytes of payloads of one step.
  static let stepBytes = 4 << 20
  /// The most events left for the step that swaps the tables, while others go on appending.
  private static let rest: Int64 = 256
  /// The pages that one step gives back.
  private static let stepPages: Int64 = 4_096

  let log: EventLog
  let stepEvents: Int64
  let progress: @Sendable (CompactionProgress) -> Void

  func run() throws -> CompactionReport {
    let (before, root) = try log.readBlocking { (try Self.size($0), try $0.root()) }
    let hasTable = try log.readBlocking { try $0.query { try CompactedTable.exists($0) } }
    try checkRoom(before)
    // The remains of a compaction that was killed after its swap.
    try dropOld()
    tell(.dictionary, 0, 1)
    let dictionary = try DictionaryChoice(log: log).run(mayMake: !hasTable && root.size > 0)
    if root.size > 0 {
      if !hasTable { try log.writeExclusivelyBlocking { try CompactedTable.create($1) } }
      try copy(dictionary)
      try verify(root)
    }
    try giveBack()
    let after = try log.readBlocking { try Self.size($0) }
    return CompactionReport(
      root: root, before: before, after: after, dictionary: dictionary.digest.description,
      dictionaryIsNew: dictionary.isNew)
  }

  private func tell(_ stage: CompactionProgress.Stage, _ done: Int64, _ total: Int64) {
    progress(CompactionProgress(stage: stage, done: done, total: total))
  }

  /// Recompresses everything, until so little is left that the swap can copy it.
  private func copy(_ dictionary: DictionaryChoice.Choice) throws {
    let encoder = (
      number: dictionary.id, encoder: DenseEncoder(dictionary: dictionary.dictionary)
    )
    var position = try log.readBlocking { try $0.query { try CompactedTable.head($0) } }
    while true {
      let start = position
      let step = try log.readBlocking { reader in
        (rows: try reader.denseRows(after: start, upTo: stepEvents, encoder), head: reader.head)
      }
      if !step.rows.isEmpty {
        try log.writeExclusivelyBlocking { _, connection in
          try CompactedTable.append(step.rows, connection)
        }
        position += Int64(step.rows.count)
        tell(.payloads, position, step.head)
      }
      guard step.head - position <= Self.rest else { continue }
      break
    }
    tell(.swap, 0, 1)
    try log.writeExclusivelyBlocking { _, connection in try CompactedTable.swap(connection) }
    tell(.swap, 1, 1)
  }

  /// Recomputes every leaf and the root and compares them with the log before.
  private func verify(_ root: LogRoot) throws {
    tell(.verification, 0, root.size)
    let (report, same) = try log.readBlocking { reader in
      (try reader.verify(.log), try reader.root(at: root.size))
    }
    guard report.firstBreak == nil, same == root else {
      throw LogError(
        .corrupt,
        "ledger \(log.name) is not the same after its compaction: "
          + (report.firstBreak?.description ?? "its root was \(root.hex), it is \(same.hex)"))
    }
    tell(.verification, root.size, root.size)
  }

  /// Drops the old table piece by piece.
  private func dropOld() throws {
    while try log.writeExclusivelyBlocking({ try CompactedTable.shrinkOld($1) }) {
      tell(.space, 0, 1)
    }
  }

  /// Returns free pages to the disk.
  private func giveBack() throws {
    try dropOld()
    var free = Int64.max
    while true {
      let left = try log.writeExclusivelyBlocking { transaction, connection in
        try connection.execute("PRAGMA incremental_vacuum(\(Self.stepPages))")
        transaction.requestCheckpoint()
        return try connection.integer("PRAGMA freelist_count") ?? 0
      }
      tell(.space, 0, max(left, 1))
      guard left > 0, left < free else { break }
      free = left
    }
    tell(.space, 1, 1)
  }

  private func checkRoom(_ size: CompactionReport.Size) throws(LogError) {
    let folder = FileSystem.parent(of: log.path) ?? "."
    guard let free = try? FileSystem.freeBytes(at: folder), free < size.stored else { return }
    throw LogError(
      .full,
      "compacting \(log.path) needs \(size.stored) bytes beside it, \(free) are free; nothing was done"
    )
  }

  private static func size(_ reader: LogReader) throws -> CompactionReport.Size {
    try reader.query { connection in
      let sums = try connection.prepare(
        "SELECT coalesce(sum(size), 0), coalesce(sum(length(payload)), 0) FROM events")
      _ = try sums.step()
      return CompactionReport.Size(
        file: try connection.databaseBytes(), payloads: sums.int64(at: 0),
        stored: sums.int64(at: 1))
    }
  }
}

extension EventLog {
  /// Makes the file smaller without changing the log: payloads are compressed as far as LZ4 goes,
  /// with a dictionary made from this ledger's own payloads, into full pages, and the freed space
  /// is given back.
  ///
  /// Others go on reading and writing: each step is a short transaction of its own. A compaction
  /// that is killed goes on where it was at the next call. It needs about as much additional room
  /// as the events take. The root is computed before and after.
  ///
  /// - Throws: `locked` if another compaction of this ledger runs; `full`; `corrupt` if the log is
  ///   not what was appended, or is not the same afterwards.
  @discardableResult
  public func compact(
    progress: @escaping @Sendable (CompactionProgress) -> Void = { _ in }
  ) async throws -> CompactionReport {
    try await BlockingPool(name: "compaction", threads: 1).run {
      try self.compactBlocking(progress: progress)
    }
  }

  /// Does what `compact` does, but on the calling thread.
  package func compactBlocking(
    stepEvents: Int64 = Compaction.stepEvents,
    progress: @escaping @Sendable (CompactionProgress) -> Void = { _ in }
  ) throws -> CompactionReport {
    let lock: SideLock
    do throws(PlatformError) {
      lock = try SideLock(path: SideFile.compactionLock.path(of: path))
      guard try lock.tryAcquire() else { throw PlatformError.lockHeld(path) }
    } catch {
      guard error.isLockHeld else { throw LogError(error, doing: "compacting \(path)") }
      throw LogError(.locked, "another process compacts \(path): wait until it is done")
    }
    defer { lock.release() }
    return try Compaction(log: self, stepEvents: stepEvents, progress: progress).run()
  }
}

extension LogReader {
  /// The compressed rows of the events after a position, as many as one step takes: each is checked
  /// against its leaf, compressed with a dictionary of the file, and decoded again; it keeps its
  /// own block if that is as small.
  func denseRows(
    after position: Int64, upTo events: Int64, _ dictionary: (number: Int64, encoder: DenseEncoder)
  ) throws(LogError) -> [CompactedTable.Row] {
    let encoder = dictionary.encoder
    var found = try range(after: position, through: min(head, position + events))
    defer { found.query.reset() }
    var dense: [CompactedTable.Row] = []
    var bytes = 0
    while bytes < Compaction.stepBytes, try found.next() {
      let payload = try rows.event(found.query, checkingLeaf: true).payload.bytes
      bytes += payload.count
      let stored = found.query.byteCount(at: EventColumn.payload)
      if let block = encoder.encode(payload), block.count < stored {
        guard encoder.decodes(block, to: payload) else {
          throw LogError(
            .corrupt,
            "a payload of ledger \(ledger) does not survive its compression: nothing was changed")
        }
        let codec = BlockCodec(.withDictionary, dictionary: dictionary.number, of: block.span)
        dense.append(CompactedTable.Row(codec: codec, block: block))
      } else {
        dense.append(CompactedTable.Row(codec: rows.wholeCodec(found.query), block: nil))
      }
    }
    return dense
  }
}
