/// A reason why the log could not do what was asked.
public struct LogError: Error, Sendable, CustomStringConvertible {
  /// A kind of failure that a caller can act on; later versions may add codes.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String {
      case locked, full, readOnly, corrupt, schemaTooNew, notALedger, unsupportedFilesystem
      case versionConflict, payloadTooLarge, invalidEvent, notFound, closed, io, interrupted, sqlite
    }
    private let value: Value

    /// Another process held the ledger for longer than the busy timeout; nothing was written.
    public static let locked = Code(value: .locked)
    /// There is no space; nothing was written, and the log goes on when there is room.
    public static let full = Code(value: .full)
    /// The ledger or its folder can't be written, or this user may not even read it.
    public static let readOnly = Code(value: .readOnly)
    /// The file's content is not what was written to it.
    public static let corrupt = Code(value: .corrupt)
    /// The file was made by a later version of this format.
    public static let schemaTooNew = Code(value: .schemaTooNew)
    /// The file is not a ledger, or another ledger than was asked for.
    public static let notALedger = Code(value: .notALedger)
    /// The file lies on a network file system, whose locks can't be trusted.
    public static let unsupportedFilesystem = Code(value: .unsupportedFilesystem)
    /// The stream is not at the version that was expected; nothing was written.
    public static let versionConflict = Code(value: .versionConflict)
    /// A payload is larger than an event may carry.
    public static let payloadTooLarge = Code(value: .payloadTooLarge)
    /// A stream's name or an event's field can't be stored.
    public static let invalidEvent = Code(value: .invalidEvent)
    /// There is no such file, stream, or position.
    public static let notFound = Code(value: .notFound)
    /// The log was closed.
    public static let closed = Code(value: .closed)
    /// The disk failed; nothing succeeds until the log is opened again.
    public static let io = Code(value: .io)
    /// A query was stopped before its end.
    public static let interrupted = Code(value: .interrupted)
    /// SQLite refused for another reason.
    public static let sqlite = Code(value: .sqlite)

    /// The code's name.
    public var description: String { value.rawValue }
  }

  /// What went wrong.
  public let code: Code
  /// What was wrong, what was expected, and what to do.
  public let message: String
  /// The error from below that led to this one, if any.
  public let cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// Takes any error; one of another kind is an unexpected one of SQLite's.
  init(whatever error: any Error) {
    self = error as? LogError ?? LogError(.sqlite, "\(error)", cause: error)
  }

  /// The code and the message.
  public var description: String { "\(code): \(message)" }
}
