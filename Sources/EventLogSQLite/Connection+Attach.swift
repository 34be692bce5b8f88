extension Connection {
  /// Lets this connection read another database under a schema's name, never write it.
  ///
  /// `mode` is one of those that only read. The configuration must have made room for it
  /// (`attachable`).
  package func attach(
    _ path: String, mode: Configuration.Mode, as schema: String
  ) throws(SQLiteError) {
    let attach = try prepare("ATTACH ? AS \(schema)")
    let attached = Configuration(path: path, mode: mode)
    try attach.bind(attached.uri, at: 1)
    if mode == .immutableWithLog { try lockExclusively() }
    try attach.run()
    // Of later ones; a log whose index is in memory keeps it there.
    if mode == .immutableWithLog { try execute("PRAGMA locking_mode = normal") }
    if attached.isFile { try set(pragma: "\(schema).mmap_size", to: 0) }
  }

  /// Lets go of a database that was attached and is in no transaction.
  package func detach(_ schema: String) throws(SQLiteError) { try execute("DETACH \(schema)") }

  /// Says whether a connection that only reads may make and fill temporary tables and views.
  ///
  /// The database itself is opened for reading and stays unwritable.
  package func allowTemporaries(_ isAllowed: Bool) throws(SQLiteError) {
    try set(pragma: "query_only", to: isAllowed ? 0 : 1)
  }
}
