package import CanonicalJSON
package import EventLog

/// An event of a later build, as it was stored.
package struct UnknownEvent: Hashable, Sendable {
  /// The type as it was written.
  package let type: String
  /// The payload's version.
  package let schema: Int
  /// The payload, verbatim.
  package let payload: JSONText

  /// Keeps an event that can't be read.
  package init(type: String, schema: Int, payload: JSONText) {
    self.type = type
    self.schema = schema
    self.payload = payload
  }
}

extension UnknownEvent {
  /// Throws where the type is one of those given, so that its schema is a newer one: a type that this build doesn't
  /// know can't matter to it.
  package func refuse<Types: RawRepresentable<String>>(
    _ known: Types.Type, at id: EventID? = nil
  ) throws(MissionError) {
    guard Types(rawValue: type) != nil else { return }
    throw .newerSchema(type: type, schema: schema, at: id)
  }
}
