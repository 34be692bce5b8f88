extension Connection {
  /// Lets this connection read another database under a schema's name, never write it.
  ///
  /// `mode` is `readOnly` or `immutable`. The configuration must have made room for it (`attachable`).
  package func attach(
    _ path: String, mode: Configuration.Mode, as schema: String
  ) throws(SQLiteError) {
    var uri = Configuration(path: path, mode: mode).uri
    if mode != .immutable { uri += "?mode=ro" }
    let attach = try prepare("ATTACH ? AS \(schema)")
    try attach.bind(uri, at: 1)
    try attach.run()
    try set(pragma: "\(schema).mmap_size", to: 0)
  }
}
