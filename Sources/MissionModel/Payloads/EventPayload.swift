package import CanonicalJSON

/// The payload of one type of event: written canonically, read tolerantly.
///
/// Decoding ignores unknown fields, which a later build of the same schema may add, and refuses a
/// payload without a required one.
package protocol EventPayload: Hashable, Sendable {
  /// Reads the payload in one pass.
  init(payload: JSONText) throws(JSONError)

  /// Writes the payload's members; a sorted writer puts them in order.
  func writeMembers(into object: inout JSONWriter)
}

extension EventPayload {
  /// The canonical bytes that are stored.
  package var payload: JSONText {
    JSONText.object { object in writeMembers(into: &object) }
  }
}
