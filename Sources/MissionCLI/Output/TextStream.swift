import Synchronization

/// Thrown when the reader of standard output has gone: the command ends quietly.
package struct OutputClosed: Error {}

/// A stream of text that a command writes to: a descriptor of the process, or a test's buffer.
///
/// Text is gathered until 32 KiB are full or `flush` is called, so that an export of a million lines is not a
/// million system calls; what is followed is flushed line by line.
package final class TextStream: Sendable {
  private let pending = Mutex<[UInt8]>([])
  private let sink: @Sendable ([UInt8]) -> Bool
  private let limit = 32 * 1024

  /// Makes a stream over `sink`, which answers false once nobody reads any more.
  package init(_ sink: @escaping @Sendable ([UInt8]) -> Bool) {
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
    let isFull = pending.withLock { pending in
      pending.append(contentsOf: bytes)
      return pending.count >= limit
    }
    if isFull { try flush() }
  }

  /// Hands everything gathered so far to the reader.
  package func flush() throws(OutputClosed) {
    let isOpen = pending.withLock { pending in
      guard !pending.isEmpty else { return true }
      let bytes = pending
      pending.removeAll(keepingCapacity: true)
      return sink(bytes)
    }
    if !isOpen { throw OutputClosed() }
  }
}
