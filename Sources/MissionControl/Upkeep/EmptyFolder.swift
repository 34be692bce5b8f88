import MissionModel
import Platform

/// A folder that is filled once: with a backup, or with the home that is made of one.
enum EmptyFolder {
  /// What the name of a ledger ends with until everything is there.
  static let suffix = ".partial"
  /// The most bytes of a configuration file.
  private static let configurationLimit = 1 << 20

  /// Makes the folder, or makes sure that it is an empty one; tells whether it was made.
  ///
  /// - Throws: `validation_error` for one that has anything in it, `ledger_read_only` for one that can't be written.
  static func prepare(_ path: String) throws(MissionError) -> Bool {
    if let info = try? FileSystem.info(path, followingLinks: true) {
      guard info.kind == .folder else {
        throw .validation("\(path) is no folder: name an empty one, or one that isn't there yet")
      }
      let names = (try? FileSystem.names(in: path)) ?? []
      guard names.isEmpty else {
        throw .validation(
          "\(path) is not empty (\(names.prefix(3).joined(separator: ", "))): name an empty folder, "
            + "or one that isn't there yet")
      }
      guard FileSystem.isWritable(path) else {
        throw MissionError(.ledgerReadOnly, "\(path) can't be written")
      }
      return false
    }
    try mapping("making \(path)") { () throws(PlatformError) in
      try FileSystem.makePrivateDirectory(path)
    }
    return true
  }

  /// Removes what was put into the folder, and the folder where it was made for it.
  static func clear(_ path: String, removing: Bool) {
    for name in (try? FileSystem.names(in: path)) ?? [] {
      try? FileSystem.removeFile(path + "/" + name)
    }
    if removing { try? FileSystem.removeEmptyFolder(path) }
  }

  /// Refuses to begin what the disk has no room for.
  static func checkRoom(
    in folder: String, for files: [String], _ freeBytes: (String) -> Int64?
  ) throws(MissionError) {
    let needed = files.reduce(Int64(0)) { sum, path in
      sum
        + ["", "-wal"].reduce(Int64(0)) {
          $0 + ((try? FileSystem.info(path + $1, followingLinks: true))?.bytes ?? 0)
        }
    }
    guard let free = freeBytes(folder), free < needed else { return }
    throw MissionError(
      .ledgerFull,
      "\(SettingValue.roughly(bytes: needed)) are needed at \(folder), "
        + "\(SettingValue.roughly(bytes: free)) are free")
  }

  /// Copies a configuration file, where there is one.
  static func copyConfiguration(_ path: String, to folder: String) throws(MissionError) -> Bool {
    let bytes: [UInt8]
    do throws(PlatformError) {
      bytes = try FileSystem.read(path, limit: configurationLimit)
    } catch {
      guard error.isMissing else {
        throw MissionError(.ledgerReadOnly, "\(path) can't be read: \(error)")
      }
      return false
    }
    try write(bytes, to: folder + "/config.yaml")
    return true
  }

  /// Gives the ledgers their names: everything is there.
  static func finish(_ folder: String, files: [String]) throws(MissionError) {
    for file in files {
      let path = folder + "/" + file
      try mapping("naming \(path)") { () throws(PlatformError) in
        try FileSystem.renameFile(path + suffix, to: path)
        return true
      }
    }
  }

  /// Writes a file whole.
  static func write(_ bytes: [UInt8], to path: String) throws(MissionError) {
    try mapping("writing \(path)") { () throws(PlatformError) in
      try FileSystem.writeAtomically(bytes, to: path)
      return true
    }
  }

  @discardableResult
  private static func mapping(
    _ doing: String, _ body: () throws(PlatformError) -> Bool
  ) throws(MissionError) -> Bool {
    do throws(PlatformError) {
      return try body()
    } catch {
      throw MissionError(
        error.isNoSpace ? .ledgerFull : .ledgerReadOnly, "\(doing) failed: \(error)")
    }
  }
}
