import CanonicalJSON
import EventProjections
import MissionModel
import MissionStore

/// What a later build makes of today's ledgers: two types of events in later shapes, and a second
/// version of the missions fold.
enum LaterBuild {
  /// Its way with ledgers.
  static let model = LedgerModel(
    upcasting,
    missions: [
      Projection(LaterMissionsReducer(), in: MissionsTable()).erased,
      MissionProjections.sessions.erased, MissionProjections.vps.erased,
    ])

  /// `vp.mission.progress` has had three shapes, `vp.mission.completed` two.
  static let upcasting = Upcasting([
    // Since schema 2 there always is a percentage.
    Upcasting.Step(type: MissionEventType.progress.rawValue, schema: 1) {
      payload throws(JSONError) in
      try payload.setting("percent", to: "0")
    },
    // Since schema 3 the summary says how far in words too.
    Upcasting.Step(type: MissionEventType.progress.rawValue, schema: 2) {
      payload throws(JSONError) in
      try payload.setting("summary", to: #""so far: nothing to tell""#)
    },
    // Since schema 2 there always is a next action.
    Upcasting.Step(type: MissionEventType.completed.rawValue, schema: 1) {
      payload throws(JSONError) in
      try payload.setting("next_action", to: #""none needed""#)
    },
  ])
}

/// The second version of the missions fold: whoever falls back needs a person's eye.
struct LaterMissionsReducer: Reducer {
  let name = "missions"
  let version = 2
  let isOfOneStream = true

  func key(of input: DecodedEvent) -> Int64? { MissionsReducer().key(of: input) }

  func reduce(_ row: inout MissionState?, _ input: DecodedEvent) throws {
    try MissionsReducer().reduce(&row, input)
    if case .mission(.fallback) = input.content { row?.escalated = true }
  }
}

extension JSONText {
  /// This object with a member that it lacks, or holds as null.
  func setting(_ name: String, to value: String) throws(JSONError) -> JSONText {
    var members: [(String, JSONText)] = []
    var reader = JSONReader(self)
    try reader.readObject { key, reader throws(JSONError) in
      members.append((key.string, try reader.readText()))
    }
    guard !members.contains(where: { $0.0 == name && $0.1 != .null }) else { return self }
    members.removeAll { $0.0 == name }
    members.append((name, try JSONText(canonicalizing: Array(value.utf8))))
    return JSONText.object { object in
      for (name, value) in members { object.field(name, value) }
    }
  }
}
