import EventProjections
import MissionControl
import MissionModel

/// The projections that a call names, ledger by ledger: not every ledger has each of them.
struct ChosenProjections: Sendable {
  /// The names; nil for all.
  let names: [String]?

  /// Chooses projections by name; nil for all.
  init(_ names: [String]?) { self.names = names }

  /// The ledgers that have any of them.
  ///
  /// - Throws: `validation_error` for a name that no ledger has.
  func of(_ logs: [ProjectedLog]) throws -> [ProjectedLog] {
    guard let names else { return logs }
    let known = Set(logs.flatMap(\.projectionNames))
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw MissionError.validation(
        "there is no projection \(unknown); there are \(known.sorted().joined(separator: ", "))",
        field: "names")
    }
    return logs.filter { log in own(of: log)?.isEmpty == false }
  }

  /// Those of a ledger; nil for all.
  func own(of log: ProjectedLog) -> [String]? {
    names.map { log.projectionNames.filter($0.contains) }
  }
}
