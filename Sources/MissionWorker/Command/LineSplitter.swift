/// Cuts a stream of bytes into lines, whatever pieces it comes in.
///
/// Memory is bounded: a line longer than the limit is passed over whole. So are empty ones.
struct LineSplitter {
  /// The longest line that is looked at, in bytes.
  static let limit = 1 << 20

  private var partial: [UInt8] = []
  private var isPassingOver = false

  /// Takes in the next piece and calls `body` with each line that it ends, without its line feed.
  mutating func append(_ piece: ArraySlice<UInt8>, _ body: ([UInt8]) -> Void) {
    var rest = piece
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      finish(body)
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  /// Ends the stream; what came after the last line feed is a line, too.
  mutating func finish(_ body: ([UInt8]) -> Void) {
    if !partial.isEmpty { body(partial) }
    partial.removeAll(keepingCapacity: true)
    isPassingOver = false
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    guard !isPassingOver else { return }
    if partial.count + bytes.count > Self.limit {
      partial.removeAll()
      isPassingOver = true
    } else {
      partial += bytes
    }
  }
}
