package import EventLog
import EventProjections
package import MissionModel
import MissionStore
package import Platform
import Synchronization

/// Every lane of a home behind one interface: a caller names a VP or a mission, never a ledger.
///
/// Each use case is a file of its own. What is written is decided in one transaction on one ledger; what is read
/// over all ledgers leaves out the sick ones and says so.
package final class Fleet: WorkerPort {
  package let home: Home
  package let configuration: Configuration
  package let surroundings: Surroundings
  /// What it is the fleet of.
  let standing: Standing
  /// Every ledger, by the name of its lane.
  let ledgers: [LaneLedger]
  /// Runs what blocks for moments: opening ledgers, reading rows.
  let pool = BlockingPool(name: "fleet", threads: 4)
  /// Reads artifacts, which may take long.
  let files = BlockingPool(name: "artifacts", threads: 2)
  /// Claims missions that have target paths, one after the other.
  let targetClaims = BlockingPool(name: "target claims", threads: 1)
  /// In which ledger a mission was found.
  let places = Mutex<[MissionID: String]>([:])
  /// The VPs whose queue had nothing to claim when it was last asked.
  let idleVPs = Mutex<Set<VPID>>([])
  /// When it was last seen, by the monotonic clock, that a VP has missions in the ledger of its lane alone.
  let settled = Mutex<[VPID: Int64]>([:])
  /// What each lane's missions are held to, by the lane's name.
  let guards: [String: WorkspaceGuard]
  let homeState = Mutex(HomeState())
  /// Since when this process has served others without a break; nil for one that never did.
  let serving = Mutex<ServingSpan?>(nil)
  let diskRoom: DiskRoom
  /// Takes secrets out of what is to be appended.
  package let redactor: Redactor

  /// Makes a fleet over a home; nothing is opened or made yet.
  package init(
    home: Home, configuration: Configuration, surroundings: Surroundings = Surroundings()
  ) {
    self.home = home
    self.configuration = configuration
    self.surroundings = surroundings
    diskRoom = DiskRoom(path: home.path, surroundings)
    let isBackup = home.isBackup
    standing = isBackup ? .backup : .live
    guards = Self.guards(home, configuration)
    redactor = Redactor(configuration.redact)
    let list = LedgerList(of: home)
    let source: LedgerSource =
      isBackup ? .backup(list) : .live(list, autoRebuild: configuration.autoRebuild)
    ledgers = configuration.lanes.map { lane in
      LaneLedger(
        lane: lane, path: home.ledgerPath(lane),
        options: EventLog.Options(
          name: lane.name,
          durability: surroundings.durability
            ?? (configuration.durability == .relaxed ? .relaxed : .full),
          busyTimeout: configuration.busyTimeout, clocks: surroundings.clocks,
          randomness: surroundings.randomness),
        surroundings: surroundings, source: source)
    }
  }

  /// Makes the fleet of a past moment: its clock stands there, and each ledger at its place, or at that time.
  init(of fleet: Fleet, at now: Instant, _ places: [String: PastPlace]) {
    home = fleet.home
    configuration = fleet.configuration
    var surroundings = fleet.surroundings
    surroundings.clocks.now = { now }
    self.surroundings = surroundings
    standing = fleet.isCapsule ? .capsule : .past
    guards = fleet.guards
    redactor = fleet.redactor
    diskRoom = fleet.diskRoom
    ledgers = fleet.ledgers.map { ledger in
      LaneLedger(ledger, at: places[ledger.lane.name] ?? .time(now))
    }
  }

  /// Makes the fleet of a capsule: its clock stands at the moment when that was made.
  ///
  /// `sealed` has what the capsule holds of each lane's ledger; `home` names the capsule's file.
  package init(
    home: Home, configuration: Configuration, surroundings: Surroundings, sealedAt moment: Instant,
    _ sealed: [SealedLog]
  ) {
    self.home = home
    self.configuration = configuration
    var surroundings = surroundings
    surroundings.clocks.now = { moment }
    self.surroundings = surroundings
    standing = .capsule
    guards = Self.guards(home, configuration)
    redactor = Redactor([])
    diskRoom = DiskRoom(path: home.path, surroundings)
    ledgers = configuration.lanes.map { lane in
      LaneLedger(
        lane: lane, path: home.path,
        options: EventLog.Options(
          name: lane.name, clocks: surroundings.clocks, randomness: surroundings.randomness),
        surroundings: surroundings,
        source: .capsule(sealed.first { $0.ledger == lane.name }))
    }
    homeState.withLock { $0 = HomeState(isThere: true, isComplete: true) }
  }

  private static func guards(
    _ home: Home, _ configuration: Configuration
  ) -> [String: WorkspaceGuard] {
    let guards = configuration.lanes.map { ($0.name, WorkspaceGuard(of: $0, home, configuration)) }
    return Dictionary(guards, uniquingKeysWith: { first, _ in first })
  }

  /// The time, by the clock that was handed in.
  package var now: Instant { surroundings.clocks.now() }

  /// How payloads of older shapes are read.
  package var upcasting: Upcasting { surroundings.model.upcasting }

  /// The configured values that rules and decisions use.
  package var policy: MissionPolicy {
    MissionPolicy(
      leaseTTL: configuration.leaseTTL, cancelGrace: configuration.cancelGrace,
      staleSessionSeconds: configuration.staleSessionSeconds,
      staleMissionSeconds: configuration.staleMissionSeconds,
      retryChainMax: configuration.retryChainMax)
  }

  /// The ledgers that hold missions: all but the runtime one.
  var missionLedgers: [LaneLedger] { ledgers.filter { $0.lane.name != LaneSettings.runtimeName } }

  /// The ledger of a lane.
  func ledger(named name: String) throws(MissionError) -> LaneLedger {
    if let ledger = ledgers.first(where: { $0.lane.name == name }) { return ledger }
    throw MissionError(
      .notFound,
      "there is no ledger \"\(name)\"; there are "
        + ledgers.map(\.lane.name).joined(separator: ", "))
  }

  /// The ledger of a VP's lane.
  func ledger(of vp: VPID) throws(MissionError) -> LaneLedger {
    try ledger(named: configuration.lane(ofVP: vp.rawValue))
  }

  /// Moves what was written into the files themselves; blocks, while somebody else is in the way for a second at most.
  ///
  /// What is not moved is durable all the same, where it was written first.
  package func checkpoint() {
    for ledger in ledgers { try? ledger.openWriter?.log.checkpointBlocking(upToSeconds: 1) }
  }

  /// Lets go of every file.
  package func close() {
    for ledger in ledgers { ledger.close() }
  }
}
