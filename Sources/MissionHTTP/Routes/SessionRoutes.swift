import MissionControl
import MissionModel
import MissionReplay
import MissionTools

/// The routes of a worker's session on another machine: the worker's reports on it, and the
/// explanation of its status.
enum SessionRoutes {
  private static let one = "/api/v1/vps/{vp_id}/sessions/{worker_id}"

  static let all: [Route] = [
    .command(one, .work, ReportSession.self),
    .question(
      one + "/why", "Explains why a worker's session has its effective status.",
      answer: Field.answer(WhyAnswer.sessionFields), parameters: [.vpID, .workerID]
    ) { arguments, context in
      let session = SessionID(vp: try arguments.vpID(), worker: try arguments.workerID())
      return try await ExplainWhy(.session(session)).answer(context)
    },
  ]
}
