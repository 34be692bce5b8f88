import CanonicalJSON
import MissionModel
import MissionTools
import Platform

extension TimelineCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let answer = try await server.get(
      try await server.mission(id) + "/timeline",
      [
        "budget_bytes": budgetBytes.map { "\($0)" } ?? "200000",
        "as_of": asOf.moment(server.invocation),
      ])
    guard format == .json, !globals.json else { return try server.show(answer) }
    try server.invocation.print(json: answer.json)
    return .success
  }
}

extension WhyCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.show(
      try await server.get(
        try await server.mission(id) + "/why", ["as_of": asOf.moment(server.invocation)]))
  }
}

extension StatsCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let answer = try await server.get(
      "stats",
      [
        "window": window.map { "\($0.seconds)" }, "check": check ? "true" : nil,
        "as_of": asOf.moment(server.invocation),
      ])
    let found = check && answer["exceeded"].map { $0.string != "[]" } ?? false
    return try server.show(answer, exit: found ? .found : .success)
  }
}

extension LogCommand: ServedCommand {
  /// How many events are asked for at a time.
  private static let pageSize = 500

  func run(_ server: ServerSession) async throws -> Exit {
    var place = after
    var left = limit ?? .max
    if let tail { left = min(left, tail) }
    while left > 0 {
      let answer = try await page(after: place, count: min(left, Self.pageSize), server)
      let rows = answer.rows(of: "events")
      for row in rows {
        try server.invocation.console.out.line(row.object(row.members.map(\.name)))
      }
      try server.invocation.console.out.flush()
      left -= rows.count
      if let last = rows.last { place = JSONRows.text(last["event_id"]) }
      guard tail == nil, answer["next_after"] != nil else { break }
    }
    guard follow else { return .success }
    let console = server.invocation.console
    try await server.link.follow("/api/v1/events", query(after: place, server)) { data in
      guard !data.isEmpty else { return }
      try? console.out.line(String(decoding: data, as: UTF8.self))
      try? console.out.flush()
    }
    return .success
  }

  private func page(
    after place: String?, count: Int, _ server: ServerSession
  ) async throws -> ServedAnswer {
    var items = query(after: tail == nil ? place : after, server)
    if let before { items.append(("before", before)) }
    if let until { items.append(("until", until.past(server.invocation.time).description)) }
    items.append(tail == nil ? ("limit", "\(count)") : ("tail", "\(count)"))
    return try ServedAnswer(try await server.link.get("/api/v1/events", items, 0))
  }

  private func query(after place: String?, _ server: ServerSession) -> [ServerLink.Item] {
    let values: [(String, String?)] = [
      ("mission_id", mission), ("session_id", session), ("ledger", ledger), ("after", place),
      ("since", since?.past(server.invocation.time).description),
    ]
    return values.compactMap { name, value in value.map { (name, $0) } }
      + type.map { ("type", $0) }
  }
}
