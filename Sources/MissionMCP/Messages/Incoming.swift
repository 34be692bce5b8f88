import CanonicalJSON
import Synchronization

/// One incoming JSON value: a message, or an array of them.
enum Incoming: Sendable {
  case single(Message)
  /// A batch, each of its messages read by itself.
  case batch([Result<Message, Message.Fault>])

  /// The most bytes of one value.
  static let limit = 2 << 20
  /// The most messages in a batch.
  static let batchLimit = 100

  /// Reads incoming bytes: one JSON value and nothing else.
  init(_ bytes: [UInt8]) throws(Message.Fault) {
    let text: JSONText
    do {
      text = try JSONText(canonicalizing: bytes, limits: JSONLimits(bytes: Self.limit))
    } catch {
      // JSON that no ledger could keep may still be a request that waits for its answer.
      let id = JSONText.member("id", beside: "method", ofRefused: bytes).flatMap(RequestID.init)
      throw Message.Fault(id: id, error: RPCError(.parseError, "Parse error: \(error)"))
    }
    guard text.bytes.first == UInt8(ascii: "[") else {
      self = .single(try Message(text))
      return
    }
    var messages: [Result<Message, Message.Fault>] = []
    var reader = JSONReader(text)
    try? reader.readArray { reader throws(JSONError) in
      let part = try reader.readText()
      messages.append(Result { () throws(Message.Fault) in try Message(part) })
    }
    self = .batch(messages)
  }

  /// Refuses a batch in a revision that has none, and an empty one.
  static func check(
    _ batch: [Result<Message, Message.Fault>], in version: String?
  ) throws(Message.Fault) {
    func fault(_ message: String) -> Message.Fault {
      Message.Fault(id: nil, error: RPCError(.invalidRequest, message))
    }
    guard version == ProtocolVersion.batched else {
      throw fault("This revision takes no batches: send each message by itself")
    }
    guard !batch.isEmpty else { throw fault("A batch holds at least one message") }
    guard batch.count <= batchLimit else {
      throw fault("A batch holds \(batchLimit) messages at most")
    }
  }
}

/// The answers to a batch, which are sent together once all are there.
final class BatchAnswers: Sendable {
  private let state: Mutex<State>

  private struct State {
    var open: Int
    var answers: [[UInt8]] = []
  }

  /// Makes it for a number of answers.
  init(count: Int) { state = Mutex(State(open: count)) }

  /// Takes an answer, nil for one that is no longer wanted; with the last one, returns all as one
  /// message; nil before, and where there are none.
  func take(_ answer: [UInt8]?) -> [UInt8]? {
    state.withLock { state in
      state.open -= 1
      if let answer { state.answers.append(answer) }
      guard state.open == 0, !state.answers.isEmpty else { return nil }
      return Self.array(state.answers)
    }
  }

  /// The messages as an array.
  private static func array(_ messages: [[UInt8]]) -> [UInt8] {
    [UInt8(ascii: "[")] + messages.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }
}
