package import MissionModel

/// The paths of a server's API, below its root.
package enum ServerPath {
  /// A mission; the server checks its id.
  package static func mission(_ id: String) -> String { "missions/" + segment(id) }

  /// A VP.
  package static func vp(_ id: VPID) -> String { "vps/" + segment(id.rawValue) }

  /// A worker's session.
  package static func session(_ id: SessionID) -> String {
    vp(id.vp) + "/sessions/" + segment(id.worker.rawValue)
  }

  /// Encodes a text for one segment of a path, or one item of a query.
  package static func segment(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.utf8.count == 1 ? "0" + digits : digits)
      }
    }
    return encoded
  }
}
