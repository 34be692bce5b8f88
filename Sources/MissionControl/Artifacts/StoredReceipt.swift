import CanonicalJSON
import MissionModel
import Platform

/// The files that a mission's receipt lists, as it lies in the workspace.
///
/// Anybody may have altered it since. It is trusted only for whether a file has changed since the
/// finish, and for files to keep, or to list of a target path, that no event names.
struct StoredReceipt {
  /// One of the files.
  struct File {
    var content = ArtifactReader.Content()
    var isDeliverable = false
  }

  private(set) var mission: String?
  /// The files by their paths.
  private(set) var files: [ExactText: File] = [:]

  /// Reads a receipt, leaving out members that an outside worker wrote in another form.
  init(_ text: JSONText) throws(JSONError) {
    var reader = JSONReader(text)
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "mission_id": mission = try Self.text(&reader)
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
      case "path": path = try Self.text(&reader)
      case "bytes": if try reader.peek() == .integer { file.content.bytes = try reader.readInt64() }
      case "sha256": file.content.sha256 = try Self.text(&reader)
      case "role": file.isDeliverable = try Self.text(&reader) == ArtifactRole.deliverable.rawValue
      default: break
      }
    }
    guard let path = path.map({ ExactText($0) }) else { return }
    // A file that is listed twice is a deliverable if either entry says so.
    if files[path]?.isDeliverable == true { file.isDeliverable = true }
    files[path] = file
  }

  private static func text(_ reader: inout JSONReader) throws(JSONError) -> String? {
    try reader.peek() == .string ? try reader.readString() : nil
  }

  /// The contents that the receipt at a path below a workspace records; nil where it can't be read,
  /// or is another mission's.
  static func contents(
    at path: String, of mission: MissionID, below root: BeneathRoot
  ) -> [ExactText: ArtifactReader.Content]? {
    guard let file = try? root.openFile(path), file.info.bytes <= JSONLimits.standard.bytes,
      let bytes = try? file.read(offset: 0, count: Int(file.info.bytes)),
      let text = try? JSONText(canonicalizing: bytes), let receipt = try? StoredReceipt(text),
      receipt.mission == mission.rawValue
    else { return nil }
    return receipt.files.mapValues(\.content)
  }
}
