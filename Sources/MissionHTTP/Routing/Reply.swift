import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// The reply to a request.
struct Reply: Sendable {
  /// The source of a body's bytes.
  enum Body: Sendable {
    case bytes([UInt8])
    /// Bytes that are made as the client takes them, piece by piece.
    case written(length: Int?, Writing)
  }

  /// Returns the next piece of a body; nil at its end.
  typealias Pieces = @Sendable () async throws -> [UInt8]?
  /// Writes a body piece by piece; each write waits until the client has taken the last.
  typealias Writing = @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void

  var status: Int
  var fields: HTTPFields
  var body: Body
  /// The trailers after a body that was made on the way.
  var trailers: (@Sendable () -> HTTPFields)?

  /// Makes a reply of whole bytes.
  init(_ status: Int = 200, type: String, _ bytes: [UInt8]) {
    self.status = status
    fields = [.contentType: type]
    body = .bytes(bytes)
  }

  /// Makes a reply whose body is made on the way.
  init(_ status: Int = 200, type: String, length: Int? = nil, pieces: @escaping Pieces) {
    self.init(status, type: type, length: length) { write in
      while let piece = try await pieces() { try await write(piece) }
    }
  }

  /// Makes a reply whose body is written on the way.
  init(_ status: Int = 200, type: String, length: Int? = nil, writing: @escaping Writing) {
    self.status = status
    fields = [.contentType: type]
    body = .written(length: length, writing)
  }

  /// Makes a reply of a tool's answer.
  init(_ answer: any ToolAnswer, status: Int = 200) {
    self.init(status, type: MediaType.json, answer.json)
  }

  /// Makes a reply of an error, with what its code adds to the header.
  init(_ error: MissionError) {
    self.init(error, ErrorAnswer(error).json)
  }

  /// Makes a reply of an answer with an error beside it.
  init(_ answer: any ToolAnswer, failing error: MissionError) {
    self.init(error, answer.json(failing: error))
  }

  private init(_ error: MissionError, _ json: [UInt8]) {
    self.init(error.httpStatus, type: MediaType.json, json)
    if error.retryable {
      let milliseconds = max(error.retryAfterMs ?? 1_000, 1)
      fields[.retryAfter] = String((milliseconds + 999) / 1_000)
    }
    if error.code == .unauthorized { fields[.wwwAuthenticate] = "Bearer realm=\"missionlog\"" }
  }

  /// Makes a reply to bytes that are not a request; whatever follows on its connection can't be
  /// read.
  init(unreadable error: any Error) {
    self.init(
      MissionError(.validationError, "this is not a readable HTTP/1.1 request: \(error)"))
    fields[.connection] = "close"
  }
}
