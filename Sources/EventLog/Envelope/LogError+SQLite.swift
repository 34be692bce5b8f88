package import EventLogSQLite
import Platform

extension LogError {
  /// Makes the log's error for a failure of SQLite.
  package init(_ error: SQLiteError, doing: String) {
    let code: Code =
      switch error.kind {
      case .busy: .locked
      case .full: .full
      case .io, .cannotOpen: .io
      case .readOnly: .readOnly
      // The log's own statements fit every file that it has made, so a misfit is damage.
      case .corrupt, .notADatabase, .constraint, .schema: .corrupt
      // So is an oversized value: the log's values are far shorter than the connection's limit.
      case .tooBig: .corrupt
      case .interrupted: .interrupted
      case .other: .sqlite
      }
    let found =
      error.kind == .tooBig
      ? "a value is longer than any that is stored there, so it was changed (\(error))" : "\(error)"
    self.init(code, "\(doing): \(found)", cause: error)
  }

  /// Makes the log's error for a failed system call.
  init(_ error: PlatformError, doing: String) {
    let code: Code =
      error.isMissing ? .notFound : error.isNoSpace ? .full : error.isReadOnly ? .readOnly : .io
    self.init(code, "\(doing): \(error)", cause: error)
  }

  /// Runs `body` and turns the error that SQLite throws there into the log's.
  static func translating<T: ~Copyable>(
    _ doing: @autoclosure () -> String, _ body: () throws(SQLiteError) -> T
  ) throws(LogError) -> T {
    do throws(SQLiteError) {
      return try body()
    } catch {
      throw LogError(error, doing: doing())
    }
  }
}
