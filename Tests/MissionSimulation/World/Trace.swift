/// What a simulated world did, in order: a hash of it always, its lines where they are wanted.
struct Trace: Sendable {
  private(set) var digest = Digest64()
  private(set) var lines: [String] = []
  private let records: Bool

  init(records: Bool) { self.records = records }

  mutating func note(_ line: String) {
    digest.take(line)
    if records { lines.append(line) }
  }
}
