import EventProjections
import MissionStore
import Platform

/// The target paths of the other lanes' running and blocked missions, as of those ledgers' last
/// commits.
///
/// Nothing is read before the first question, so that missions without a target path cost nothing;
/// the answer is kept as long as the snapshot beside it. A ledger that can't be read is skipped: it
/// stops only its own lane. It blocks, so no transaction may ask it.
final class TargetsElsewhere {
  private let fleet: Fleet
  private let lane: String
  /// The paths, read once.
  private(set) lazy var paths = found()
  /// The ledgers that were read, each with the head that was seen; none before the first question.
  private(set) var heads: [(log: ProjectedLog, seen: Int64)] = []

  /// Makes the target paths for a snapshot of a lane's ledger.
  init(_ fleet: Fleet, besides lane: String) {
    self.fleet = fleet
    self.lane = lane
  }

  private func found() -> Set<ExactText> {
    var paths: Set<ExactText> = []
    for ledger in fleet.missionLedgers where ledger.lane.name != lane {
      guard let log = try? ledger.reader(),
        let found = try? log.readBlocking({ reader in
          (head: reader.head, paths: try reader.missions { try $0.heldTargets() })
        })
      else { continue }
      heads.append((log, found.head))
      paths.formUnion(found.paths)
    }
    return paths
  }
}
