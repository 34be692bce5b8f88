import MissionModel

/// How one mission ended at its worker.
struct RunResult: Sendable {
  let verdict: RunVerdict
  /// Why the end is not recorded, though nobody else holds the mission; nil where it is.
  let unrecorded: MissionError?
}
