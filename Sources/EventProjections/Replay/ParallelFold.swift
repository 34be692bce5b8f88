internal import EventLog
internal import EventLogSQLite
internal import Platform

/// A fold whose events are decoded by several threads.
///
/// A thread folds the next chunk of the log where that is decoded and no other thread folds, else it decodes one more:
/// folding is always in the order of the log, so that the rows are the same whatever the threads do. Memory holds the
/// chunks that were decoded ahead, and the rows that were moved lately: the others go to the tables as the fold moves
/// on. Leaves are not checked.
final class ParallelFold<Decoder: EventDecoder>: LogFold {
  /// A chunk that is to be folded.
  private struct Decoded: Sendable {
    /// The thread that has decoded it, which also lets go of it: memory goes back to where it came from.
    let thread: Int
    var positions: [Int64] = []
    var inputs: [Decoder.Input] = []
  }

  /// What a thread does next.
  private enum Step {
    case decode(after: Int64, spent: [Decoded])
    case fold(Result<Decoded, any Error>)
  }

  /// What the threads agree on.
  private struct Line: Sendable {
    /// The last events that were taken to be decoded, and folded.
    var taken: Int64 = 0
    var folded: Int64 = 0
    /// Chunks that wait for their turn, by the event that they follow.
    var decoded: [Int64: Result<Decoded, any Error>] = [:]
    /// Chunks that were folded, by the thread that decoded them.
    var spent: [[Decoded]]
    var isFolding = false
    var failure: (any Error)?
  }

  /// What belongs to the thread that folds.
  private struct Rows {
    let all: [any FoldedRows<Decoder.Input>]
    /// Rows of a projection beyond which those that lie idle go: a quarter more than were left the last time.
    var held: Int
  }

  private let decoder: Decoder
  private let pace: FoldPace
  private let line: Condition<Line>
  private let rows: Condition<Rows>

  init(
    decoder: Decoder, pace: FoldPace, rows: @Sendable () -> [any FoldedRows<Decoder.Input>]
  ) {
    self.decoder = decoder
    self.pace = pace
    line = Condition(Line(spent: Array(repeating: [], count: Int(max(1, pace.threads)))))
    self.rows = Condition(Rows(all: rows(), held: pace.heldRows))
  }

  func run(
    _ log: EventLog, after position: Int64, through last: Int64,
    progress: @escaping @Sendable (Int64) -> Void
  ) throws {
    line.withLock { line in (line.taken, line.folded) = (position, position) }
    let chunks = (last - position + pace.chunk - 1) / pace.chunk
    // A thread that the system refuses is done without.
    let helpers = (1..<max(1, Int(min(pace.threads, chunks)))).compactMap { thread in
      try? PlatformThread.spawn(name: "replay") {
        self.work(log, through: last, as: thread, progress)
      }
    }
    work(log, through: last, as: 0, progress)
    for helper in helpers { helper.join() }
    if let failure = line.withLock({ $0.failure }) { throw failure }
  }

  func write(_ connection: Connection) throws(SQLiteError) {
    try rows.withLock { rows throws(SQLiteError) in
      for rows in rows.all { try rows.evict(movedBefore: .max, connection) }
    }
  }

  func letGo() {
    rows.withLock { rows in
      for rows in rows.all { rows.letGo() }
    }
  }

  /// Takes step after step until none is left, or one has failed.
  private func work(
    _ log: EventLog, through last: Int64, as thread: Int, _ progress: @Sendable (Int64) -> Void
  ) {
    while let step = line.wait(for: { next(&$0, through: last, for: thread) }) {
      switch step {
      case .decode(let start, _):
        let end = min(start + pace.chunk, last)
        let decoded = Result { try decode(log, after: start, through: end, as: thread) }
        line.change { $0.decoded[start] = decoded }
      case .fold(let decoded):
        do {
          let decoded = try decoded.get()
          let end = decoded.positions.last ?? last
          try fold(decoded, through: end, log)
          progress(end)
          line.change { line in
            (line.folded, line.isFolding) = (end, false)
            line.spent[decoded.thread].append(decoded)
          }
        } catch {
          line.change { $0.failure = error }
        }
      }
    }
  }

  /// The next step of a thread: nil within where there is none any more, nil where it has to wait for one.
  private func next(_ line: inout Line, through last: Int64, for thread: Int) -> Step?? {
    if line.failure != nil || line.folded == last { return .some(nil) }
    if !line.isFolding, let decoded = line.decoded.removeValue(forKey: line.folded) {
      line.isFolding = true
      return Step.fold(decoded)
    }
    guard line.taken < last, line.taken - line.folded < pace.ahead * pace.chunk else { return nil }
    defer {
      line.taken = min(line.taken + pace.chunk, last)
      line.spent[thread] = []
    }
    return Step.decode(after: line.taken, spent: line.spent[thread])
  }

  private func decode(
    _ log: EventLog, after start: Int64, through end: Int64, as thread: Int
  ) throws -> Decoded {
    var decoded = Decoded(thread: thread)
    decoded.positions.reserveCapacity(Int(end - start))
    decoded.inputs.reserveCapacity(Int(end - start))
    try log.readBlocking { reader in
      try reader.scan(after: start, through: end) { event in
        decoded.positions.append(event.position)
        decoder.decode(event, behind: &decoded.inputs)
      }
    }
    return decoded
  }

  /// Folds a chunk, whose turn it is, over a snapshot that has every row that was written so far.
  private func fold(_ decoded: Decoded, through last: Int64, _ log: EventLog) throws {
    let isFull = try log.readBlocking { reader in
      try reader.query { connection in
        try rows.withLock { rows in
          for rows in rows.all {
            for (index, position) in decoded.positions.enumerated() {
              try rows.apply(decoded.inputs[index], at: position, connection)
            }
          }
          return rows.all.contains { $0.count > rows.held }
        }
      }
    }
    guard isFull else { return }
    let idle = last - pace.idleEvents
    try log.writeExclusivelyBlocking { _, connection in
      try self.rows.withLock { rows in
        var left = 0
        for rows in rows.all where rows.count > self.pace.heldRows {
          try rows.evict(movedBefore: idle, connection)
          left = max(left, rows.count)
        }
        rows.held = max(self.pace.heldRows, left + left / 4)
      }
    }
  }
}
