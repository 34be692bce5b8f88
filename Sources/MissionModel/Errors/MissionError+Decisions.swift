import CanonicalJSON

extension MissionError {
  /// Makes the error for a key that was used for another request.
  package static func idempotencyConflict(
    _ id: MissionID, _ differing: [String]
  ) -> MissionError {
    MissionError(
      .idempotencyConflict,
      "this idempotency_key made \(id) from another request: \(differing.joined(separator: ", ")) "
        + "\(differing.count == 1 ? "differs" : "differ"); use another key, or the same request",
      details: JSONText.object { object in
        object.field("mission_id", id)
        object.field("differing_fields", differing)
      })
  }

  /// Makes the error for a change to a mission that has ended.
  package static func terminal(_ state: MissionState) -> MissionError {
    // An inferred end yields to its worker's own finish.
    let outlook = state.basis == .inferred ? "" : " and stays so"
    return MissionError(
      .missionTerminal,
      "mission \(state.facts.missionID) is \(state.status.rawValue) (\(state.basis.rawValue))\(outlook); "
        + "retry makes a new mission from a failed or cancelled one",
      details: JSONText.object { $0.field("status", state.status) })
  }

  /// Makes the error for a command that the mission's status doesn't allow.
  static func invalid(_ state: MissionState, _ wish: String, _ advice: String) -> MissionError {
    MissionError(
      .invalidTransition,
      "\(wish) is not possible while mission \(state.facts.missionID) is "
        + "\(state.status.rawValue): \(advice)",
      details: JSONText.object { $0.field("status", state.status) })
  }

  /// Makes the error for a worker whose token is not the current one.
  ///
  /// `reversible` tells the worker whether its own finish would still be accepted: as long as it
  /// would, the worker finishes its work and reports.
  static func leaseLost(
    _ state: MissionState, _ token: FencingToken, reversible: Bool
  ) -> MissionError {
    MissionError(
      .leaseLost,
      "\(token) doesn't hold mission \(state.facts.missionID), \(outlook(of: state, reversible))",
      details: JSONText.object { object in
        object.field("reversible", reversible)
        object.field("status", state.status)
        object.field("current_worker_id", state.lease?.token.worker)
        object.field("current_attempt", state.attempt)
      })
  }

  /// Describes the holder of a mission in place of the worker that wrote, and what that worker
  /// should do now.
  private static func outlook(of state: MissionState, _ reversible: Bool) -> String {
    if state.isHeldByImport { return "it was imported: report it at its origin" }
    let holder = state.lease.map { "\($0.token) holds it" } ?? "it is \(state.status.rawValue)"
    let advice =
      reversible
      ? "this worker's own finish still counts: finish the work and report it"
      : "stop working on it"
    return "\(holder): \(advice)"
  }
}

extension MissionError {
  /// Whether the attempt's own finish would still count.
  package var isReversible: Bool {
    guard let details else { return false }
    var reader = JSONReader(details)
    var isReversible = false
    try? reader.readObject { key, reader throws(JSONError) in
      if key == "reversible" { isReversible = try reader.readBool() }
    }
    return isReversible
  }
}

extension MissionError {
  /// Whether it concerns a mission that waits for the answer to a question.
  package var isOfAQuestion: Bool {
    guard code == .invalidTransition, let details else { return false }
    var reader = JSONReader(details)
    var status: String?
    try? reader.readObject { key, reader throws(JSONError) in
      if key == "status" { status = try reader.readString() }
    }
    return status == MissionStatus.blocked.rawValue
  }
}

extension MissionError {
  /// Makes the error for a second retry that asks for something else than the first.
  static func retriedOtherwise(_ id: MissionID, _ made: MissionRetried) -> MissionError {
    MissionError(
      .idempotencyConflict,
      "mission \(id) was retried as \(made.newMissionID), with a different request: a mission is "
        + "retried once; retry that one instead",
      details: JSONText.object { $0.field("retried_by", made.newMissionID) })
  }

  /// Makes the error for a second retry that asks for something else than the first, which was
  /// interrupted.
  package static func interruptedRetry(_ id: MissionID, _ made: MissionRetried) -> MissionError {
    MissionError(
      .idempotencyConflict,
      "the retry of mission \(id) as \(made.newMissionID), with a different request, was "
        + "interrupted: retry \(id) without other options completes it",
      details: JSONText.object { $0.field("retried_by", made.newMissionID) })
  }

  /// Makes the error for a mission that an interrupted retry names as its new mission.
  package static func interruptedRetry(
    _ id: MissionID, of original: MissionID
  ) -> MissionError {
    MissionError(
      .notFound,
      "there is no mission \(id) yet: the retry of \(original) was interrupted; retry \(original) "
        + "without other options completes it"
    )
  }
}
