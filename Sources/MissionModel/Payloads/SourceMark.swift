import CanonicalJSON
package import EventLog

/// One event of a source ledger, with its proof of identity: lineage and leaf tell a ledger that
/// was replaced, restored or rewritten since from the one that was read.
package struct SourceMark: Hashable, Sendable {
  /// The event's ledger and position.
  package var event: EventID
  /// The ledger's lineage, in hexadecimal.
  package var lineage: String
  /// The hash of the event's leaf, in hexadecimal.
  package var leaf: String

  /// Marks an event.
  package init(event: EventID, lineage: String, leaf: String) {
    self.event = event
    self.lineage = lineage
    self.leaf = leaf
  }

  /// Writes the mark's three members.
  func writeMembers(into object: inout JSONWriter) {
    object.field("source_event_id", event.description)
    object.field("source_leaf", leaf)
    object.field("source_lineage", lineage)
  }
}

extension SourceMark {
  /// Checks a number of events, up to and including this one, against the most that there can be.
  func checked(_ count: Int64, atMost limit: Int64) throws(JSONError) -> Int64 {
    guard count <= limit else {
      throw JSONError(
        code: .numberOutOfRange, offset: 0, message: "\(event) has not \(count) events before it")
    }
    return count
  }
}

/// The members of a mark, collected while a payload is read.
struct SourceMarkFields {
  private var event: EventID?
  private var lineage: String?
  private var leaf: String?

  /// Takes one member; skips one that isn't a mark's.
  mutating func take(_ key: JSONKey, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "source_event_id":
      let start = reader.offset
      event = EventID(try reader.readString())
      guard let event, event.position <= 1 << 53 else {
        throw JSONError(
          code: .wrongType, offset: start, message: "an event_id such as vp:12 is wanted")
      }
    case "source_leaf": leaf = try reader.readString()
    case "source_lineage": lineage = try reader.readString()
    default: try reader.skip()
    }
  }

  /// The whole mark.
  func mark() throws(JSONError) -> SourceMark {
    SourceMark(
      event: try event.required("source_event_id"), lineage: try lineage.required("source_lineage"),
      leaf: try leaf.required("source_leaf"))
  }
}
