import CanonicalJSON
import MissionModel
import Platform

/// What a mission's receipt says of its files, as it lies in the workspace.
///
/// Anybody may have altered it since: it tells whether a file has changed that no event tells of, and which files to keep
/// that no event names, and nothing else.
struct StoredReceipt {
  /// One of the files.
  struct File {
    var content = ArtifactReader.Content()
    var isDeliverable = false
  }

  private(set) var mission: String?
  /// The files by their paths.
  private(set) var files: [String: File] = [:]

  /// Reads a receipt.
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
    var file = File()
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "path": path = try reader.readString()
      case "bytes": file.content.bytes = try reader.readInt64()
      case "sha256": file.content.sha256 = try reader.readOptionalString()
      case "role": file.isDeliverable = try reader.readString() == ArtifactRole.deliverable.rawValue
      default: break
      }
    }
    if let path { files[path] = file }
  }

  /// What the receipt at a path below a workspace says that files hold; nothing where it can't be read, or is another
  /// mission's.
  static func contents(
    at path: String, of mission: MissionID, below root: BeneathRoot
  ) -> [String: ArtifactReader.Content] {
    guard let file = try? root.openFile(path), file.info.bytes <= JSONLimits.standard.bytes,
      let bytes = try? file.read(offset: 0, count: Int(file.info.bytes)),
      let text = try? JSONText(canonicalizing: bytes), let receipt = try? StoredReceipt(text),
      receipt.mission == mission.rawValue
    else { return [:] }
    return receipt.files.mapValues(\.content)
  }
}
