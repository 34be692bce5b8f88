package import Platform
import Synchronization

/// A stream of text that a command writes to: a descriptor of the process, or a test's buffer.
///
/// Text is gathered until 32 KiB are full or `flush` is called, so that an export of a million
/// lines is not a million system calls; followed output is flushed line by line. Text that the disk
/// has refused is lost for good: every later flush throws that error again, even if the first was
/// ignored.
package final class TextStream: Sendable {
  private let state = Mutex(State())
  private let sink: @Sendable ([UInt8]) throws(PlatformError) -> Bool
  private let limit = 32 * 1024

  private struct State {
    var pending: [UInt8] = []
    /// The reason why bytes were lost; nil also where the reader has gone, and nothing counts as
    /// lost.
    var loss: OutputClosed?
  }

  /// Makes a stream over `sink`, which returns false once nobody reads any more.
  package init(_ sink: @escaping @Sendable ([UInt8]) throws(PlatformError) -> Bool) {
    self.sink = sink
  }

  /// Writes `text` as it is.
  package func write(_ text: String) throws(OutputClosed) {
    try write(bytes: Array(text.utf8))
  }

  /// Writes `text` and ends the line.
  package func line(_ text: String = "") throws(OutputClosed) {
    try write(bytes: Array(text.utf8) + [0x0A])
  }

  /// Writes `bytes` as they are.
  package func write(bytes: [UInt8]) throws(OutputClosed) {
    let isFull = state.withLock { state in
      state.pending.append(contentsOf: bytes)
      return state.pending.count >= limit
    }
    if isFull { try flush() }
  }

  /// Hands everything gathered so far to the reader.
  package func flush() throws(OutputClosed) {
    try state.withLock { state throws(OutputClosed) in
      let bytes = state.pending
      state.pending.removeAll(keepingCapacity: true)
      if let loss = state.loss { throw loss }
      guard !bytes.isEmpty else { return }
      let isRead: Bool
      do throws(PlatformError) { isRead = try sink(bytes) } catch {
        let loss = OutputClosed(cause: error)
        state.loss = loss
        throw loss
      }
      if !isRead { throw OutputClosed() }
    }
  }
}

/// Thrown when nothing more can be written to a stream.
package struct OutputClosed: Error {
  /// The disk's error; nil where the reader has gone, and the command ends quietly.
  package var cause: PlatformError?
}
