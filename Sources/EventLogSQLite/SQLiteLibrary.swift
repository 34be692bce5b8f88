private import CSQLite

/// The SQLite library that this process has loaded.
package enum SQLiteLibrary {
  /// Its version, such as `3.40.1`.
  package static var version: String { unsafe String(cString: sqlite3_libversion()) }

  /// Whether the library was set up for ledgers; done once, before the first connection.
  static let isPrepared = csqlite_prepare() == SQLITE_OK

  /// Its version as a number, such as 3 040 001.
  package static var versionNumber: Int { Int(sqlite3_libversion_number()) }
}
