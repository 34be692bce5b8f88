package import CanonicalJSON
package import EventLog
package import MissionControl
package import MissionModel
import MissionReplay
package import Platform

/// `root`: the line to keep outside: what a ledger holds up to a position, in 32 bytes.
package struct ShowRoots: FleetRequest {
  package static let summary = "Shows the log roots, to be kept elsewhere."

  static let position = Parameter(
    "at", .place, "The root as of this position; needs ledger.")
  package static let parameters = [Parameter.ledger, position]

  /// The one ledger; nil for all.
  private let ledger: String?
  /// The position; nil for the head.
  private let at: Int64?

  package init(_ arguments: Arguments) throws(MissionError) {
    ledger = try arguments.text(.ledger)
    at = try arguments.integer(Self.position).map { Int64($0) }
  }

  package func check() throws(MissionError) {
    try Parameter.ledger.check(ledger)
    guard let at else { return }
    guard ledger != nil else { throw .validation("at needs ledger beside it", field: "at") }
    try Self.position.check(Int(at))
  }

  package func perform(_ context: ToolContext) async throws -> RootsAnswer {
    let (roots, warnings) = try await FleetProof(context.fleet).roots(ledger: ledger, at: at)
    return RootsAnswer(roots: roots, time: context.fleet.now, warnings: warnings)
  }
}

/// What `root` answers.
package struct RootsAnswer: DescribedAnswer {
  package static let fields = [
    Field("time", .time),
    Field(
      "roots",
      .list(.object([Field("ledger", .text), Field("size", .count), Field("root", .text)]))),
  ]

  /// The roots, by ledger.
  package let roots: [LogRoot]
  /// When they were read.
  package let time: Instant
  package let warnings: [Warning]

  package var hint: String? {
    "keep these lines elsewhere; to prove later that nothing before was changed: missionlog verify --against FILE"
  }

  package func write(into writer: inout JSONWriter) {
    writer.field("time", time.description)
    writer.field("roots", roots)
  }
}

extension LogRoot: JSONWritable {
  /// Writes the root.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("size", size)
      writer.field("root", hex)
    }
  }
}
