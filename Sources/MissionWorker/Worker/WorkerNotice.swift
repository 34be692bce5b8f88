package import MissionModel

/// A notice of a worker to a person who watches it.
package enum WorkerNotice: Hashable, Sendable {
  case claimed(MissionID, attempt: Int, objective: String)
  case ended(MissionID, RunVerdict)
  /// A mission's work ended, and the fleet doesn't accept its end.
  case unrecorded(MissionID, RunVerdict, MissionError)
  /// Nothing can be claimed now; the claim is tried again.
  case claimDelayed(MissionError)
  /// A report can't be made now and is tried again.
  case waiting(MissionID, MissionError)
  /// A report was refused for good.
  case refused(MissionID, MissionError)
  /// More of the command's instructions were refused; all of them are in the log.
  case refusedMore(MissionID, log: String)
  /// One of the worker's own files is missing, incomplete or outdated.
  case fileLost(MissionID, String)
  /// The worker takes no new mission; this many are still running.
  case draining(running: Int)
  /// The worker was told again: it ends those that are still running.
  case ending(running: Int)
}
