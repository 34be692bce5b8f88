/// Something that comes into a simulated world from outside: a wish of an orchestrator, or a fault.
///
/// Missions are named by the number of the dispatch that makes them, workers by their place. What
/// names something that isn't there has no effect, so that any stimulus can be taken away.
enum Stimulus: Hashable, Sendable {
  // MARK: Wishes
  /// A new mission.
  case dispatch(mission: Int)
  /// The same dispatch once more; `altered` asks for something else under its key.
  case redispatch(mission: Int, altered: Bool)
  case cancel(mission: Int, force: Bool)
  case retry(mission: Int, elsewhere: Bool)
  case annotate(mission: Int)
  case escalate(mission: Int)
  case acknowledge(mission: Int)
  case pause(vp: Int, seconds: Int)
  /// Reads the fleet as a person would.
  case look
  /// Reads a session's feed.
  case readFeed(session: Int)
  /// Plans what is to be reconciled, and applies it a while later.
  case plan
  /// Moves the bridge's cursor of a source.
  case moveCursor(ledger: Int)

  /// Leads the link by which missions name a folder where guarded ones may not work, or back.
  case leadLink(astray: Bool)

  // MARK: Faults
  /// A worker's process is killed; it comes again after a while, or not before the end of the
  /// faults.
  case crash(worker: Int, comesAgain: Bool)
  /// A worker's process stands still.
  case stop(worker: Int, seconds: Int)
  /// A worker is told to end, and one is started in its place.
  case drain(worker: Int)
  /// Another process with the same worker id begins to work beside a worker.
  case clash(worker: Int)
  /// So many replies are lost after what they answer has happened.
  case loseReplies(Int)
  /// So many calls never arrive.
  case loseCalls(Int)
  case jumpClock(seconds: Int64)
  /// A ledger's disk has no room for a while.
  case fillDisk(ledger: Int, seconds: Int)
  /// The disk has less room than new work needs.
  case lackRoom(seconds: Int)
  /// A ledger's disk fails once.
  case failDisk(ledger: Int)
  /// The processes that serve the fleet are killed and started again.
  case restartFleet
  /// The power goes: every process ends, what was not written whole is torn.
  case powerLoss
  /// A ledger's file is put aside.
  case backUp(ledger: Int)
  /// Everything is stopped, a ledger's file is replaced by the one put aside, and everything starts
  /// again.
  case restore(ledger: Int)
}
