import MissionModel

extension Configuration {
  /// A warning for each fault that a reading command tolerates.
  package var warnings: [Warning] {
    problems.map { Warning(.configuration, $0.description) }
  }

  /// The reason why a mission that isn't found may exist all the same: the configuration may name a
  /// lane that couldn't be understood.
  var laneRefusal: MissionError? {
    laneProblem.map {
      MissionError(
        .configInvalid, "not found, but a lane may be missing from the configuration: \($0)")
    }
  }

  /// The first problem that may hide a lane.
  var laneProblem: ConfigurationProblem? {
    problems.first { problem in
      let words = problem.key.split(separator: ".")
      guard words.first == "lanes" else { return words.isEmpty || problem.nearest == "lanes" }
      return words.count < 3 || words[2] == "ledger" || problem.nearest == "ledger"
    }
  }

  /// The refusal of a write while the configuration has a problem.
  var refusal: MissionError? {
    guard let first = problems.first else { return nil }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more: `missionlog doctor`)" : ""
    return MissionError(.configInvalid, "\(first)\(more); nothing is written until it is fixed")
  }
}
