package import EventLogSQLite

/// The tables, indexes, views and triggers of a ledger's file, in the order in which they were
/// made.
package struct FileSchema {
  /// The first object in a file that differs from what its program makes.
  package struct Difference: Hashable, Sendable {
    /// The table that it concerns.
    package let table: String
    /// Whether it is missing, changed or foreign, in words.
    package let message: String
  }

  fileprivate struct Object {
    let kind: String
    let name: String
    let table: String
    let sql: String
  }

  private let objects: [Object]

  /// Makes the schema of an empty ledger in memory, to which `body` may add tables.
  package static func made(_ body: (Connection) throws -> Void) throws -> FileSchema {
    let connection = try Connection(.init(path: "", mode: .memory))
    defer { connection.close() }
    try connection.execute(LedgerFormat.schema)
    try body(connection)
    return try FileSchema(of: connection)
  }

  /// Reads the schema of a file.
  package init(of connection: Connection) throws(SQLiteError) {
    let query = try connection.prepare(
      "SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY rowid")
    var objects: [Object] = []
    while try query.step() { objects.append(Object(query)) }
    self.objects = objects
  }

  /// Returns the first object of `made` that is missing or changed in this schema, or else the
  /// first that is foreign; nil if there is none.
  ///
  /// The triggers that every ledger has are left to `missingGuards`. The tables in `tables`, and
  /// those of compactions, are not compared.
  package func firstDifference(
    from made: FileSchema, leavingOut tables: Set<String>
  ) -> Difference? {
    let tables = tables.union(CompactedTable.names)
    let own = made.objects.filter { $0.kind != "trigger" && !tables.contains($0.table) }
    let guards = Set(made.objects.filter { $0.kind == "trigger" }.map(\.name))
    let found = objects.filter {
      $0.kind == "trigger" ? !guards.contains($0.name) : !tables.contains($0.table)
    }
    for object in own {
      guard let other = found.first(where: object.isNamed(as:)) else {
        return object.difference("is missing")
      }
      if other.sql != object.sql || other.table != object.table {
        return object.difference("is not as this program makes it")
      }
    }
    let foreign = found.first { object in
      !own.contains(where: object.isNamed(as:)) || found.count(where: object.isNamed(as:)) > 1
    }
    return foreign?.difference("is none that this program makes")
  }
}

extension FileSchema.Object {
  /// Takes a row of the schema and undoes what renaming a table did to the names in its text.
  ///
  /// A table that replaced another is quoted there, and its indexes have a number.
  fileprivate init(_ row: Statement) {
    kind = row.text(at: 0)
    table = row.text(at: 2)
    let stored = row.text(at: 1)
    let parts = stored.split(separator: "_")
    let isNumbered = kind == "index" && parts.count > 1 && parts.last.flatMap { Int($0) } != nil
    name = isNumbered && !row.isNull(at: 3) ? parts.dropLast().joined(separator: "_") : stored
    sql = (row.optionalText(at: 3) ?? "").replacing("\"\(table)\"", with: table)
      .replacing(" \(stored) ON ", with: " \(name) ON ", maxReplacements: 1)
  }

  fileprivate func isNamed(as other: Self) -> Bool {
    kind == other.kind && name == other.name
  }

  fileprivate func difference(_ what: String) -> FileSchema.Difference {
    FileSchema.Difference(
      table: table,
      message: kind == "table" || kind == "view"
        ? "the \(kind) \(name) \(what)" : "the \(kind) \(name) of the table \(table) \(what)")
  }
}
