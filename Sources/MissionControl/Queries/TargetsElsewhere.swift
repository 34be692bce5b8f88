import EventProjections
import MissionModel
import MissionStore
import Platform

/// The target paths that running and blocked missions of the other lanes have, as those ledgers were last committed.
///
/// Nothing is read before the first question, so that missions without a target path cost nothing; what is found is kept
/// for as long as the snapshot that it stands beside. A ledger that can't be read is passed by: it stops only its own
/// lane. It blocks, so that no transaction may ask it.
final class TargetsElsewhere {
  private let fleet: Fleet
  private let lane: String
  /// The paths; those ledgers are read for them once.
  private(set) lazy var paths = found()
  /// The ledgers that were asked, each with the head that was seen; none before the first question.
  private(set) var heads: [(log: ProjectedLog, seen: Int64)] = []

  /// Makes what stands beside a snapshot of a lane's ledger.
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
