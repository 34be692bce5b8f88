import CanonicalJSON
import MissionModel

/// A mission's summary as a value of an answer.
struct MissionSummary: JSONWritable {
  let mission: MissionView

  func write(into writer: inout JSONWriter) { mission.writeSummary(into: &writer) }
}

/// A mission's full object as a value of an answer.
struct FullMission: JSONWritable {
  let mission: MissionView

  func write(into writer: inout JSONWriter) { mission.writeFull(into: &writer) }
}

extension MissionView {
  /// The summary, to be written as a member or an element.
  var summary: MissionSummary { MissionSummary(mission: self) }

  /// The full object, to be written as a member or an element; the view must have its request.
  var full: FullMission { FullMission(mission: self) }
}
