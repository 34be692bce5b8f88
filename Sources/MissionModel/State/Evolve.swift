package import EventLog

extension MissionState {
  /// Folds one event of the mission's stream into its state.
  ///
  /// Any event is taken in any order; before the first one that begins a mission there is no state.
  /// Throws for a payload that can't be decoded and for a known type of a newer schema.
  package static func evolve(_ state: MissionState?, _ event: RecordedEvent) throws -> MissionState?
  {
    nil
  }
}
