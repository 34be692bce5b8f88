package import CanonicalJSON

/// The reading of payloads of older schemas: for each type a chain of pure steps, one schema at a
/// time.
///
/// An event is stored for ever as it was written; only here, on its way to a reader, does its shape
/// change.
package struct Upcasting: Sendable {
  /// One step of a type's chain: from `schema` to the next.
  package struct Step: Sendable {
    /// The type that it applies to.
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
  /// To change the shape of a type's payload, add a step from the previous shape here, and take the
  /// next version of each reducer that then gives other rows.
  package static let current = Upcasting([])

  /// Each type's steps, the first from schema 1.
  private let chains: [String: [Step]]

  /// Joins steps into chains; the steps of a type read schemas 1, 2, 3, … without a gap.
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
    // Types that have only ever had one shape need no look-up.
    guard !chains.isEmpty, let chain = chains[type] else { return schema <= 1 ? payload : nil }
    guard schema <= chain.count else { return schema == chain.count + 1 ? payload : nil }
    var payload = payload
    for step in chain[(max(schema, 1) - 1)...] { payload = try step.rewrite(payload) }
    return payload
  }
}
