import MissionModel

/// How one mission ended at its worker.
struct RunResult: Sendable {
  let verdict: RunVerdict
  /// Why the command could not be started at all: then no other mission will fare better.
  let startFailure: String?
  /// Why the end is not recorded, though nobody else holds the mission; nil where it is.
  let unrecorded: MissionError?
}
