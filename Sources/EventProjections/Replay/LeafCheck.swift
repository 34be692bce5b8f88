internal import EventLog
internal import Platform

/// A check of a log's leaves by several threads, for callers that have read it without.
struct LeafCheck {
  /// The events that a thread takes at once.
  private static let chunk: Int64 = 4_096

  /// The state that the threads share.
  private struct Line: Sendable {
    var taken: Int64 = 0
    /// The failure of the earliest event.
    var failure: (position: Int64, error: any Error)?
  }

  private let log: EventLog
  private let threads: Int64
  private let line = Condition(Line())

  init(log: EventLog, threads: Int64) {
    self.log = log
    self.threads = threads
  }

  /// Checks every event up to a position.
  ///
  /// - Throws: `corrupt` at the first that is not what was appended.
  func run(through last: Int64) throws {
    let (log, line) = (log, line)
    @Sendable func work() {
      while let start = line.withLock({ Self.take(&$0, through: last) }) {
        do {
          try log.readBlocking { reader in
            try reader.checkLeaves(after: start, through: min(start + Self.chunk, last))
          }
        } catch {
          line.withLock { line in
            if start < line.failure?.position ?? .max { line.failure = (start, error) }
          }
        }
      }
    }
    let helpers = (1..<max(1, threads)).compactMap { _ in
      try? PlatformThread.spawn(name: "leaves", work)
    }
    work()
    for helper in helpers { helper.join() }
    if let failure = line.withLock({ $0.failure }) { throw failure.error }
  }

  private static func take(_ line: inout Line, through last: Int64) -> Int64? {
    guard line.failure == nil, line.taken < last else { return nil }
    defer { line.taken += chunk }
    return line.taken
  }
}
