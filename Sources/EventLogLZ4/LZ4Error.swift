/// A block that is not what its row says it is.
package struct LZ4Error: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package let message: String

  init(_ message: String) {
    self.message = message
  }

  /// What is wrong.
  package var description: String { message }
}
