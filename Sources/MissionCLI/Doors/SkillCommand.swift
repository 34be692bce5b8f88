import ArgumentParser
import MissionTools

/// `skill`: the operating skill for orchestrators.
struct SkillCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "skill", abstract: "Print or install the operating skill for orchestrators.",
    discussion: """
      --install writes DIR/vp-orchestration/SKILL.md, where agent programs look for skills.

      Example:
        missionlog skill --install .claude/skills
      """)

  @Option(
    help: ArgumentHelp("Write it below this folder instead of printing it.", valueName: "dir"),
    completion: .directory)
  var install: String?

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  // The skill comes with the program, whatever home or server is named.
  var serverUse: ServerUse { .ownMatter }

  func run(_ invocation: Invocation) async throws -> Exit {
    let path = try install.map { try InstallSkill(folder: $0).write() }
    return try invocation.show(SkillAnswer(path: path)) { answer, page in
      if let path = answer.path {
        try page.line("installed \(path)")
      } else {
        try invocation.console.out.write(answer.text)
      }
    }
  }

  func validate() throws { try PathInput.check(["--install": install]) }
}
