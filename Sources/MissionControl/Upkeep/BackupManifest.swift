package import CanonicalJSON
package import MissionModel
package import Platform

/// The content of a backup folder: each ledger's file, how far it goes, and its root.
///
/// Its file makes the folder a backup: every ledger in it is read as one that nobody will write
/// again.
package struct BackupManifest: Hashable, Sendable {
  /// The file's name in the folder.
  package static let fileName = "manifest.json"
  /// The most bytes that such a file may have.
  private static let limit = 1 << 20

  /// One ledger of a backup.
  package struct Ledger: Hashable, Sendable {
    /// The ledger's name.
    package var ledger: String
    /// Its file in the folder.
    package var file: String
    /// The lineage of the ledger that was copied.
    package var lineage: String
    /// Its last position, and its root there as 64 hexadecimal digits.
    package var size: Int64
    package var root: String
    /// How many bytes the file has.
    package var bytes: Int64

    /// Makes an entry.
    package init(
      ledger: String, file: String, lineage: String, size: Int64, root: String, bytes: Int64
    ) {
      self.ledger = ledger
      self.file = file
      self.lineage = lineage
      self.size = size
      self.root = root
      self.bytes = bytes
    }
  }

  /// When the first ledger was copied.
  package var madeAt: Instant
  /// The home that was copied.
  package var home: String
  /// The program that made it.
  package var program: String
  /// The ledgers, in the order in which they were copied: the runtime ledger first.
  package var ledgers: [Ledger]

  /// Makes a manifest.
  package init(madeAt: Instant, home: String, program: String, ledgers: [Ledger]) {
    self.madeAt = madeAt
    self.home = home
    self.program = program
    self.ledgers = ledgers
  }

  /// The manifest as it is stored.
  package var json: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { object in
      object.field("version", 1)
      object.field("made_at", madeAt)
      object.field("home", home)
      object.field("program", program)
      object.field("ledgers", ledgers)
    }
    return writer.finish() + [0x0A]
  }

  /// Reads the manifest of a backup folder.
  ///
  /// - Throws: `not_found` where there is none, `validation_error` for one that this program can't
  ///   read.
  package init(of folder: String) throws(MissionError) {
    let path = folder + "/" + Self.fileName
    let bytes: [UInt8]
    do throws(PlatformError) {
      bytes = try FileSystem.read(path, limit: Self.limit)
    } catch {
      throw MissionError(
        .notFound, "\(folder) is not a backup: \(path) can't be read (\(error.message))")
    }
    do {
      try self.init(reading: try JSONText(canonicalizing: bytes))
    } catch {
      throw .validation("\(path) is not a backup's manifest: \(error.message)")
    }
    guard ledgers.allSatisfy({ !$0.file.contains("/") && !$0.file.hasPrefix(".") }) else {
      throw .validation("\(path) names files outside of its folder")
    }
    guard Set(ledgers.map(\.ledger)).count == ledgers.count,
      Set(ledgers.map(\.file)).count == ledgers.count
    else { throw .validation("\(path) names a ledger twice") }
  }

  private init(reading text: JSONText) throws(JSONError) {
    var reader = JSONReader(text)
    var version: Int64?
    var manifest = BackupManifest(
      madeAt: Instant(microseconds: 0), home: "", program: "", ledgers: [])
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "version": version = try reader.readInt64()
      case "made_at":
        manifest.madeAt = Instant(iso8601: try reader.readString()) ?? manifest.madeAt
      case "home": manifest.home = try reader.readString()
      case "program": manifest.program = try reader.readString()
      case "ledgers":
        try reader.readArray { reader throws(JSONError) in
          manifest.ledgers.append(try Ledger(reading: &reader))
        }
      default: try reader.skip()
      }
    }
    guard version == 1 else {
      throw JSONError(
        code: .wrongType, offset: 0,
        message: "its version is \(version.map(String.init) ?? "missing"), 1 was expected")
    }
    self = manifest
  }
}

extension BackupManifest.Ledger: JSONWritable {
  /// Writes the entry.
  package func write(into writer: inout JSONWriter) {
    writer.object { object in
      object.field("ledger", ledger)
      object.field("file", file)
      object.field("lineage", lineage)
      object.field("size", size)
      object.field("root", root)
      object.field("bytes", bytes)
    }
  }

  fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
    self.init(ledger: "", file: "", lineage: "", size: 0, root: "", bytes: 0)
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "ledger": ledger = try reader.readString()
      case "file": file = try reader.readString()
      case "lineage": lineage = try reader.readString()
      case "size": size = try reader.readInt64()
      case "root": root = try reader.readString()
      case "bytes": bytes = try reader.readInt64()
      default: try reader.skip()
      }
    }
  }
}
