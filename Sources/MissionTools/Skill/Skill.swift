import MissionModel

/// The operating skill: how an orchestrator works with these tools, as a text for models.
///
/// One text behind every door: the command, the file that it installs, and the prompt.
package enum Skill {
  /// What it is called: the prompt's name, and the folder of its file.
  package static let name = "vp-orchestration"
  /// One line: when it is of use.
  package static let summary =
    "How to hand work to external VP agents through Missionlog's vp_ tools (dispatch, wait, read results, retry, "
    + "escalate)."

  /// The text without a heading for programs.
  package static var text: String {
    let errors = ErrorGuide.groups.map { codes in
      let names = codes.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      return "| \(names) | \(codes.first.map(ErrorGuide.advice) ?? "") |"
    }
    return SkillText.work + "\n" + errors.joined(separator: "\n") + "\n\n" + SkillText.rules
  }

  /// The text as the file `SKILL.md`.
  package static var file: String {
    "---\nname: \(name)\ndescription: \(summary)\n---\n\n" + text
  }
}
