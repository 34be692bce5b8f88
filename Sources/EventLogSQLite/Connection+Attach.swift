extension Connection {
  /// Lets this connection read, never write, another database under a schema's name.
  ///
  /// `mode` is one of the read-only ones. The configuration must have made room for the database
  /// (`attachable`).
  package func attach(
    _ path: String, mode: Configuration.Mode, as schema: String
  ) throws(SQLiteError) {
    let attach = try prepare("ATTACH ? AS \(schema)")
    let attached = Configuration(path: path, mode: mode)
    try attach.bind(attached.uri, at: 1)
    if mode == .immutableWithLog { try lockExclusively() }
    try attach.run()
    // For databases opened later; a log whose index is in memory keeps it there.
    if mode == .immutableWithLog { try execute("PRAGMA locking_mode = normal") }
    if attached.isFile { try set(pragma: "\(schema).mmap_size", to: 0) }
  }

  /// Detaches a database that is in no transaction.
  package func detach(_ schema: String) throws(SQLiteError) { try execute("DETACH \(schema)") }

  /// Sets whether a read-only connection may make and fill temporary tables and views.
  ///
  /// The database itself is opened for reading and stays unwritable.
  package func allowTemporaries(_ isAllowed: Bool) throws(SQLiteError) {
    try set(pragma: "query_only", to: isAllowed ? 0 : 1)
  }
}
