import HTTPTypes
import Synchronization

/// The server's answers so far, for its metrics: how many, with which status, and how fast.
final class RequestTally: Sendable {
  /// One kind of answers.
  struct Key: Hashable, Comparable, Sendable {
    let method: String
    let path: String
    let status: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.path, left.method, left.status) < (right.path, right.method, right.status)
    }
  }

  struct Counts: Sendable {
    var answers: [Key: Int] = [:]
    /// How many answers took no longer than the bound of the same index.
    var within: [Int] = Array(repeating: 0, count: RequestTally.bounds.count)
    var seconds = 0.0
    var total = 0
  }

  /// The bounds of the histogram, in seconds.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30]

  private let state = Mutex(Counts())

  /// Counts an answer.
  func count(method: String, path: String, status: Int, microseconds: Int64) {
    let seconds = Double(microseconds) / 1_000_000
    state.withLock { state in
      state.answers[Key(method: method, path: path, status: status), default: 0] += 1
      state.seconds += seconds
      state.total += 1
      for (index, bound) in Self.bounds.enumerated() where seconds <= bound {
        state.within[index] += 1
      }
    }
  }

  var counts: Counts { state.withLock { $0 } }

  /// The method's name, or `other`: a client must not create labels.
  static func known(_ method: HTTPRequest.Method) -> String {
    let names: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]
    return names.contains(method) ? method.rawValue : "other"
  }
}
