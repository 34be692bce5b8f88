package import MissionTools

/// A request for a mounted door, as plain values: no door knows another's types.
package struct PlainRequest: Sendable {
  package let method: String
  /// The header fields, names in lower case.
  package let fields: [(name: String, value: String)]
  package let body: [UInt8]
  /// The fleet, and the caller's context.
  package let context: ToolContext
  /// The caller, and its token's scopes.
  package let caller: Caller
}
