/// A promise that a simulated world has broken.
package struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  /// The promise, as a sentence.
  package let promise: String
  /// What was seen instead.
  package let detail: String

  init(_ promise: String, _ detail: String) {
    self.promise = promise
    self.detail = detail
  }

  package var description: String { "\(promise): \(detail)" }
}
