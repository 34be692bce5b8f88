import MissionClient
import MissionControl
import MissionModel
import MissionTools
import MissionWorker
import Platform

extension RunCommand: ServedCommand {
  /// Executes the mission here and reports to the server, like a worker on another machine; its
  /// files are read here.
  func run(_ server: ServerSession) async throws -> Exit {
    let fleet = try server.invocation.tools().fleet
    let json = try request.json(server.invocation)
    var options = try options(
      WorkerSetup(invocation: server.invocation, fleet: fleet), DispatchRequest(json: json).vpID)
    options.targetsAreForeign = true
    let port = RemoteFleet(server.client, like: fleet)
    // The check comes before the dispatch: else another worker would claim and execute the mission.
    try await port.checkMayWork(as: options.session)
    let dispatched = try await server.post(
      "missions", raw: port.dispatch(json, takenBy: options.worker, options.process))
    let id = try dispatched.object.object("mission").missionID
    let said = try ServedWarnings(of: dispatched.object).filter(Self.isNews)
    for message in said.messages { server.invocation.warn(message) }
    let replayed = dispatched.object.flag("replayed")
    let hadEnded = try dispatched.object.object("mission").flag("terminal")
    // From here on there is a mission: a server that goes away is asked again.
    let (found, summary) = try await naming(id, server.invocation) {
      let mission = try await server.patiently(upToSeconds: .infinity) { _ in
        try await port.nextChange(of: id, after: 0, timeoutSeconds: 0)
      }
      if replayed { warn(ofReplayed: mission, options, server.invocation) }
      let summary = try await execute(mission, options, on: port, server.invocation) {
        try await server.view(id.rawValue)
      } wait: {
        try await server.waitUntilSettled(id)
      }
      return (mission, summary)
    }
    let wasStopped = summary?.wasStopped ?? false
    // A stopped worker asks no server twice.
    let (run, looked) = try await server.patiently(upToSeconds: wasStopped ? 0 : .infinity) { _ in
      let looked = try await server.look(at: id.rawValue)
      let run = RunAnswer(
        mission: try looked.mission(),
        artifacts: try await Self.found {
          let known = try MissionFiles(
            of: try await port.nextChange(of: id, after: 0, timeoutSeconds: 0).state,
            events: try await server.stream(of: id.rawValue))
          let pool = BlockingPool(name: "files", threads: 1)
          let host = fleet.surroundings.host.hostName
          return try await pool.run {
            try known.read(ArtifactsRequest(), besides: fleet.home, on: host)
          }
        },
        replayed: replayed, keyHadRun: replayed && hadEnded)
      return (run, looked)
    }
    let lost = Self.lost(found, run.mission, summary)
    if !globals.json {
      let news = try ServedWarnings(of: looked.object).news(since: said)
      for message in news + [lost?.message].compactMap(\.self) { server.invocation.warn(message) }
    }
    let all = try ServedWarnings(of: [dispatched, looked]).filter(Self.isNews).adding(lost)
    return try show(WarnedAnswer(answer: run, said: all), run, server.invocation)
  }
}

extension ServerSession {
  /// How many seconds one question waits for a mission to settle, before the next.
  private static let waitSeconds = 50.0

  /// Waits until a mission has settled.
  fileprivate func waitUntilSettled(_ id: MissionID) async throws {
    let path = ServerPath.mission(id.rawValue) + "/wait"
    let seconds = Self.waitSeconds
    while try await patiently(
      upToSeconds: .infinity,
      { _ in
        try await get(path, [("timeout_seconds", "\(seconds)")], wait: seconds).object
          .flag("timed_out")
      })
    {}
  }
}
