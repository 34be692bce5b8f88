import CanonicalJSON
import MissionModel
import Platform

/// What a mission's receipt says that its files held at the end.
///
/// Anybody may have altered the receipt since: it tells whether a file has changed that no event tells of, and nothing
/// else.
enum ReceiptFiles {
  /// Reads a receipt below a workspace; nothing where it can't be read, or is another mission's.
  static func read(
    _ path: String, of mission: MissionID, below root: BeneathRoot
  ) -> [String: ArtifactReader.Content] {
    guard let file = try? root.openFile(path), file.info.bytes <= JSONLimits.standard.bytes,
      let bytes = try? file.read(offset: 0, count: Int(file.info.bytes)),
      let text = try? JSONText(canonicalizing: bytes), let receipt = try? Receipt(text),
      receipt.mission == mission.rawValue
    else { return [:] }
    return receipt.files
  }

  /// The members of a receipt that are of use here.
  private struct Receipt {
    var mission: String?
    var files: [String: ArtifactReader.Content] = [:]

    init(_ text: JSONText) throws(JSONError) {
      var reader = JSONReader(text)
      try reader.readObject { key, reader throws(JSONError) in
        switch key {
        case "mission_id": mission = try reader.readString()
        case "artifacts":
          try reader.readArray { reader throws(JSONError) in try readFile(&reader) }
        default: break
        }
      }
    }

    private mutating func readFile(_ reader: inout JSONReader) throws(JSONError) {
      var path: String?
      var content = ArtifactReader.Content()
      try reader.readObject { key, reader throws(JSONError) in
        switch key {
        case "path": path = try reader.readString()
        case "bytes": content.bytes = try reader.readInt64()
        case "sha256": content.sha256 = try reader.readOptionalString()
        default: break
        }
      }
      if let path { files[path] = content }
    }
  }
}
