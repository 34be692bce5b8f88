package import CanonicalJSON
package import MissionControl
package import MissionModel
package import MissionReplay

/// `verify`: recomputes what every ledger promises, and names the first break.
package struct VerifyLedgers: FleetRequest {
  package static let summary =
    "Recomputes order, payloads, roots and projections of the ledgers, and names the first break."

  static let full = Parameter(
    "full", .boolean, standard: "false",
    "Whether to check the files' pages and indexes too, and the rows kept for past moments."
  )
  static let against = Parameter(
    "against", .text(bytes: 1...1_000_000),
    "Lines or objects that root printed earlier: the logs must extend each of them.")
  package static let parameters = [full, against]

  /// Whether SQLite's pages and indexes are checked too, and the rows kept for past moments.
  private let isFull: Bool
  /// Roots that were kept elsewhere, which the logs must extend.
  private let against: KeptRoots?

  package init(isFull: Bool = false, against: KeptRoots? = nil) {
    self.isFull = isFull
    self.against = against
  }

  /// - Throws: `validation_error` for a text that holds no roots, too.
  package init(_ arguments: Arguments) throws(MissionError) {
    let text = try arguments.checkedText(Self.against)
    self.init(
      isFull: try arguments.flag(Self.full) ?? false,
      against: try text.map { text throws(MissionError) in try KeptRoots(text) })
  }

  /// Checks nothing: `init` has checked the roots.
  package func check() throws(MissionError) {}

  /// Verifies every ledger that can be read.
  package func perform(_ context: ToolContext) async throws -> VerifyAnswer {
    let (ledgers, warnings) = try await FleetProof(context.fleet).verify(
      isFull: isFull, against: against)
    return VerifyAnswer(ledgers: ledgers, warnings: warnings)
  }
}

/// What `verify` answers.
package struct VerifyAnswer: DescribedAnswer {
  package static let fields = [
    Field("sound", .boolean),
    Field(
      "ledgers",
      .list(
        .object([
          Field("ledger", .text), Field("size", .count), Field("root", .nullable(.text)),
          Field("checked", .list(.text)), Field("not_checked", .list(.text)),
          Field("break", .nullable(.text), "The first fault that was found; null if none was."),
        ]))),
  ]

  /// The verdicts, by ledger.
  package let ledgers: [LedgerVerdict]
  package let warnings: [Warning]

  /// Whether no ledger is broken, and none couldn't be read.
  package var isSound: Bool { ledgers.allSatisfy { $0.firstBreak == nil && !$0.isUnread } }

  package func write(into writer: inout JSONWriter) {
    writer.field("sound", isSound)
    writer.field("ledgers", ledgers)
  }
}

extension LedgerVerdict: JSONWritable {
  /// Writes the verdict.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("size", size)
      writer.field("root", root)
      writer.field("checked", checked)
      writer.field("not_checked", notChecked)
      writer.field("break", firstBreak)
    }
  }
}
