import EventProjections
import MissionControl
import MissionModel

/// The projections that a call names, ledger by ledger: not every ledger has each of them.
struct ChosenProjections: Sendable {
  /// The names; nil for all.
  let names: [String]?

  /// Chooses projections by name; nil for all.
  init(_ names: [String]?) { self.names = names }

  /// The ledgers that have any of them, each with the names that it has.
  ///
  /// - Throws: `validation_error` for a name that no ledger has.
  func of(_ logs: [ProjectedLog]) throws(MissionError) -> [(log: ProjectedLog, names: [String]?)] {
    guard let names else { return logs.map { ($0, nil) } }
    let known = Set(logs.flatMap(\.projectionNames))
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw MissionError.validation(
        "there is no projection \(unknown); there are \(known.sorted().joined(separator: ", "))",
        field: "names")
    }
    return logs.compactMap { log in
      let own = log.projectionNames.filter(names.contains)
      return own.isEmpty ? nil : (log, own)
    }
  }
}
