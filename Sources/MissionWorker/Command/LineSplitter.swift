/// A splitter of a stream of bytes into lines, whatever its pieces.
///
/// Memory is bounded: a line longer than the limit is kept only up to it. Empty lines are skipped.
struct LineSplitter {
  /// The most bytes that are kept of a line.
  static let limit = 1 << 20

  private var partial: [UInt8] = []
  private var isWhole = true

  /// Takes the next piece and calls `body` with each line that it ends, without its line feed.
  mutating func append(_ piece: ArraySlice<UInt8>, _ body: (OutputLine) -> Void) {
    var rest = piece
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      finish(body)
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  /// Ends the stream; the bytes after the last line feed are a line, too.
  mutating func finish(_ body: (OutputLine) -> Void) {
    if !partial.isEmpty { body(OutputLine(bytes: partial, isWhole: isWhole)) }
    partial.removeAll(keepingCapacity: isWhole)
    isWhole = true
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = Self.limit - partial.count
    partial += bytes.prefix(room)
    if bytes.count > room { isWhole = false }
  }
}
