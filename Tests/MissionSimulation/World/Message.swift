import MissionControl
import MissionModel

/// A message or a timer of a simulated world.
enum Message: Sendable {
  case stimulus(Stimulus)
  /// A call of an orchestrator that had no answer is made again.
  case again(Stimulus, tries: Int)
  case worker(place: Int, incarnation: Int, WorkerTimer)
  /// A worker's process is started.
  case start(place: Int)
  /// A worker's process that stood still goes on.
  case resume(place: Int, incarnation: Int)
  case resumeVP(Int)
  case freeDisk(ledger: Int)
  case reconcile(server: Int, round: Int)
  /// A reconciler carries out what it saw, unless its process was started anew since.
  indirect case carryOut(server: Int, opened: Int, ReconcileReport)
  case carry(server: Int, round: Int)
  /// A bridge appends what it decided, unless its process was started anew since.
  indirect case commit(server: Int, opened: Int, BridgeBatch)
  case setCursor(String)
  /// An operator has a plan carried out.
  indirect case apply(ReconcilePlan)
  case giveRoom
  case answer(MissionID, question: String, tries: Int)
}

/// What a worker's process waits for; what concerns a run names it by its number.
enum WorkerTimer: Hashable, Sendable {
  case register
  case claim
  case idleHeartbeat
  case heartbeat(run: Int)
  case tick(run: Int)
  case act(run: Int)
  case childEnded(run: Int, signal: Int32)
  /// A word is said again.
  case sayAgain(run: Int)
  /// Something happened to the mission.
  case look(run: Int)
  case drainIsOver

  /// Whether it only lets a run's clock tick.
  var isTick: Bool { if case .tick = self { true } else { false } }
}
