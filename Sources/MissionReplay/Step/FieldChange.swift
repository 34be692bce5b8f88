package import CanonicalJSON

/// A field of an object whose value differs between two states of it.
package struct FieldChange: Hashable, Sendable, JSONWritable {
  /// The field's name.
  package let field: String
  /// The old value; null where the field was absent.
  package let before: JSONText
  /// The new value.
  package let after: JSONText

  /// The changes within an object, such as `last_progress.percent`; the change itself for any other
  /// value.
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
