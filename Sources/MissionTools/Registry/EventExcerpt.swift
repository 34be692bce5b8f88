import CanonicalJSON
import EventLog
import MissionReplay
import Platform

/// An event whose payload is cut where it is large: short members stay, long texts are cut, the
/// rest is left out.
struct EventExcerpt: JSONWritable {
  let event: RecordedEvent
  /// How many bytes of payload are shown.
  let limit: Int

  func write(into writer: inout JSONWriter) {
    writer.object { writer in
      event.writeEnvelope(into: &writer)
      let size = event.payload.bytes.count
      if size <= limit {
        writer.field("payload", event.payload)
      } else {
        writer.field("payload", object: { try? writeHead(into: &$0) })
        writer.field("payload_bytes", size)
      }
    }
  }

  private func writeHead(into writer: inout JSONWriter) throws(JSONError) {
    var left = limit
    var reader = JSONReader(event.payload)
    try reader.readObject { key, reader throws(JSONError) in
      let name = key.string
      var value = try reader.readText()
      if value.bytes.count > left - name.utf8.count - 4, value.bytes.first == UInt8(ascii: "\"") {
        var text = JSONReader(value)
        let room = min(left - name.utf8.count - 8, limit / 4)
        value = JSONText(text: try text.readString().cut(bytes: max(room, 0)))
      }
      let cost = name.utf8.count + value.bytes.count + 4
      guard cost <= left else { return }
      left -= cost
      writer.field(name, value)
    }
  }
}
