package import CanonicalJSON
package import MissionControl
package import MissionModel

/// `bridge run --once`: carries the events that every source holds at this moment.
package struct RunBridge: Sendable {
  package init() {}

  /// Carries the events.
  package func answer(_ context: ToolContext) async throws -> CarriedAnswer {
    CarriedAnswer(step: try await Bridge(context.fleet).catchUp())
  }
}

/// What `bridge run --once` answers.
package struct CarriedAnswer: ToolAnswer {
  /// How each source fared.
  package let step: BridgeStep

  /// Makes the answer.
  package init(step: BridgeStep) { self.step = step }

  /// The error of the first source, by name, that was left out.
  package var firstError: MissionError? { step.sources.lazy.compactMap(\.error).first }

  package func write(into writer: inout JSONWriter) {
    writer.field("delivered", step.delivered)
    writer.field("sources", step.sources)
  }
}

extension BridgeStep.Source: JSONWritable {
  /// Writes what was carried from the source.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("ledger", ledger)
      writer.field("delivered", delivered)
      writer.field("scanned", scanned)
      writer.field("head", head)
      writer.field("error", error)
    }
  }
}
