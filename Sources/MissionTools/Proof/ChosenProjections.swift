import EventProjections
import MissionControl
import MissionModel

/// The projections that a call names, ledger by ledger: not every ledger has each of them.
struct ChosenProjections: Sendable {
  /// The one projection that a call names.
  static let name = Parameter(
    "name", .text(bytes: 1...128), required: true, "The projection; GET …/projections lists them.")

  /// The names; nil for all.
  let names: [String]?

  /// Chooses projections by name; nil for all.
  init(_ names: [String]?) { self.names = names }

  /// Asks each readable ledger that has any of the projections; `body` gets the names that the
  /// ledger has, nil for all.
  ///
  /// - Throws: `validation_error` for a name that no ledger has.
  func ask<Answer: Sendable>(
    _ fleet: Fleet, _ body: @Sendable (ProjectedLog, [String]?) async throws -> Answer
  ) async throws -> (answers: [Answer], warnings: [Warning]) {
    try await fleet.askLogs(choosing: of) { log in try await body(log, own(of: log)) }
  }

  private func of(_ logs: [ProjectedLog]) throws -> [ProjectedLog] {
    guard let names else { return logs }
    let known = Set(logs.flatMap(\.projectionNames))
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw MissionError.validation(
        "there is no projection \(unknown); there are \(known.sorted().joined(separator: ", "))",
        field: "names")
    }
    return logs.filter { log in own(of: log)?.isEmpty == false }
  }

  private func own(of log: ProjectedLog) -> [String]? {
    names.map { log.projectionNames.filter($0.contains) }
  }
}
