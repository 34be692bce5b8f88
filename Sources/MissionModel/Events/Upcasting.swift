package import CanonicalJSON

/// How payloads of older schemas are read: each type's chain of pure steps, one schema at a time.
///
/// An event is stored for ever as it was written; it changes its shape only here, on its way to a reader.
package enum Upcasting {
  /// One step of a type's chain: from `schema` to the next.
  package struct Step: Sendable {
    /// The type that it is for.
    package let type: String
    /// The schema that it reads.
    package let schema: Int
    /// Rewrites a payload.
    package let rewrite: @Sendable (JSONText) throws(JSONError) -> JSONText

    /// Makes a step.
    package init(
      type: String, schema: Int,
      rewrite: @escaping @Sendable (JSONText) throws(JSONError) -> JSONText
    ) {
      self.type = type
      self.schema = schema
      self.rewrite = rewrite
    }
  }

  /// Every step there is; a type without one is at schema 1.
  package static let steps: [Step] = []

  /// The schema that this build writes for `type`.
  package static func currentSchema(of type: String, steps: [Step] = steps) -> Int {
    steps.reduce(1) { $1.type == type ? max($0, $1.schema + 1) : $0 }
  }

  /// Brings a payload to its type's current schema; nil where it was written by a newer build.
  package static func current(
    type: String, schema: Int, payload: JSONText, steps: [Step] = steps
  ) throws(JSONError) -> JSONText? {
    let wanted = currentSchema(of: type, steps: steps)
    guard schema <= wanted else { return nil }
    var payload = payload
    for version in schema..<wanted {
      guard let step = steps.first(where: { $0.type == type && $0.schema == version }) else {
        throw JSONError(
          code: .wrongType, offset: 0, message: "no step reads schema \(version) of \(type)")
      }
      payload = try step.rewrite(payload)
    }
    return payload
  }
}
