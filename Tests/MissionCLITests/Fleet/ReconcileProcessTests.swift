import Foundation
import Glibc
import MissionTesting
import Testing

/// Workers as processes of their own, killed and stopped as machines do it.
@Suite(.timeLimit(.minutes(10))) struct ReconcileProcessTests {
  private let home = CommandLineHome()
  private var done: String { home.path + "/done" }

  private var environment: [String: String] {
    [
      "MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed",
      "MISSIONLOG_LEASE_TTL": "5", "MISSIONLOG_STALE_MISSION_SECONDS": "7",
      "MISSIONLOG_RECONCILE_ENABLED": "false",
    ]
  }

  private func run(_ arguments: [String]) throws -> OtherProgram.Run {
    try BuiltProgram.run(arguments, environment: environment)
  }

  /// Starts a worker whose one mission runs until the file `done` is there; returns once it runs.
  private func startWorker() async throws -> Process {
    let dispatched = try run([
      "dispatch", "--vp", "vp.general.primary", "--objective", "x", "--idempotency-key", "k",
    ])
    #expect(dispatched.code == 0)
    let worker = try BuiltProgram.start(
      [
        "worker", "--vp", "vp.general.primary", "--worker-id", "w1", "--once", "--", "sh", "-c",
        "while [ ! -e \(done) ]; do sleep 0.1; done; echo finished",
      ], environment: environment)
    #expect(try await eventually { try run(["log", "--json"]).out.contains("vp.mission.started") })
    return worker
  }

  private func list() throws -> String { try run(["list", "--json"]).out }

  @Test func aKilledWorkerIsLostAndItsMissionFails() async throws {
    let worker = try await startWorker()
    let healthy = try run(["reconcile", "--dry-run", "--json"])
    #expect(healthy.code == 0)
    kill(worker.processIdentifier, SIGKILL)
    worker.waitUntilExit()
    let found = try run(["reconcile", "--dry-run", "--json"])
    #expect(found.code == 1)
    #expect(try list().contains(#""status":"running""#))
    let reconciled = try run(["reconcile", "--json"])
    #expect(reconciled.code == 0)
    #expect(reconciled.out.contains(#""stale_reason":"worker_dead""#))
    #expect(try list().contains(#""failure_mode":"stale_worker_dead""#))
    #expect(try run(["sessions", "--json"]).out.contains(#""status":"lost""#))
    #expect(try run(["reconcile", "--dry-run"]).code == 0)
  }

  @Test func aDryRunThatFindsALostWorkerAloneHasFoundSomething() async throws {
    #expect(try run(["init"]).code == 0)
    let worker = try BuiltProgram.start(
      ["worker", "--vp", "vp.general.primary", "--worker-id", "w1", "--", "true"],
      environment: environment)
    let isIdle = try await eventually {
      try run(["sessions", "--json"]).out.contains(#""status":"idle""#)
    }
    #expect(isIdle)
    kill(worker.processIdentifier, SIGKILL)
    worker.waitUntilExit()
    for form in [["--json"], []] {
      let found = try run(["reconcile", "--dry-run"] + form)
      #expect(found.code == 1)
      #expect(found.out.contains("w1"))
    }
    #expect(try run(["reconcile"]).code == 0)
    #expect(try run(["reconcile", "--dry-run"]).code == 0)
  }

  @Test func aStoppedWorkerKeepsItsMissionForAWhileAndMayReportLate() async throws {
    let worker = try await startWorker()
    kill(worker.processIdentifier, SIGSTOP)
    defer { kill(worker.processIdentifier, SIGCONT) }
    #expect(try await eventually { try list().contains(#""effective_status":"stale""#) })
    #expect(try run(["reconcile", "--json"]).out.contains(#""kept":[{"#))
    let hasFailed = try await eventually {
      try run(["reconcile", "--json"]).out.contains(#""outcome":"failed""#)
    }
    #expect(hasFailed)
    #expect(try list().contains(#""failure_mode":"stale_claim_expired""#))
    kill(worker.processIdentifier, SIGCONT)
    try Data().write(to: URL(filePath: done))
    worker.waitUntilExit()
    let ended = try list()
    #expect(ended.contains(#""status":"completed""#))
    #expect(ended.contains(#""status_basis":"reported""#))
    let log = try run(["log", "--json"]).out
    #expect(log.contains("vp.mission.reconciliation_reversed"))
    #expect(try run(["reconcile", "--dry-run"]).code == 0)
  }
}
