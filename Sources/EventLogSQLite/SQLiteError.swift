private import CSQLite

/// A failure that SQLite reported.
///
/// `code` is SQLite's extended result code; `kind` is what a caller decides by.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a failure means for its caller, whichever code SQLite gave.
  package enum Kind: Hashable, Sendable {
    case busy
    case full
    case io
    case readOnly
    case corrupt
    /// A statement names something that the schema doesn't have, or has in another form.
    case schema
    case notADatabase
    case cannotOpen
    case constraint
    case tooBig
    case interrupted
    case other
  }

  /// What the failure means.
  package let kind: Kind
  /// SQLite's extended result code.
  package let code: Int32
  /// SQLite's own message, or this layer's.
  package let message: String

  /// Makes the error of an extended result code.
  package init(code: Int32, message: String) {
    self.code = code
    self.message = message
    kind =
      switch code & 0xff {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
      case SQLITE_FULL: .full
      case SQLITE_IOERR, SQLITE_NOLFS: .io
      case SQLITE_READONLY, SQLITE_PERM: .readOnly
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CANTOPEN: .cannotOpen
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_TOOBIG: .tooBig
      case SQLITE_INTERRUPT: .interrupted
      case SQLITE_ERROR where Self.tellsOfSchema(message): .schema
      default: .other
      }
  }

  /// Makes the error for a fault that this program finds although SQLite did as it was told.
  package static func amiss(_ message: String) -> SQLiteError {
    SQLiteError(code: SQLITE_ERROR, message: message)
  }

  /// Makes the error for something that others have in use.
  package static func busy(_ message: String) -> SQLiteError {
    SQLiteError(code: SQLITE_BUSY, message: message)
  }

  /// The same error, with the place where it was met in its message.
  package func met(in place: String) -> SQLiteError {
    SQLiteError(kind: kind, code: code, message: "\(place): \(message)")
  }

  private init(kind: Kind, code: Int32, message: String) {
    self.kind = kind
    self.code = code
    self.message = message
  }

  /// SQLite has one code for every statement that it can't prepare: only the message tells a schema
  /// that doesn't fit from a statement that never could.
  private static func tellsOfSchema(_ message: String) -> Bool {
    let lacks = ["table", "column", "index", "view", "function", "collation sequence"]
      .map { "no such \($0): " }
    // A changed index or trigger may call functions wrongly; an ALTER TABLE names other objects
    // that it trips over.
    let misfits = ["unknown function: ", "wrong number of arguments to function ", "error in "]
    return (lacks + misfits).contains { message.hasPrefix($0) }
      || message.contains(" has no column named ") || message.hasSuffix(" already exists")
  }

  /// The message with SQLite's code.
  package var description: String { "\(message) (SQLite \(code))" }
}
