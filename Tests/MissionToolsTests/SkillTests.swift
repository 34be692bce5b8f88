import MissionModel
import MissionTools
import Testing

/// What the skill names is there; the words in its text that look like names are all looked up.
@Suite struct SkillTests {
  /// Words in backticks that are no tool, parameter, answer's member or code.
  private static let others: Set<String> = [
    "vp.general.primary", "vp.coder.primary", "report-2026-03", "target_path",
  ]

  private static let words: [String] = Skill.text.split(
    separator: "`", omittingEmptySubsequences: false
  )
  .enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }

  @Test func everyToolThatItNamesIsServedToOrchestrators() {
    let named = Set(Skill.text.matches(of: /vp_[a-z_]+/).map { String($0.output) })
    let known = Set(Tools.all.map(\.name) + MissionError.Code.allCases.map(\.rawValue))
    #expect(named.subtracting(known).subtracting(["vp_id"]).isEmpty)
    #expect(named.isSuperset(of: Set(Tools.orchestrator.map(\.name))))
  }

  @Test func everyWordThatItQuotesIsTheRegistrys() {
    var known = Set(Tools.all.map(\.name)).union(MissionError.Code.allCases.map(\.rawValue))
    for tool in Tools.all {
      known.formUnion(tool.parameters.map(\.name))
      known.formUnion(tool.answer.map(\.name))
    }
    for shape in Shape.allCases { known.formUnion(shape.fields.map(\.name)) }
    #expect(Self.words.count > 30)
    for word in Self.words {
      #expect(known.union(Self.others).union(["retryable", "code"]).contains(word), "\(word)")
    }
  }

  @Test func everyErrorHasAPlaceInARow() {
    #expect(ErrorGuide.groups.joined().count == MissionError.Code.allCases.count)
    #expect(Set(ErrorGuide.groups.joined()) == Set(MissionError.Code.allCases))
    for codes in ErrorGuide.groups {
      let advice = Set(codes.map(ErrorGuide.advice))
      #expect(advice.count == 1, "\(codes)")
      let names = codes.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      #expect(Skill.text.contains("| \(names) | \(advice.first ?? "") |\n"))
    }
    for code in MissionError.Code.allCases { #expect(!ErrorGuide.advice(for: code).isEmpty) }
  }

  @Test func theFileBeginsWithWhatProgramsLookFor() {
    #expect(Skill.file.hasPrefix("---\nname: vp-orchestration\ndescription: "))
    #expect(Skill.summary.utf8.count < 1_024 && !Skill.summary.contains(": "))
  }
}
