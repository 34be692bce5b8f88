/// A file beside a ledger's own: one of SQLite's, or a lock.
package enum SideFile: String, CaseIterable, Sendable {
  case writeAheadLog = "-wal"
  case sharedMemory = "-shm"
  /// What SQLite rolls back while a file is made or moved.
  case journal = "-journal"
  /// Held by a writer.
  case lock = ".lock"
  /// Held by a compaction.
  case compactionLock = ".compact.lock"
  /// Held by a rebuild of projections.
  case rebuildLock = ".rebuild.lock"

  /// Its path beside the ledger at a path.
  package func path(of ledger: String) -> String { ledger + rawValue }
}
