package import EventLog
import EventProjections
package import MissionModel
import MissionStore
package import Platform
import Synchronization

/// Every lane of a home behind one interface: a caller names a VP or a mission, never a ledger.
///
/// Each use case is a file of its own. A write is decided in one transaction on one ledger; a read
/// over all ledgers leaves out the sick ones and says so.
package final class Fleet: WorkerPort {
  package let home: Home
  package let configuration: Configuration
  package let surroundings: Surroundings
  /// What it stands for.
  let standing: Standing
  /// Every ledger, by the name of its lane.
  let ledgers: [LaneLedger]
  /// The threads for short blocking work: opening ledgers, reading rows.
  let pool = BlockingPool(name: "fleet", threads: 4)
  /// The threads for reading artifacts, which may take long.
  let files = BlockingPool(name: "artifacts", threads: 2)
  /// The queue of claims of missions with target paths, which go one by one.
  let targetClaims: TargetClaims
  /// Answers that spare it queries.
  let memory = FleetMemory()
  /// Where each lane's missions may work, by the lane's name.
  let guards: [String: WorkspaceGuard]
  /// The state of the home, as far as it was looked at.
  let homeState: HomeState
  /// Since when this process has served other processes without a break; nil for one that never
  /// did.
  let serving = Mutex<ServingSpan?>(nil)
  /// The room that is left where the home lies.
  package let diskRoom: DiskRoom
  /// The redactor that takes secrets out of payloads before they are appended.
  package let redactor: Redactor
  /// The warning about the moment that the fleet is as of.
  private let momentWarning: Warning?

  private init(
    _ standing: Standing, home: Home, configuration: Configuration, surroundings: Surroundings,
    ledgers: [LaneLedger], guards: [String: WorkspaceGuard]? = nil, redactor: Redactor? = nil,
    warning: Warning? = nil
  ) {
    self.standing = standing
    self.home = home
    self.configuration = configuration
    self.surroundings = surroundings
    self.ledgers = ledgers
    self.guards = guards ?? Self.guards(home, configuration)
    self.redactor = redactor ?? Redactor(configuration.redact)
    momentWarning = warning
    targetClaims = TargetClaims(of: home, busyTimeout: configuration.busyTimeout)
    homeState = HomeState(
      of: home, standing, ledgers, clocks: surroundings.clocks, notice: surroundings.notice)
    diskRoom = DiskRoom(path: home.path, least: configuration.minFreeBytes, surroundings)
  }

  /// Makes a fleet over a home; nothing is opened or made yet.
  package convenience init(
    home: Home, configuration: Configuration, surroundings: Surroundings = Surroundings()
  ) {
    let isBackup = home.isBackup
    let list = LedgerList(of: home)
    let source: LedgerSource =
      isBackup ? .backup(list) : .live(list, autoRebuild: configuration.autoRebuild)
    let ledgers = configuration.lanes.map { lane in
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
    self.init(
      isBackup ? .backup : .live, home: home, configuration: configuration,
      surroundings: surroundings, ledgers: ledgers)
  }

  /// Makes the fleet of a past moment: its clock stands there, and each ledger ends at its place,
  /// or at that time.
  convenience init(
    of fleet: Fleet, at now: Instant, _ places: [String: PastPlace], warning: Warning? = nil
  ) {
    var surroundings = fleet.surroundings
    surroundings.clocks.now = { now }
    let ledgers = fleet.ledgers.map { ledger in
      LaneLedger(ledger, at: places[ledger.lane.name] ?? .time(now))
    }
    self.init(
      fleet.isCapsule ? .capsule : .past, home: fleet.home, configuration: fleet.configuration,
      surroundings: surroundings, ledgers: ledgers, guards: fleet.guards, redactor: fleet.redactor,
      warning: warning)
  }

  /// Makes the fleet of a capsule: its clock stands at the capsule's moment.
  ///
  /// `sealed` holds the capsule's part of each lane's ledger; `home` names the capsule's file.
  package convenience init(
    home: Home, configuration: Configuration, surroundings: Surroundings, sealedAt moment: Instant,
    _ sealed: [SealedLog]
  ) {
    var surroundings = surroundings
    surroundings.clocks.now = { moment }
    let ledgers = configuration.lanes.map { [surroundings] lane in
      LaneLedger(
        lane: lane, path: home.path,
        options: EventLog.Options(
          name: lane.name, clocks: surroundings.clocks, randomness: surroundings.randomness),
        surroundings: surroundings,
        source: .capsule(sealed.first { $0.ledger == lane.name }))
    }
    self.init(
      .capsule, home: home, configuration: configuration, surroundings: surroundings,
      ledgers: ledgers, redactor: Redactor([]))
  }

  private static func guards(
    _ home: Home, _ configuration: Configuration
  ) -> [String: WorkspaceGuard] {
    let guards = configuration.lanes.map { ($0.name, WorkspaceGuard(of: $0, home, configuration)) }
    return Dictionary(guards, uniquingKeysWith: { first, _ in first })
  }

  /// The time, by the clock that was handed in.
  package var now: Instant { surroundings.clocks.now() }

  /// The warnings for every reader: parts of the configuration that aren't understood, and a moment
  /// that lies ahead.
  package var standingWarnings: [Warning] {
    configuration.warnings + [momentWarning].compactMap(\.self)
  }

  /// The steps by which payloads of older shapes are read.
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
    try ledger(named: configuration.lane(ofVP: vp))
  }

  /// Moves committed writes into the files themselves; blocks, at most a second where another
  /// connection is in the way.
  ///
  /// What can't be moved is durable all the same, in the write-ahead log.
  package func checkpoint() {
    for ledger in ledgers { try? ledger.openWriter?.log.checkpointBlocking(upToSeconds: 1) }
  }

  /// Closes every file.
  package func close() {
    for ledger in ledgers { ledger.close() }
  }
}
