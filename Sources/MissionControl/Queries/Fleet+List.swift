import MissionModel
import MissionStore

extension Fleet {
  /// A page of missions over every ledger, in the filter's order.
  ///
  /// A ledger that can't be read is left out, with a warning, and so is a mission that a newer
  /// build began lately; a mission that can't be read whole is listed with a warning. A chain may
  /// be named by any of its missions.
  ///
  /// - Throws: `validation_error` for a cursor that is not from this list, and for an unknown VP
  ///   that no mission names; `not_found` for the chain of an unknown mission, if every ledger
  ///   could be asked.
  package func list(_ request: ListRequest) async throws -> ListResult {
    var named = request.filter
    let member = named.chainID
    var isKnown = false
    if let member, let first = try await chain(of: member) {
      named.chainID = first
      isKnown = true
    }
    let filter = named
    let list = filter.fingerprint
    let cursor = try request.cursor.map { text throws(MissionError) in
      try ListCursor(text, of: filter)
    }
    // One mission more than the page shows whether there is another.
    let limit = request.limit + 1
    let (pages, warnings) = try await readEach { lane -> (listed: [Listed], leftOut: [Warning]) in
      let found = try lane.reader.listMissions(
        filter, after: cursor?.place(in: lane.lane, filter.order), limit: limit, now: lane.now,
        policy: lane.policy, upcasting: lane.upcasting)
      let listed = try found.map { mission in
        Listed(
          cursor: ListCursor(
            time: mission.place.time, ledger: lane.lane, id: mission.place.id, list: list),
          mission: try lane.view(of: mission.state, withRequest: request.withRequests))
      }
      return (listed, try lane.leftOut())
    }
    let merged = pages.flatMap(\.listed).sorted { $0.cursor.comes(before: $1.cursor, filter.order) }
    if merged.isEmpty, let vp = filter.vp { try await checkIsKnown(vp) }
    if merged.isEmpty, let member, !isKnown, warnings.firstLedgerError == nil,
      try await !hasChain(member)
    {
      throw laneRefusal ?? unknownMission(member)
    }
    let page = merged.prefix(request.limit)
    let unread = page.map(\.mission).filter(\.isUnread)
    return ListResult(
      missions: page.map(\.mission),
      nextCursor: merged.count > page.count ? page.last?.cursor.description : nil,
      warnings: warnings + pages.flatMap(\.leftOut)
        + unread.map { .unread($0.state.facts.missionID, in: $0.lane) })
  }

  /// The chain of a mission; nil where no readable ledger has it.
  private func chain(of id: MissionID) async throws -> MissionID? {
    try await readEach { try $0.state(of: id)?.facts.chainID }.values.compactMap(\.self).first
  }

  /// Whether any mission belongs to a chain, whose first mission may not be here.
  private func hasChain(_ id: MissionID) async throws -> Bool {
    var filter = MissionFilter()
    filter.chainID = id
    return try await readEach { [filter] lane in
      try !lane.reader.listMissions(
        filter, after: nil, limit: 1, now: lane.now, policy: lane.policy,
        upcasting: lane.upcasting
      ).isEmpty
    }.values.contains(true)
  }

  private struct Listed: Sendable {
    let cursor: ListCursor
    let mission: MissionView
  }
}
