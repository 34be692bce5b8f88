import EventLogSQLite

/// The version of the SQLite library with which this process reads and writes ledgers.
package enum EngineVersion {
  /// As text: `3.40.1`.
  package static var text: String { SQLiteLibrary.version }

  /// As a number: 3 040 001.
  package static var number: Int { SQLiteLibrary.versionNumber }
}
