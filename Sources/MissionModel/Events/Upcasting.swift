package import CanonicalJSON

/// How payloads of older schemas are read: each type's chain of pure steps, one schema at a time.
///
/// An event is stored for ever as it was written; it changes its shape only here, on its way to a reader.
package struct Upcasting: Sendable {
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

  /// The chains of this build: a type without one is at schema 1.
  ///
  /// Who changes the shape of a type's payload adds a step from the shape before, here, and takes the next version of
  /// each reducer that then gives other rows.
  package static let current = Upcasting([])

  /// Each type's steps, the first from schema 1.
  private let chains: [String: [Step]]

  /// Joins steps into chains; those of a type read schemas 1, 2, 3, … without a gap.
  package init(_ steps: [Step]) {
    chains = Dictionary(grouping: steps, by: \.type).mapValues { chain in
      let chain = chain.sorted { $0.schema < $1.schema }
      precondition(
        chain.map(\.schema) == Array(1...chain.count),
        "the steps of \(chain[0].type) have a gap or read one schema twice")
      return chain
    }
  }

  /// The schema that the program writes for `type`.
  package func schema(of type: String) -> Int {
    (chains[type]?.count ?? 0) + 1
  }

  /// Brings a payload to its type's current schema; nil where it was written by a newer build.
  package func current(
    type: String, schema: Int, payload: JSONText
  ) throws(JSONError) -> JSONText? {
    // Nothing is looked up for the events of types that have only ever had one shape.
    guard !chains.isEmpty, let chain = chains[type] else { return schema <= 1 ? payload : nil }
    guard schema <= chain.count else { return schema == chain.count + 1 ? payload : nil }
    var payload = payload
    for step in chain[(max(schema, 1) - 1)...] { payload = try step.rewrite(payload) }
    return payload
  }
}
