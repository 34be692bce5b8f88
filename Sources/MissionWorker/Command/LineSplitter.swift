/// Cuts a stream of bytes into lines, whatever pieces it comes in.
///
/// Memory is bounded: of a line longer than the limit only so much is kept. Empty ones are passed over.
struct LineSplitter {
  /// The longest line that is looked at, in bytes.
  static let limit = 1 << 20

  private var partial: [UInt8] = []
  private var isWhole = true

  /// Takes in the next piece and calls `body` with each line that it ends, without its line feed.
  mutating func append(_ piece: ArraySlice<UInt8>, _ body: (OutputLine) -> Void) {
    var rest = piece
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      finish(body)
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  /// Ends the stream; what came after the last line feed is a line, too.
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
