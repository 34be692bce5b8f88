import CanonicalJSON
import MissionClient
import MissionControl
import MissionModel
import Platform

extension Feed: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let server = try await server.asOf(asOf)
    guard let session else {
      return try showFeeds(try await server.get("feed"), server.invocation)
    }
    let path = "feed/" + ServerPath.segment(session)
    if let ack { _ = try await server.post(path + "/ack", ["ack": JSONInput.number(ack)]) }
    var place = after.map { Int64($0) }
    var seconds = wait?.seconds ?? 0
    var isBegun = false
    var left = limit ?? (follow ? .max : Self.pageSize)
    repeat {
      let count = follow ? min(left, Self.pageSize) : left
      let answer = try await server.patiently(upToSeconds: isBegun ? .infinity : 0) { _ in
        try await server.get(
          path,
          [
            "after": place.map { "\($0)" }, "limit": "\(count)", "types": types,
            "wait_seconds": seconds > 0 ? "\(seconds)" : nil,
          ], wait: seconds)
      }
      guard follow else { return try show(answer, server.invocation) }
      if !isBegun { server.invocation.warn(of: answer) }
      left -= try printItems(of: answer, server.invocation)
      place = try answer.object.integer("next_after")
      seconds = 50
      isBegun = true
    } while left > 0
    return .success
  }
}

extension ReconcileCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    if let apply {
      let file = try JSONInput.value(
        of: String(decoding: try Self.read(apply), as: UTF8.self), option: "apply")
      return try show(try await server.post("reconcile", ["plan": file]), server.invocation)
    }
    let isDry = dryRun || plan != nil
    let seconds = try watchedSeconds(server.invocation)
    let answer = try await server.post(
      "reconcile",
      [
        "dry_run": isDry ? JSONInput.literal("true") : nil,
        "observe_seconds": seconds > 0 ? JSONInput.number(seconds) : nil,
      ], wait: seconds)
    if let plan {
      guard let file = answer.object["plan"] else {
        throw MissionError(.unavailable, "the server answered no plan")
      }
      try Self.write(file.bytes + [UInt8(ascii: "\n")], to: plan)
    }
    return try show(answer, server.invocation)
  }
}
