import Foundation
import Testing

/// `reconcile` as a person and a script see it.
@Suite struct ReconcileCommandTests {
  private let home = CommandLineHome()

  @Test func aHomeThatIsNotThereIsNotReconciled() async throws {
    let run = await home.run("reconcile", "--json")
    #expect(run.code == 66)
  }

  @Test func aHomeWithoutMissionsHasNothingToReconcile() async throws {
    _ = await home.run("init")
    for arguments in [["reconcile"], ["reconcile", "--dry-run"]] {
      let run = await home.run(arguments)
      #expect(run.code == 0)
      #expect(run.out == "nothing to reconcile\n")
    }
  }

  @Test func aCapsuleIsNotReconciled() async throws {
    let bench = try await CapsuleBench()
    let run = await bench.run(["reconcile", "--json"])
    #expect(run.code == 74 && run.out.contains(#""code":"ledger_read_only""#), "\(run.out)")
    #expect(await bench.run(["reconcile", "--dry-run"]).code != 74)
  }

  @Test func oneThingIsAskedForAtATime() async throws {
    for arguments in [["--dry-run", "--plan", "f"], ["--apply", "f", "--observe", "5"]] {
      #expect(await home.run(["reconcile"] + arguments).code == 64)
    }
  }

  @Test func aPlanReplacesNothing() async throws {
    let id = try await home.dispatch("a")
    for path in [home.path + "/vp_state.db", home.path] {
      let run = await home.run("reconcile", "--plan", path)
      #expect(run.code == 64 && run.err.contains("\(path) already exists"), "\(run.err)")
    }
    #expect(await home.run("list", "-q").out.contains(id))
  }

  @Test func aPlanGoesThroughItsFile() async throws {
    _ = await home.run("init")
    let path = home.path + "/plan.json"
    #expect(await home.run("reconcile", "--plan", path).code == 0)
    #expect(await home.run("reconcile", "--apply", path).code == 0)
    #expect(await home.run("reconcile", "--apply", path + ".none").code == 66)
    #expect(await home.run("reconcile", "--plan", home.path + "/none/plan").code == 74)
    try Data("{}".utf8).write(to: URL(filePath: path))
    let refused = await home.run("reconcile", "--apply", path, "--json")
    #expect(refused.code == 64)
    #expect(refused.out.contains(#""code":"validation_error""#))
  }

  @Test(arguments: [
    ("99999999999999999999", "--observe"),
    ("3601", "observe_seconds must be a number from 0 to 3600"),
  ])
  func onlySoMuchIsWatched(duration: String, words: String) async throws {
    _ = await home.run("init")
    let run = await home.run("reconcile", "--observe", duration)
    #expect(run.code == 64)
    #expect(run.err.contains(words) && run.err.contains(duration))
  }
}
