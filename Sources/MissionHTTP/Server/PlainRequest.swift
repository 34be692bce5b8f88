package import MissionTools

/// A request for a door that is not this one, as plain values: no door knows another's types.
package struct PlainRequest: Sendable {
  package let method: String
  package let path: String
  /// The header, names in lower case.
  package let fields: [(name: String, value: String)]
  package let body: [UInt8]
  /// The fleet, and on whose behalf the call is made.
  package let context: ToolContext
  /// Who calls, and what its token allows.
  package let caller: Caller
}
