private import CSQLite

/// A failure that SQLite reported.
///
/// `code` is SQLite's extended result code; `kind` is what a caller decides by.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a failure means for its caller, whichever of SQLite's codes said so.
  package enum Kind: Hashable, Sendable {
    case busy
    case full
    case io
    case readOnly
    case corrupt
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
      default: .other
      }
  }

  /// The message with SQLite's code.
  package var description: String { "\(message) (SQLite \(code))" }
}
