package import EventLogSQLite
import Platform

extension LogError {
  /// What a failure of SQLite means to a caller of the log.
  package init(_ error: SQLiteError, doing: String) {
    let code: Code =
      switch error.kind {
      case .busy: .locked
      case .full: .full
      case .io, .cannotOpen: .io
      case .readOnly: .readOnly
      // The log's own statements fit every file that it has made.
      case .corrupt, .notADatabase, .constraint, .schema: .corrupt
      // So do its values: all of them are far shorter than what a connection takes.
      case .tooBig: .corrupt
      case .interrupted: .interrupted
      case .other: .sqlite
      }
    let found =
      error.kind == .tooBig
      ? "a value is longer than any that is stored there, so it was changed (\(error))" : "\(error)"
    self.init(code, "\(doing): \(found)", cause: error)
  }

  /// What a failed system call means to a caller of the log.
  init(_ error: PlatformError, doing: String) {
    let code: Code =
      error.isMissing ? .notFound : error.isNoSpace ? .full : error.isReadOnly ? .readOnly : .io
    self.init(code, "\(doing): \(error)", cause: error)
  }

  /// Runs `body` and gives what SQLite throws there its meaning.
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
