import CanonicalJSON
import HTTPTypes
import MissionControl
import MissionModel
import MissionTools

/// What a watchdog asks: whether the server lives, and whether it can do its work.
enum HealthRoutes {
  static let all: [Route] = [
    Route(
      .get, "/healthz", .everybody, "Whether the server lives.",
      content: .answer(HealthAnswer.allFields)
    ) { _ in Reply(HealthAnswer()) },
    Route(
      .get, "/readyz", .everybody, "Whether the runtime ledger and one lane work.",
      content: .answer(ReadyAnswer.allFields), statuses: [200, 503]
    ) { call in
      let answer = ReadyAnswer(ledgers: try await call.context.fleet.ledgerStatuses())
      return Reply(answer, status: answer.isReady ? 200 : 503)
    },
  ]
}

/// What `/healthz` answers.
struct HealthAnswer: DescribedAnswer {
  static let fields = [Field("live", .boolean)]

  func write(into writer: inout JSONWriter) { writer.field("live", true) }
}

/// What `/readyz` answers: which ledgers are sick, and with what; no path, since nobody is asked who they are.
struct ReadyAnswer: DescribedAnswer {
  static let fields = [
    Field("ready", .boolean),
    Field(
      "ledgers",
      .list(
        .object([
          Field("ledger", .text), Field("works", .boolean), Field("error", .nullable(.text)),
          Field("parked_events", .count, "Events that a projection could not take in."),
        ]))),
  ]

  let ledgers: [LedgerStatus]

  var isReady: Bool {
    let (runtime, lanes) = (
      ledgers.filter { $0.ledger == LaneSettings.runtimeName },
      ledgers.filter { $0.ledger != LaneSettings.runtimeName }
    )
    return runtime.allSatisfy { $0.error == nil } && lanes.contains { $0.error == nil }
  }

  func write(into writer: inout JSONWriter) {
    writer.field("ready", isReady)
    writer.field(
      "ledgers",
      array: { writer in
        for ledger in ledgers {
          writer.element(object: { writer in
            writer.field("ledger", ledger.ledger)
            writer.field("works", ledger.error == nil)
            writer.field("error", ledger.error?.code.rawValue)
            writer.field("parked_events", ledger.parkedEvents)
          })
        }
      })
  }
}
