private import Glibc

/// An open stream of bytes, read line by line; the length of a line is limited.
///
/// For one thread at a time: reading blocks it.
package final class LineInput: Sendable {
  /// What was read.
  package enum Line: Hashable, Sendable {
    /// A line without its end.
    case line([UInt8])
    /// A line longer than the limit; all of it has been read and dropped.
    case tooLong
  }

  private struct State: Sendable {
    var buffer: [UInt8] = []
    /// Where the next line begins in `buffer`.
    var start = 0
    /// The end of the part of `buffer` that is known to hold no line end.
    var searched = 0
    var isDropping = false
    var isAtEnd = false
  }

  private let descriptor: Int32
  private let limit: Int
  private let state = Condition(State())

  /// Reads lines of at most `limit` bytes from `descriptor` (0 is standard input), which stays the
  /// caller's.
  package init(descriptor: Int32, limit: Int) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// Blocks for the next line; nil at the stream's end, or where it can't be read any more.
  ///
  /// Bytes after the last line end are a line too.
  package func next() -> Line? {
    state.withLock { state in
      while true {
        if let line = takeLine(&state) { return line }
        guard !state.isAtEnd else { return takeRest(&state) }
        read(&state)
      }
    }
  }

  private func takeLine(_ state: inout State) -> Line? {
    guard
      let end = state.buffer[state.searched...].firstIndex(of: UInt8(ascii: "\n"))
    else {
      state.searched = state.buffer.count
      guard state.buffer.count - state.start > limit else { return nil }
      state.isDropping = true
      state.buffer.removeAll(keepingCapacity: true)
      state.start = 0
      state.searched = 0
      return nil
    }
    let line = state.buffer[state.start..<end]
    state.start = end + 1
    state.searched = state.start
    if state.isDropping || line.count > limit {
      state.isDropping = false
      return .tooLong
    }
    return .line(Array(line))
  }

  private func takeRest(_ state: inout State) -> Line? {
    let rest = Array(state.buffer[state.start...])
    let isDropped = state.isDropping
    state = State()
    state.isAtEnd = true
    if isDropped { return .tooLong }
    return rest.isEmpty ? nil : .line(rest)
  }

  private func read(_ state: inout State) {
    if state.start > 0 {
      state.buffer.removeFirst(state.start)
      state.searched -= state.start
      state.start = 0
    }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = try? retrying("reading") {
      unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
    }
    guard let count, count > 0 else {
      state.isAtEnd = true
      return
    }
    state.buffer += chunk[..<count]
  }
}
