/// A block that differs from what its row says of it.
package struct LZ4Error: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package let message: String

  init(_ message: String) {
    self.message = message
  }

  /// What is wrong.
  package var description: String { message }
}
