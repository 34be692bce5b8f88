package import MissionModel

/// A request for a page of missions.
package struct ListRequest: Hashable, Sendable {
  package var filter = MissionFilter()
  package var limit = 20
  /// Where the page begins: the `nextCursor` of the one before.
  package var cursor: String?
  /// Whether the full objects are wanted.
  package var withRequests = false

  package init() {}
}

/// A page of missions, newest dispatch first.
package struct ListResult: Sendable {
  package let missions: [MissionView]
  /// Where the next page begins; nil on the last one.
  package let nextCursor: String?
  /// The ledgers that were left out, and the missions that can't be read whole.
  package let warnings: [Warning]
}
