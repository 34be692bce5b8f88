import EventLogSQLite

/// The version of the SQLite that this process reads and writes ledgers with.
package enum EngineVersion {
  /// As it is told: `3.40.1`.
  package static var text: String { SQLiteLibrary.version }

  /// As a number: 3 040 001.
  package static var number: Int { SQLiteLibrary.versionNumber }
}
