package import CanonicalJSON

/// The one error of every door: what is wrong, what was expected and what to do.
package struct MissionError: Error, Hashable, Sendable {
  /// The kind of failure.
  package let code: Code
  /// What is wrong, what was expected and what to do; never a payload or a secret.
  package let message: String
  /// When to try again, in milliseconds.
  package let retryAfterMs: Int?
  /// Further details for machines: a JSON object.
  package let details: JSONText?

  /// Makes an error.
  package init(
    _ code: Code, _ message: String, retryAfterMs: Int? = nil, details: JSONText? = nil
  ) {
    self.code = code
    self.message = message
    self.retryAfterMs = retryAfterMs
    self.details = details
  }

  /// Whether the same call may succeed later, unchanged.
  package var retryable: Bool { code.traits.retryable }
  /// The exit code of a command that ends with it.
  package var exitCode: Int32 { code.traits.exitCode }
  /// The status of an HTTP answer that carries it.
  package var httpStatus: Int { code.traits.httpStatus }
}

extension MissionError: CustomStringConvertible {
  package var description: String { "\(code.rawValue): \(message)" }
}
