import CanonicalJSON
import MissionControl
import Synchronization

/// The warnings of an export, collected as they occur, for a field of a header.
final class ExportWarnings: Sendable {
  /// The longest field: proxies and clients refuse longer ones.
  private static let mostBytes = 4_096

  private let found = Mutex<[Warning]>([])

  var all: [Warning] { found.withLock { $0 } }

  func add(_ warning: Warning) {
    found.withLock { $0.append(warning) }
  }

  /// The object that an answer would hold them in, in ASCII, with a count of those that don't fit;
  /// nil where there are none.
  var field: String? {
    let all = all
    guard !all.isEmpty else { return nil }
    var count = all.count
    while true {
      let rest = all.count - count
      let more = rest > 0 ? [Warning.cut("\(rest) more are left out: `missionlog doctor`")] : []
      let text = Self.ascii(JSONText.object { $0.field("warnings", all.prefix(count) + more) })
      guard text.utf8.count > Self.mostBytes, count > 0 else { return text }
      count /= 2
    }
  }

  private static func ascii(_ object: JSONText) -> String {
    String(decoding: object.bytes, as: UTF8.self).utf16.reduce(into: "") { text, unit in
      if unit < 0x7F {
        text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      } else {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
