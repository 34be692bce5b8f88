import MissionModel
import MissionStore

extension LaneReader {
  /// How many of a ledger's streams are looked at, newest first: all would mean reading the whole
  /// ledger.
  private static let newestStreams = 500

  /// A warning of missions that no list shows, since a newer build began them; usually none.
  ///
  /// They are searched for among the newest streams alone, where a newer build beside this one
  /// begins them.
  func leftOut() throws -> [Warning] {
    var missions: [MissionID] = []
    var reason: MissionError?
    for (id, position) in try reader.missionsWithoutRow(amongNewest: Self.newestStreams) {
      do {
        _ = try reader.origin(at: position, upcasting)
      } catch let error as MissionError where error.code == .eventSchemaTooNew {
        missions.append(id)
        reason = reason ?? error
      } catch {
        // An event that breaks its own rules begins no mission, and `verify` reports a damaged one.
      }
    }
    return reason.map { [.leftOut(missions, of: lane, $0)] } ?? []
  }
}
