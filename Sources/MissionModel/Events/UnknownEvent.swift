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
  /// Checks that the type is none of those given, as a known type means a newer schema; an unknown
  /// type can't matter to this build.
  ///
  /// - Throws: `event_schema_too_new` for one of these types.
  package func refuse<Types: RawRepresentable<String>>(
    _ known: Types.Type, at id: EventID? = nil
  ) throws(MissionError) {
    guard Types(rawValue: type) != nil else { return }
    throw .newerSchema(type: type, schema: schema, at: id)
  }
}
