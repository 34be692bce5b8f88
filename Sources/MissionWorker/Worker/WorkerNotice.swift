package import MissionModel

/// Something a worker tells whoever watches it.
package enum WorkerNotice: Hashable, Sendable {
  case claimed(MissionID, attempt: Int, objective: String)
  case ended(MissionID, RunVerdict)
  /// A mission's work ended, and the fleet doesn't take that.
  case unrecorded(MissionID, RunVerdict, MissionError)
  /// Nothing can be claimed now; it is tried again.
  case claimDelayed(MissionError)
  /// A report can't be made now and is tried again.
  case waiting(MissionID, MissionError)
  /// A report was refused for good.
  case refused(MissionID, MissionError)
  /// More of what the command said was refused; all of it is in the log.
  case refusedMore(MissionID, log: String)
  /// One of the worker's own files is not as it should be.
  case fileLost(MissionID, String)
  /// The worker takes no new mission; so many are still running.
  case draining(running: Int)
  /// The worker was told again: it ends so many that are still running.
  case ending(running: Int)
}
