import Foundation
import MissionTesting
import MissionTools
import Testing

/// The command of each tool.
private let commands = [
  "vp_dispatch_mission": "dispatch", "vp_wait_mission": "wait", "vp_get_mission": "get",
  "vp_read_result_artifacts": "artifacts", "vp_list_missions": "list",
  "vp_answer_mission": "answer", "vp_cancel_mission": "cancel", "vp_retry_mission": "retry",
  "vp_escalate_mission": "escalate", "vp_get_timeline": "timeline", "vp_read_feed": "feed",
  "vp_list_vps": "vps", "vp_claim_mission": "work claim", "vp_start": "work start",
  "vp_heartbeat": "work heartbeat", "vp_progress": "work progress",
  "vp_artifact": "work artifact", "vp_block": "work block", "vp_fallback": "work fallback",
  "vp_complete": "work complete", "vp_fail": "work fail", "vp_cancelled": "work cancelled",
]

/// Parameters that are words of a command rather than flags.
private let words = ["mission_id", "mission_ids", "answer"]
/// Parameters that a command has no use for, by their tool: at the command line a claim is whole
/// anyway.
private let needless = ["vp_claim_mission": ["full"]]

@Test(arguments: Tools.all.map(\.name)) func everyParameterOfAToolIsAFlagOfItsCommand(
  name: String
) async throws {
  let tool = try #require(Tools.named(name))
  let command = try #require(commands[name])
  let help = await CapturedConsole().run(
    command.split(separator: " ").map(String.init) + ["--help"])
  let others = words + (needless[name] ?? [])
  for parameter in tool.parameters.map(\.name) where !others.contains(parameter) {
    let flag = parameter == "vp_id" ? "vp" : parameter.replacing("_", with: "-")
    #expect(help.out.contains("--\(flag)"), "\(name) \(parameter)")
  }
}

@Test func theSkillIsPrintedAndInstalled() async throws {
  let printed = await missionlog("skill")
  #expect(printed.code == 0 && printed.out == Skill.file)
  let named = await missionlog("skill", "--server", "http://127.0.0.1:1")
  #expect(named.code == 0 && named.out == Skill.file)
  let folder = try TemporaryFolder()
  let installed = await missionlog("skill", "--install", folder.file("skills"))
  let path = folder.file("skills") + "/vp-orchestration/SKILL.md"
  #expect(installed.out == "installed \(path)\n")
  #expect(try String(contentsOfFile: path, encoding: .utf8) == Skill.file)
  let refused = await missionlog("skill", "--install", "/dev/null/x", "--json")
  #expect(refused.code == 74 && refused.out.contains("ledger_read_only"))
  #expect(refused.out.contains("Not a directory"))
}

@Test func aSessionThatIsNoneIsRefusedBeforeAnythingIsServed() async throws {
  let console = CapturedConsole(environment: [
    "MISSIONLOG_SESSION_ID": "a\nb", "HOME": "/nonexistent",
  ])
  let run = await console.run(["mcp"])
  #expect(run.code == 64 && run.out.isEmpty)
}

@Test func serveServesNoHomeInAServersPlace() async throws {
  let home = try TemporaryFolder().file("home")
  let run = await CapturedConsole(environment: ["MISSIONLOG_HOME": home]).run(
    ["serve", "--server", "http://127.0.0.1:1", "--token-file", "/nowhere", "--json"])
  #expect(run.code == 64 && run.out.contains("leave out --server"))
  #expect(!FileManager.default.fileExists(atPath: home))
}

/// A shell that begins a program with a limit of open files.
private func limited(_ limit: String) -> [String] {
  ["/bin/sh", "-c", "ulimit \(limit); exec \"$@\"", "sh"]
}

@Test func aServerWithTooFewOpenFilesIsRefusedBeforeItBegins() throws {
  let home = try TemporaryFolder().file("home")
  let run = try BuiltProgram.run(
    ["serve", "--home", home, "--port", "0", "--json"],
    by: ["/usr/bin/timeout", "60"] + limited("-n 64"))
  #expect(run.code == 75 && run.out.contains("at least 256 open files"), "\(run)")
  #expect(!FileManager.default.fileExists(atPath: home))
}

@Test func aServerTakesAllTheOpenFilesThatItMay() throws {
  let folder = try TemporaryFolder()
  let server = try BuiltProgram.start(
    ["serve", "--home", folder.file("home"), "--port", "0"],
    environment: ["MISSIONLOG_DURABILITY": "relaxed"], by: limited("-Sn 64"))
  defer {
    server.terminate()
    server.waitUntilExit()
    withExtendedLifetime(folder) {}
  }
  let out = try #require(server.standardOutput as? Pipe).fileHandleForReading
  #expect(String(decoding: out.availableData, as: UTF8.self).hasPrefix("http://"))
  let file = "/proc/\(server.processIdentifier)/limits"
  let limits = try String(contentsOfFile: file, encoding: .utf8)
  let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
  let words = line.split(separator: " ")
  #expect(words[3] == words[4] && words[3] != "64", "\(line)")
}

@Test func mcpServesNoHomeInAServersPlace() async throws {
  let home = try TemporaryFolder().file("home")
  let run = await CapturedConsole(environment: [
    "MISSIONLOG_SERVER": "http://127.0.0.1:1", "MISSIONLOG_HOME": home,
  ]).run(["mcp", "--json"])
  #expect(run.code == 64 && run.out.contains("http://127.0.0.1:1/mcp"))
  #expect(!FileManager.default.fileExists(atPath: home))
}
