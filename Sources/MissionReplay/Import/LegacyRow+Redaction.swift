import CanonicalJSON
import MissionControl
import MissionModel

extension LegacyRow {
  /// The columns by which things are found, or whose words the import interprets: ids, keys, paths,
  /// times.
  ///
  /// They are listed by full name, since a name that only ends alike (`api_key`, `http_status`) may
  /// well hold a secret.
  private static let references: Set<String> = [
    "mission_id", "event_id", "vp_id", "run_id", "worker_id", "runtime_id", "session_id",
    "idempotency_key", "source_session_id", "source_turn_id", "result_ref", "workspace_dir",
    "status", "priority_tier", "created_at", "started_at", "completed_at", "updated_at",
    "claim_expires_at", "lease_expires_at", "last_heartbeat_at",
  ]

  /// The row after a redactor went over its texts, and the names of the columns that it changed.
  ///
  /// A JSON column stays JSON.
  func redacted(by redactor: Redactor) -> (row: LegacyRow, columns: [String]) {
    var changed: [String] = []
    let columns = columns.map { column in
      let name = column.name.lowercased()
      guard !Self.references.contains(name), let text = column.value.text else { return column }
      let redacted = redactor.column(text, isJSON: Self.isJSON(name))
      guard redacted != text else { return column }
      changed.append(column.name)
      return Column(name: column.name, value: .text(redacted))
    }
    guard !changed.isEmpty else { return (self, []) }
    return (LegacyRow(table: table, place: place, columns: columns), changed)
  }

  /// Whether a column of this lower-case name holds JSON.
  static func isJSON(_ name: String) -> Bool { name.hasSuffix("_json") }
}

extension Redactor {
  /// The members of a JSON column by which things are found: those that a dispatch keeps as they
  /// are, and ids of the predecessor's.
  private static let references: Set<String> = [
    "mission_id", "event_id", "vp_id", "run_id", "worker_id", "task_id", "trace_id",
    "idempotency_key", "source_session_id", "source_turn_id", "result_ref", "required_outputs",
  ]

  fileprivate func column(_ text: String, isJSON: Bool) -> String {
    guard isJSON, let json = try? JSONText(text) else { return self.text(text) }
    let redacted = self.json(
      json, besides: Self.references, below: ["constraints": NamedPaths.members])
    return redacted == json ? text : redacted.string
  }
}

extension LegacyValue {
  /// Its content if that is text, stored as text or as bytes.
  fileprivate var text: String? {
    switch self {
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    case .null, .integer, .real: nil
    }
  }
}
