import Foundation
import MissionTesting
import Testing

/// A home of another user: what may not be read is no ledger that will be free in a moment.
@Suite(.enabled(if: getuid() == 0)) struct PermissionTests {
  private let home = CommandLineHome()

  private var environment: [String: String] {
    ["MISSIONLOG_HOME": home.path, "MISSIONLOG_DURABILITY": "relaxed"]
  }

  /// Makes a home of this user, its folder open to others or not.
  private func make(open: Bool) throws {
    let made = try BuiltProgram.run(["init"], environment: environment)
    #expect(made.code == 0)
    try FileManager.default.removeItem(atPath: home.path + "/config.yaml")
    let folder = URL(filePath: home.path).deletingLastPathComponent().path
    for path in [folder] + (open ? [home.path] : []) {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }

  private func runAsStranger(_ words: String...) throws -> OtherProgram.Run {
    try BuiltProgram.run(
      words, environment: environment,
      by: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
  }

  @Test func whatMayNotBeReadIsRefusedForGood() throws {
    try make(open: true)
    let vp = ["--vp", "vp.general.primary"]
    let dispatch = try runAsStranger("dispatch", vp[0], vp[1], "--objective", "x", "--json")
    #expect(dispatch.code == 74, "\(dispatch.out)")
    #expect(dispatch.out.contains(#""code":"ledger_read_only""#))
    #expect(dispatch.out.contains(#""retryable":false"#))
    let file = home.path + "/vp_state.db"
    #expect(dispatch.out.contains("permission denied: \(file) belongs to root; run as that user"))
    let worker = try runAsStranger("worker", vp[0], vp[1], "--until-idle", "--", "true")
    #expect(worker.code == 74 && worker.err.contains("permission denied"), "\(worker.err)")
    let list = try runAsStranger("list")
    #expect(list.err.contains("permission denied") && !list.err.contains("no missions match"))
    let doctor = try runAsStranger("doctor")
    #expect(doctor.code == 1 && doctor.out.contains("permission denied"))
    #expect(!doctor.out.contains("verify"), "\(doctor.out)")
  }

  @Test func aHomeThatMayNotBeEnteredIsNotTakenForNone() throws {
    try make(open: false)
    let list = try runAsStranger("list")
    #expect(list.code == 74)
    #expect(list.err.contains("permission denied: \(home.path) belongs to root"), "\(list.err)")
  }

  @Test func aFileThatMayNotBeReadIsNotTakenForAnother() throws {
    try make(open: true)
    let folder = URL(filePath: home.path).deletingLastPathComponent().path
    let file = folder + "/old.db"
    try Data("SQLite format 3".utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    let run = try BuiltProgram.run(
      ["import", file, "--json"],
      environment: ["MISSIONLOG_HOME": "/tmp/stranger", "MISSIONLOG_DURABILITY": "relaxed"],
      by: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
    #expect(run.code == 74, "\(run.out)")
    #expect(run.out.contains("permission denied: \(file) belongs to root"), "\(run.out)")
  }
}
