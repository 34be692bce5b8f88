package import CanonicalJSON
import Platform

extension MissionProgress: JSONWritable {
  /// Writes `last_progress`.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("at", at)
      object.field("summary", summary)
      object.field("percent", percent)
    }
  }

  /// Reads the output of `write`.
  init(reading reader: inout JSONReader) throws(JSONError) {
    var at: Instant?
    var (summary, percent): (String?, Millionths?)
    try reader.beginObject()
    while let key = try reader.nextMissionKey() {
      switch key {
      case .at: at = try reader.readInstant()
      case .summary: summary = try reader.readOptionalString()
      case .percent: percent = try reader.readOptionalMillionths()
      default: try reader.skip()
      }
    }
    self.init(at: try at.required("at"), summary: summary, percent: percent)
  }
}
