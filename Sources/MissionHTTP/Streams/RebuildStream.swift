import CanonicalJSON
import EventProjections
import MissionControl
import MissionModel
import MissionTools

/// A rebuild reported as it goes: `progress` events, then one `done` with the answer, or one
/// `error`.
///
/// The rebuild goes on if the client hangs up. A slow client gets only the newest progress.
struct RebuildStream: Sendable {
  private struct Progress: Sendable {
    let ledger: String
    let done: Int64
    let total: Int64
  }

  private let progress: AsyncStream<Progress>
  private let outcome: Task<any ToolAnswer, any Error>
  private let hasEnded = Ending(refusal: .serverIsEnding)

  /// Begins the rebuild.
  ///
  /// - Throws: `validation_error` for a projection that no ledger has: a stream that has begun
  ///   can't change its status.
  init(_ request: RebuildProjections, _ context: ToolContext) async throws {
    try await request.checkNames(context)
    let (progress, send) = AsyncStream.makeStream(
      of: Progress.self, bufferingPolicy: .bufferingNewest(1))
    self.progress = progress
    outcome = Task {
      defer { send.finish() }
      return try await request.answer(context) { ledger, progress in
        send.yield(Progress(ledger: ledger, done: progress.events, total: progress.total))
      }
    }
  }

  /// The stream as an answer.
  var reply: Reply { Reply(type: MediaType.events) { try await next() } }

  private func next() async throws -> [UInt8]? {
    for await step in progress {
      return Self.event("progress") { writer in
        writer.object { writer in
          writer.field("ledger", step.ledger)
          writer.field("done", step.done)
          writer.field("total", step.total)
        }
      }
    }
    guard !hasEnded.hasCome else { return nil }
    hasEnded.come()
    do {
      let answer = try await outcome.value
      return Self.event("done") { answer.writeObject(into: &$0) }
    } catch {
      return Self.event("error") {
        ErrorAnswer(MissionError(whatever: error)).writeObject(into: &$0)
      }
    }
  }

  private static func event(_ name: String, _ data: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    data(&writer)
    return Array("event: \(name)\ndata: ".utf8) + writer.finish() + [0x0A, 0x0A]
  }
}
