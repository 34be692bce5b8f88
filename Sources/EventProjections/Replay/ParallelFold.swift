internal import EventLog
internal import EventLogSQLite
internal import Platform

/// A fold whose events are decoded by several threads.
///
/// A thread folds the log's next chunk if that is decoded and no other thread folds; otherwise it
/// decodes one more. Folding is always in the order of the log, so the rows are the same whatever
/// the threads do. Memory holds the chunks decoded ahead and the rows changed lately; other rows go
/// to the tables as the fold moves on. Leaves are not checked.
final class ParallelFold<Decoder: EventDecoder>: LogFold {
  /// A chunk to be folded.
  private struct Decoded: Sendable {
    /// The thread that decoded it and also releases it: memory returns to where it came from.
    let thread: Int
    var positions: [Int64] = []
    var inputs: [Decoder.Input] = []
  }

  /// A thread's next step.
  private enum Step {
    case decode(after: Int64, spent: [Decoded])
    case fold(Result<Decoded, any Error>)
  }

  /// The state that the threads share.
  private struct Line: Sendable {
    /// The ends of what was taken for decoding, and of what was folded.
    var taken: Int64 = 0
    var folded: Int64 = 0
    /// Decoded chunks that wait for their turn, by the event before them.
    var decoded: [Int64: Result<Decoded, any Error>] = [:]
    /// Folded chunks, by the thread that decoded them.
    var spent: [[Decoded]]
    var isFolding = false
    var failure: (any Error)?
  }

  /// The state of the folding thread.
  private struct Rows {
    let all: [any FoldedRows<Decoder.Input>]
    /// The number of a projection's rows beyond which idle ones are evicted: a quarter more than
    /// were left last time.
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
    // If the system refuses a thread, the others do its work.
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

  /// Takes steps until none is left or one has failed.
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

  /// The next step of a thread: nil inside if no step is left, nil outside if the thread has to
  /// wait.
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

  /// Folds the chunk whose turn it is, over a snapshot with all rows written so far.
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
