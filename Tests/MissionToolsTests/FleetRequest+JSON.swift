import MissionTools

extension FleetRequest {
  /// Makes the request that a JSON object tells.
  init(json: String) throws {
    try self.init(Arguments(json: Array(json.utf8), for: Self.parameters))
  }
}
