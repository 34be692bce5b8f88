import EventLog

/// What a simulated world did, in order: a hash of the places and times that it came by, and its
/// lines where they are wanted.
struct Trace: Sendable {
  private(set) var digest = Digest64()
  private(set) var lines: [String] = []
  private let records: Bool

  init(records: Bool) { self.records = records }

  /// Notes that the world came by a place of its program at a time; `line` says it to a person, and
  /// is made for one only.
  mutating func note(_ place: Int, at time: Int64, _ line: () -> String) {
    digest.take(Int64(place))
    digest.take(time)
    if records { lines.append("\(Double(time) / 1_000_000) \(line())") }
  }

  /// Notes a ledger's root.
  mutating func note(_ root: LogRoot) {
    digest.take(root.size)
    for byte in root.hash { digest.take(byte) }
    if records { lines.append("\(root.ledger) has \(root.size) events, root \(root.hash)") }
  }

  /// Notes that an event came; what it says is in the roots that the world ends with.
  mutating func note(_ event: RecordedEvent) {
    digest.take(event.position)
    digest.take(event.version)
    guard records else { return }
    lines.append("    \(event.id) \(event.type) on \(event.stream) by \(event.actor)")
  }
}
