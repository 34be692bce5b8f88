package import EventLogSQLite

extension EventLog {
  /// Attaches this log to a connection under a schema's name, as any reader here would open it.
  package func attach(
    to connection: Connection, as schema: String
  ) throws(LogError) {
    try LogError.translating("attaching \(path)") { () throws(SQLiteError) in
      try connection.attach(path, mode: readers.file.readMode, as: schema)
    }
  }

  /// The last position that a connection sees in the schema that this log is attached as; 0 for an
  /// empty log.
  ///
  /// The first read of a transaction settles its snapshot: everything that it reads later belongs
  /// to this position.
  package func head(of connection: Connection, in schema: String) throws(LogError) -> Int64 {
    try LogError.translating("reading \(path)") { () throws(SQLiteError) in
      try connection.integer("SELECT max(position) FROM \(schema).events") ?? 0
    }
  }
}
