import MissionModel

/// The end of one mission at its worker.
struct RunResult: Sendable {
  let verdict: RunVerdict
  /// The reason why the end is not recorded, though nobody else holds the mission; nil where it is.
  let unrecorded: MissionError?
}
