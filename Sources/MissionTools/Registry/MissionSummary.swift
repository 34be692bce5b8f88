import CanonicalJSON
import MissionControl
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

  /// Says that texts of the full object are cut at so many bytes, and how to get them; nil where
  /// none is.
  func cut(at bytes: Int?, _ advice: String) -> Warning? {
    guard let bytes, CutText(full, limit: bytes).isShorter else { return nil }
    return .cut("texts of more than \(bytes) bytes are cut: \(advice)")
  }
}
