import CanonicalJSON
import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// The questions of a watchdog: whether the server lives, and whether it can do its work.
enum HealthRoutes {
  static let all: [Route] = [
    Route(
      .get, "/healthz", .everybody, "Whether the server is alive.",
      content: .answer(HealthAnswer.allFields)
    ) { _ in Reply(HealthAnswer()) },
    Route(
      .get, "/readyz", .everybody, "Whether the runtime ledger and one lane work.",
      content: .answer(ReadyAnswer.allFields), statuses: [200, 503]
    ) { call in
      let fleet = call.context.fleet
      let answer = ReadyAnswer(
        ledgers: try await fleet.ledgerStatuses(), room: fleet.diskRoom.level)
      return answer.isReady
        ? Reply(answer)
        : Reply(
          answer,
          failing: MissionError(.unavailable, "the runtime ledger and at least one lane must work"))
    },
  ]
}

/// The answer of `/healthz`.
struct HealthAnswer: DescribedAnswer {
  static let fields = [Field("live", .boolean)]

  func write(into writer: inout JSONWriter) { writer.field("live", true) }
}

/// The answer of `/readyz`: which ledgers can't be read or written, and why; without paths, since
/// callers are anonymous.
struct ReadyAnswer: DescribedAnswer {
  static let fields = [
    Field("ready", .boolean),
    Field("error", .anyObject, "The error, if the server is not ready.", optional: true),
    Field(
      "ledgers",
      .list(
        .object([
          Field("ledger", .text), Field("works", .boolean), Field("error", .nullable(.text)),
          Field("parked_events", .count, "Events that a projection could not apply."),
        ]))),
  ]

  let ledgers: [LedgerStatus]
  /// How much room there is for new work.
  let room: DiskRoom.Level

  var isReady: Bool {
    let (runtime, lanes) = (
      ledgers.filter { $0.ledger == LaneSettings.runtimeName },
      ledgers.filter { $0.ledger != LaneSettings.runtimeName }
    )
    return runtime.allSatisfy(\.works) && lanes.contains(where: \.works)
  }

  /// The fault of a ledger: even one that works takes no new missions without room for them.
  private func lack(of ledger: LedgerStatus) -> MissionError.Code? {
    if let error = ledger.obstacle { return error.code }
    guard ledger.ledger != LaneSettings.runtimeName, case .full = room else { return nil }
    return .ledgerFull
  }

  func write(into writer: inout JSONWriter) {
    writer.field("ready", isReady)
    writer.field(
      "ledgers",
      array: { writer in
        for ledger in ledgers {
          writer.element(object: { writer in
            writer.field("ledger", ledger.ledger)
            writer.field("works", ledger.works)
            writer.field("error", lack(of: ledger)?.rawValue)
            writer.field("parked_events", ledger.parkedEvents)
          })
        }
      })
  }
}
