internal import EventLog
internal import EventLogSQLite
internal import Platform

/// A fold of the log into the tables beside, its types not told.
protocol LogFold: Sendable {
  /// Folds the events after a position, up to another, telling how far it is.
  func run(
    _ log: EventLog, after position: Int64, through last: Int64,
    progress: @escaping @Sendable (Int64) -> Void
  ) throws
  /// Writes every row that is still in memory.
  func write(_ connection: Connection) throws(SQLiteError)
  /// Lets go of the connection that rows were written through, on its thread.
  func letGo()
}

/// How a fold goes through the log; the rows are the same whatever it is.
struct FoldPace: Sendable {
  /// Threads that decode; what they don't share, the folding, takes about half as long.
  var threads: Int64 = 2
  /// Events of a chunk.
  var chunk: Int64 = 512
  /// Rows of a projection that stay in memory in any case.
  var heldRows = 1_280
  /// Events for which a row stays in memory after the last one that moved it.
  var idleEvents: Int64 = 8_192

  /// The pace of a rebuild.
  static let standard = FoldPace()
}

/// A fold whose events are decoded by several threads.
///
/// Each thread takes the next chunk of the log, decodes it, checks its leaves, and folds it when the chunk's turn has
/// come: always in the order of the log, so that the rows are the same whatever the threads do. Memory holds a chunk a
/// thread, and the rows that were moved lately: the others go to the tables as the fold moves on.
final class ParallelFold<Decoder: EventDecoder>: LogFold {
  /// A chunk as it is folded.
  private struct Decoded: Sendable {
    var positions: [Int64] = []
    var inputs: [Decoder.Input] = []
  }

  /// What the threads share.
  private struct Line {
    let rows: [any FoldedRows<Decoder.Input>]
    /// The events that were taken, and those that were folded.
    var taken: Int64 = 0
    var folded: Int64 = 0
    /// Rows of a projection beyond which those that lie idle go: a quarter more than were left the last time.
    var heldRows: Int
    var failure: (any Error)?
  }

  private let decoder: Decoder
  private let pace: FoldPace
  private let line: Condition<Line>

  init(
    decoder: Decoder, pace: FoldPace, rows: @Sendable () -> [any FoldedRows<Decoder.Input>]
  ) {
    self.decoder = decoder
    self.pace = pace
    line = Condition(Line(rows: rows(), heldRows: pace.heldRows))
  }

  func run(
    _ log: EventLog, after position: Int64, through last: Int64,
    progress: @escaping @Sendable (Int64) -> Void
  ) throws {
    line.withLock { line in (line.taken, line.folded) = (position, position) }
    let chunks = (last - position + pace.chunk - 1) / pace.chunk
    // A thread that the system refuses is done without.
    let helpers = (1..<max(1, min(pace.threads, chunks))).compactMap { _ in
      try? PlatformThread.spawn(name: "replay") { self.work(log, through: last, progress) }
    }
    work(log, through: last, progress)
    for helper in helpers { helper.join() }
    if let failure = line.withLock({ $0.failure }) { throw failure }
  }

  func write(_ connection: Connection) throws(SQLiteError) {
    try line.withLock { line throws(SQLiteError) in
      for rows in line.rows { try rows.evict(movedBefore: .max, connection) }
    }
  }

  func letGo() {
    line.withLock { line in
      for rows in line.rows { rows.letGo() }
    }
  }

  /// Takes chunk after chunk until none is left, or one could not be folded.
  private func work(
    _ log: EventLog, through last: Int64, _ progress: @Sendable (Int64) -> Void
  ) {
    while let start = take(through: last) {
      let end = min(start + pace.chunk, last)
      let decoded = Result { try decode(log, after: start, through: end) }
      let isItsTurn = line.wait { line in
        line.failure != nil ? false : line.folded == start ? true : nil
      }
      guard isItsTurn else { return }
      do {
        try fold(try decoded.get(), log)
        progress(end)
        line.change { $0.folded = end }
      } catch {
        line.change { $0.failure = error }
      }
    }
  }

  private func take(through last: Int64) -> Int64? {
    line.withLock { line in
      guard line.failure == nil, line.taken < last else { return nil }
      defer { line.taken = min(line.taken + pace.chunk, last) }
      return line.taken
    }
  }

  /// Reads and decodes a chunk, with the leaf check: a row that was folded from an altered payload would hide it.
  private func decode(
    _ log: EventLog, after start: Int64, through end: Int64
  ) throws -> Decoded {
    var decoded = Decoded()
    decoded.positions.reserveCapacity(Int(end - start))
    decoded.inputs.reserveCapacity(Int(end - start))
    try log.readBlocking { reader in
      try reader.forEach(after: start, through: end) { event in
        decoded.positions.append(event.position)
        decoded.inputs.append(decoder.decode(event))
        return true
      }
    }
    return decoded
  }

  /// Folds a chunk, whose turn it is, over a snapshot that has every row that was written so far.
  private func fold(_ decoded: Decoded, _ log: EventLog) throws {
    let isFull = try log.readBlocking { reader in
      try reader.query { connection in
        try line.withLock { line in
          for rows in line.rows {
            for (index, position) in decoded.positions.enumerated() {
              try rows.apply(decoded.inputs[index], at: position, connection)
            }
          }
          return line.rows.contains { $0.count > line.heldRows }
        }
      }
    }
    guard isFull else { return }
    let idle = (decoded.positions.last ?? 0) - pace.idleEvents
    try log.writeExclusivelyBlocking { _, connection in
      try self.line.withLock { line in
        var left = 0
        for rows in line.rows where rows.count > self.pace.heldRows {
          try rows.evict(movedBefore: idle, connection)
          left = max(left, rows.count)
        }
        line.heldRows = max(self.pace.heldRows, left + left / 4)
      }
    }
  }
}
