import CanonicalJSON
import MissionControl
import MissionModel
import Platform

extension Status: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    guard !watch else {
      throw MissionError(.validationError, "--watch works on a home, not on a server")
    }
    let answer = try await server.get("status", ["as_of": asOf.moment(server.invocation)])
    return try server.show(answer, exit: answer.flag("quiet") ? .success : .found)
  }
}

extension VPs: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.showList(
      try await server.get("vps", ["as_of": asOf.moment(server.invocation)]), "vps", form)
  }
}

extension Sessions: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.showList(
      try await server.get("sessions", ["as_of": asOf.moment(server.invocation)]), "sessions",
      form)
  }
}

extension Pause: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    let until = duration.map { server.invocation.time.now.advanced(bySeconds: $0.seconds) }
    return try server.show(
      try await server.post(
        "vps/\(server.link.segment(vp))/pause",
        [
          "reason": reason.map(JSONInput.text),
          "until": until.map { JSONInput.text($0.description) },
        ]))
  }
}

extension Resume: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    try server.show(try await server.post("vps/\(server.link.segment(vp))/resume"))
  }
}

extension Feed: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    guard let session else {
      throw MissionError(.validationError, "a server is asked for one session's feed: name it")
    }
    let path = "feed/" + server.link.segment(session)
    if let ack { _ = try await server.post(path + "/ack", ["ack": JSONInput.number(Double(ack))]) }
    var place = after
    var seconds = wait?.seconds ?? 0
    while true {
      let answer = try await server.get(
        path,
        [
          "after": place.map { "\($0)" }, "limit": "\(limit)", "types": types,
          "wait_seconds": seconds > 0 ? "\(seconds)" : nil,
          "as_of": asOf.moment(server.invocation),
        ], wait: seconds)
      guard follow else { return try server.showList(answer, "items", form) }
      for item in answer.rows(of: "items") {
        try server.invocation.console.out.line(item.object(item.members.map(\.name)))
      }
      try server.invocation.console.out.flush()
      place = answer.text("next_after").flatMap { Int($0) }
      seconds = 50
    }
  }
}

extension ReconcileCommand: ServedCommand {
  func run(_ server: ServerSession) async throws -> Exit {
    if let apply {
      let file = try JSONInput.value(
        of: String(decoding: try Self.read(apply), as: UTF8.self), option: "apply")
      return try server.show(try await server.post("reconcile", ["plan": file]))
    }
    let isDry = dryRun || plan != nil
    let seconds = observe?.seconds ?? 0
    let answer = try await server.post(
      "reconcile",
      [
        "dry_run": isDry ? JSONInput.literal("true") : nil,
        "observe_seconds": seconds > 0 ? JSONInput.number(seconds) : nil,
      ], wait: seconds)
    if let plan {
      guard let file = answer["plan"] else {
        throw MissionError(.unavailable, "the server answered no plan")
      }
      try Self.write(file.bytes + [UInt8(ascii: "\n")], to: plan)
    }
    let found = answer.text("count").map { $0 != "0" } ?? false
    return try server.show(answer, exit: dryRun && found ? .found : .success)
  }
}

extension SkillCommand: ServedCommand {
  /// The skill comes with the program, whatever home or server it works on.
  func run(_ server: ServerSession) async throws -> Exit { try await run(server.invocation) }
}
