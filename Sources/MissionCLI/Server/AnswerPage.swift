import CanonicalJSON

/// An answer of a server for a person: its members as a record, its lists as tables.
struct AnswerPage {
  let answer: ServedAnswer
  let page: Page

  /// The columns that a table shows, of those that its rows have; the first few of them.
  private static let columns = [
    "mission_id", "event_id", "path", "session_id", "vp_id", "ledger", "name", "effective_status",
    "status", "type", "event_type", "mission_status", "reason", "worker_id", "role", "bytes",
    "live_workers", "queued", "running", "blocked", "recorded_at", "delivered_at",
    "dispatched_at", "objective", "summary", "message",
  ]
  private static let columnLimit = 7

  /// Writes the page: what is one value first, then objects, then lists.
  func write() throws {
    for remark in answer.remarks { try page.console.err.line("warning: " + remark) }
    var record = Record()
    var parts: [(String, JSONText)] = []
    for (name, value) in answer.facts where value != .null {
      if Self.isCompound(value) { parts.append((name, value)) } else { record.add(name, value) }
    }
    try page.record(record)
    for (name, value) in parts {
      let rows = answer.rows(of: name)
      if let object = answer.object(name) {
        try page.heading(name)
        var record = Record()
        for (name, value) in object.facts where value != .null && value.string != "[]" {
          record.add(name, value)
        }
        try page.record(record)
      } else if !rows.isEmpty {
        try page.heading(name)
        try page.table(Self.table(rows))
      } else if value.string != "[]" {
        try page.line("\(name)  \(value.string)")
      }
    }
  }

  /// A table of what people look for in objects that are alike.
  static func table(_ rows: [JSONRows.Row]) -> Table {
    let known = rows.first?.members.filter { !isCompound($0.value) }.map(\.name) ?? []
    let wanted = columns.filter(known.contains).prefix(columnLimit)
    let names = wanted.isEmpty ? Array(known.prefix(columnLimit)) : Array(wanted)
    var table = Table(names.map { Column($0.uppercased(), least: 8, isOptional: true) })
    for row in rows { table.add(names.map { Cell(JSONRows.text(row[$0])) }) }
    return table
  }

  private static func isCompound(_ value: JSONText) -> Bool {
    value.bytes.first == UInt8(ascii: "{") || value.bytes.first == UInt8(ascii: "[")
  }
}

extension Record {
  fileprivate mutating func add(_ name: String, _ value: JSONText) {
    add(name, JSONRows.text(value))
  }
}
