import EventLog
import EventProjections
import MissionModel
import MissionStore

extension LaneReader {
  /// How many of a ledger's streams are looked at, the newest: all of them would be a look at the whole ledger.
  private static let newestStreams = 500

  /// A warning where missions are no part of any list, since a newer build began them; none as a rule.
  ///
  /// They are looked for among the newest streams alone, where a newer build beside this one begins them.
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
        // An event that breaks its own rules begins no mission, and a damaged one is told by `verify`.
      }
    }
    return reason.map { [.leftOut(missions, of: lane, $0)] } ?? []
  }
}
