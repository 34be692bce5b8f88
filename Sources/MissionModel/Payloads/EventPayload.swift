package import CanonicalJSON

/// The payload of one type of event: canonical out, tolerant in.
///
/// Decoding ignores fields that it doesn't know, since a later build of the same schema may add
/// some, and refuses a payload that lacks one it can't do without.
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
