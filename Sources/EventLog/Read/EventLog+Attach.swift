package import EventLogSQLite

extension EventLog {
  /// Lets a connection read this log's tables under a schema's name, as any reader here would.
  package func attach(
    to connection: Connection, as schema: String
  ) throws(LogError) {
    try LogError.translating("attaching \(path)") { () throws(SQLiteError) in
      try connection.attach(path, mode: readers.file.readMode, as: schema)
    }
  }
}
