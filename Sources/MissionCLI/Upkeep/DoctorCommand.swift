import ArgumentParser
import MissionReplay
import MissionTools

/// `doctor`: present and possible faults.
struct DoctorCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check this home for problems and risks.",
    discussion: """
      Exit: 0 if all is well, 1 if something was found.

      Example:
        missionlog doctor
      """)

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let answer = try await ExamineHome().answer(try invocation.tools())
    return try invocation.show(answer, exit: answer.isHealthy ? .success : .found) { answer, page in
      for check in answer.checks { try write(check, page) }
    }
  }

  private func write(_ check: DoctorAnswer.Check, _ page: Page) throws {
    let (mark, style): (String, TextStyle) =
      switch check.health {
      case .good: ("ok   ", .good)
      case .warning: ("note ", .warning)
      case .bad: ("BAD  ", .bad)
      }
    let text = page.placing("\(check.name): \(check.message)")
    for (index, line) in TextWidth.wrap(text, to: page.screen.width - 5).enumerated() {
      try page.console.out.line((index == 0 ? page.screen.paint(mark, style) : "     ") + line)
    }
    guard let remedy = check.remedy else { return }
    let way = "→ " + page.placing(remedy)
    // A command stays on one line, to be copied; the terminal breaks it if it must.
    guard !remedy.hasPrefix("missionlog ") else {
      return try page.line("     " + TextWidth.harmless(way), .faint)
    }
    try page.paragraph(way, indent: 5, .faint)
  }
}
