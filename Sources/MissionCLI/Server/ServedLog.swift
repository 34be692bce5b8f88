import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay
import Platform

extension LogCommand: ServedCommand {
  /// How many events are asked for at a time.
  private static let pageSize = 500

  func run(_ server: ServerSession) async throws -> Exit {
    let query = try await query(server)
    let printer = EventPrinter(invocation: server.invocation)
    var left = limit ?? .max
    var place = after
    while left > 0, tail != 0 {
      let answer = try await page(
        query, after: tail == nil ? place : after, min(left, tail ?? .max), server)
      let events = try answer.events()
      for event in events { try printer.print(event) }
      try server.invocation.console.out.flush()
      left -= events.count
      if let last = events.last { place = last.id.description }
      guard tail == nil, answer.object["next_after"] != nil else { break }
    }
    guard follow, left > 0 else { return .success }
    return try await follow(query, from: place, left, printer, server)
  }

  /// Prints events as they come until there were enough; a server that has gone is asked again, from the place
  /// that was reached.
  private func follow(
    _ query: [(String, String?)], from start: String?, _ count: Int, _ printer: EventPrinter,
    _ server: ServerSession
  ) async throws -> Exit {
    var place = start
    var left = count
    // Nothing has matched so far: what has come since is looked for from the beginning.
    let isAll = place == nil && since == nil && tail != 0
    while true {
      do {
        let items = query + [("after", place), ("since", isAll ? Instant.epoch.description : nil)]
        for try await event in server.link.events("/api/v1/events", ServerLink.items(items)) {
          place = event.id ?? place
          guard !event.data.isEmpty else { continue }
          try printer.print(try ServedAnswer.event(event.data))
          try server.invocation.console.out.flush()
          left -= 1
          if left == 0 { return .success }
        }
        server.invocation.note("the server has ended the stream; asking it again")
      } catch let error as MissionError where error.retryable {
        server.invocation.note("\(error.message); trying again")
      }
      try await Task.sleep(for: .seconds(2))
    }
  }

  private func page(
    _ query: [(String, String?)], after place: String?, _ most: Int, _ server: ServerSession
  ) async throws -> ServedAnswer {
    let until = until?.past(server.invocation.time).description
    let count = tail == nil ? ("limit", "\(min(most, Self.pageSize))") : ("tail", "\(most)")
    let items = query + [("after", place), ("before", before), ("until", until), count]
    return try ServedAnswer(
      try await server.link.get("/api/v1/events", ServerLink.items(items), 0))
  }

  private func query(_ server: ServerSession) async throws -> [(String, String?)] {
    var id: String?
    if let mission { id = try await server.missionID(mission) }
    return [
      ("mission_id", id), ("session_id", session), ("ledger", ledger),
      ("since", since?.past(server.invocation.time).description),
    ] + type.map { ("type", $0) }
  }
}
