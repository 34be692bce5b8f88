package import CanonicalJSON

/// A field of an object whose value differs between two states of it.
package struct FieldChange: Hashable, Sendable, JSONWritable {
  /// The field's name.
  package let field: String
  /// What it was; null where it was absent.
  package let before: JSONText
  /// What it is.
  package let after: JSONText

  /// The change as those of the fields within, `last_progress.percent`, where it is an object's; itself otherwise.
  var leaves: [FieldChange] {
    guard let old = ObjectFields(reading: before), let new = ObjectFields(reading: after),
      !(old.names + new.names).isEmpty
    else { return [self] }
    return new.changes(since: old).map {
      FieldChange(field: "\(field).\($0.field)", before: $0.before, after: $0.after)
    }
  }

  /// Writes the change.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("field", field)
      writer.field("before", before)
      writer.field("after", after)
    }
  }
}
