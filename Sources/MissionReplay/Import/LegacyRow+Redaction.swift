import CanonicalJSON
import MissionControl
import MissionModel

extension LegacyRow {
  /// How the names end of columns and members by which things are found again: ids, keys, paths, times.
  private static let references = ["_id", "_key", "_ref", "_dir", "_path", "_at", "status"]

  /// The row with what a redactor takes out of its texts, and the names of the columns that are others by that.
  ///
  /// A text that is JSON stays JSON.
  func redacted(by redactor: Redactor) -> (row: LegacyRow, columns: [String]) {
    var changed: [String] = []
    let columns = columns.map { column in
      guard !Self.isReference(column.name), let text = column.value.text else { return column }
      let redacted = Self.redacted(text, by: redactor)
      guard redacted != text else { return column }
      changed.append(column.name)
      return Column(name: column.name, value: .text(redacted))
    }
    guard !changed.isEmpty else { return (self, []) }
    return (LegacyRow(table: table, place: place, columns: columns), changed)
  }

  private static func isReference(_ name: String) -> Bool {
    let name = name.lowercased()
    return references.contains(where: name.hasSuffix)
  }

  private static func redacted(_ text: String, by redactor: Redactor) -> String {
    guard let json = try? JSONText(text) else { return redactor.text(text) }
    let kept = ((try? json.members) ?? [:]).keys.filter(isReference)
    let redacted = redactor.json(json, besides: Set(kept))
    return redacted == json ? text : redacted.string
  }
}

extension LegacyValue {
  /// What it says where that is text, as bytes or not.
  fileprivate var text: String? {
    switch self {
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    case .null, .integer, .real: nil
    }
  }
}
