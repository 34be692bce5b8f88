package import CanonicalJSON
import MissionControl
package import MissionModel
import Platform

/// `skill --install`: the skill as a file below a folder.
package struct InstallSkill: Sendable {
  /// The folder, absolute or relative to the working one.
  package let folder: String

  package init(folder: String) { self.folder = folder }

  /// Writes the file whole or not at all, in the place of one that is there, and answers its path.
  ///
  /// - Throws: `ledger_read_only`, `ledger_full` or `unavailable` where it can't be written.
  package func write() throws(MissionError) -> String {
    let skillFolder = folder + "/" + Skill.name
    let path = skillFolder + "/SKILL.md"
    do throws(PlatformError) {
      try FileSystem.makeSharedDirectory(skillFolder)
      try FileSystem.writeAtomically(Array(Skill.file.utf8), to: path, mode: 0o644)
    } catch {
      throw MissionError(error, doing: "installing the skill at \(path)")
    }
    return path
  }
}

/// What `skill` answers: the text, or where it was written.
package struct SkillAnswer: ToolAnswer {
  /// The file that was written; nil where the text was asked for.
  package let path: String?
  /// The skill as a file holds it.
  package var text: String { Skill.file }

  /// Makes the answer.
  package init(path: String?) { self.path = path }

  package func write(into writer: inout JSONWriter) {
    writer.field("name", Skill.name)
    if let path { writer.field("path", path) } else { writer.field("text", text) }
  }
}
