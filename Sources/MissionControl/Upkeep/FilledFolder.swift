import MissionModel
import Platform

/// A folder that is filled once and whole: with a backup, or with a home made of one.
///
/// Everything is first put into a folder inside it, `.partial`; once complete it moves up, and that
/// folder goes. So a folder with `.partial` is neither a backup nor a home: it is being filled,
/// which a lock inside shows, or the filling process was killed, and the next one clears it first.
final class FilledFolder: Sendable {
  private static let partial = "/.partial"
  /// Held as long as somebody fills the folder.
  private static let lockFile = partial + "/lock"

  private let path: String
  /// The only names in the folder.
  private let names: [String]
  private let isNew: Bool
  /// Held as long as this folder is filled.
  private let lock: SideLock

  /// Whether a folder is being filled, or was left behind by a process that was killed while
  /// filling it.
  static func isUnfinished(_ path: String) -> Bool { FileSystem.exists(path + lockFile) }

  /// Where the files are put.
  var inside: String { path + Self.partial }

  /// Removes the remains of a process that was killed when everything was in place.
  static func clearRemains(in path: String) {
    // A folder of that name with any other file is somebody's own.
    guard let names = try? FileSystem.names(in: path + filled),
      names.allSatisfy({ lockFile.hasSuffix("/" + $0) || PendingFile.isTemporary($0) })
    else { return }
    remove(path + filled)
  }

  /// Makes the folder, or checks that it is empty, or clears an interrupted filling.
  ///
  /// - Throws: `validation_error` for a folder with any other file, `vp_db_locked` for one that
  ///   another process fills, `ledger_read_only` for one that can't be written.
  init(_ path: String, for names: [String]) throws(MissionError) {
    Self.clearRemains(in: path)
    let isDebris = Self.isUnfinished(path)
    if !isDebris { try Self.checkIsEmpty(path) }
    var isNew = false
    try Self.mapping("making \(path)") { () throws(PlatformError) in
      isNew = try FileSystem.makePrivateDirectory(path)
      // The folder is empty, and its content will be this user's alone; if the folder belongs to
      // somebody else, doctor reports it.
      if !isNew, !isDebris { try? FileSystem.closeFolder(path) }
      if !isDebris { try FileSystem.makePrivateDirectory(path + Self.partial) }
      return true
    }
    self.path = path
    self.names = names
    self.isNew = isNew
    lock = try Self.takeLock(path)
    // Another process may have finished filling it in the meantime.
    guard Self.isUnfinished(path) else { throw Self.notEmpty(path) }
    if isDebris { clearFiles() }
    do throws(MissionError) {
      try Self.checkIsEmpty(path)
    } catch {
      Self.remove(inside)
      throw error
    }
  }

  private static func checkIsEmpty(_ path: String) throws(MissionError) {
    guard let info = try? FileSystem.info(path, followingLinks: true) else { return }
    guard info.kind == .folder else {
      throw .validation("\(path) is not a folder: name an empty or a new one")
    }
    guard others(in: path).isEmpty else { throw notEmpty(path) }
    guard FileSystem.isWritable(path) else {
      throw MissionError(.ledgerReadOnly, "\(path) can't be written")
    }
  }

  private static func others(in path: String) -> [String] {
    ((try? FileSystem.names(in: path)) ?? []).filter { "/" + $0 != partial }
  }

  private static func notEmpty(_ path: String) -> MissionError {
    .validation(
      "\(path) is not empty (\(others(in: path).prefix(3).joined(separator: ", "))): name an empty or a new folder"
    )
  }

  private static func takeLock(_ path: String) throws(MissionError) -> SideLock {
    do throws(PlatformError) {
      let lock = try SideLock(path: path + lockFile)
      if try lock.tryAcquire() { return lock }
    } catch {
      guard !error.isMissing else { throw notEmpty(path) }
      throw MissionError(.ledgerReadOnly, "locking \(path) failed: \(error)")
    }
    throw MissionError(
      .vpDBLocked,
      "another process is filling \(path): wait until it is done, or name another folder",
      retryAfterMs: 1_000)
  }

  // MARK: Filling

  /// Refuses to begin without enough room on the disk.
  func checkRoom(for needed: Int64, _ freeBytes: (String) -> Int64?) throws(MissionError) {
    guard let free = freeBytes(path), free < needed else { return }
    throw MissionError(
      .ledgerFull,
      "\(SettingValue.roughly(bytes: needed)) are needed at \(path), "
        + "\(SettingValue.roughly(bytes: free)) are free")
  }

  /// Copies a configuration file, where there is one.
  func copyConfiguration(_ source: String) throws(MissionError) -> Bool {
    let bytes: [UInt8]
    do throws(PlatformError) {
      bytes = try FileSystem.read(source, limit: Home.configLimit)
    } catch {
      guard error.isMissing else {
        throw MissionError(.ledgerReadOnly, "\(source) can't be read: \(error)")
      }
      return false
    }
    try write(bytes, as: Home.configName)
    return true
  }

  /// Writes a file whole.
  func write(_ bytes: [UInt8], as name: String) throws(MissionError) {
    let path = inside + "/" + name
    try Self.mapping("writing \(path)") { () throws(PlatformError) in
      try FileSystem.writeAtomically(bytes, to: path)
      return true
    }
  }

  // MARK: The end

  /// Moves everything up: the folder is filled.
  func finish() throws(MissionError) {
    let (path, inside, done) = (path, inside, path + Self.filled)
    for name in names where FileSystem.exists(inside + "/" + name) {
      try Self.mapping("naming \(path)/\(name)") { () throws(PlatformError) in
        try FileSystem.renameFile(inside + "/" + name, to: path + "/" + name)
        return true
      }
    }
    try Self.mapping("finishing \(path)") { () throws(PlatformError) in
      try FileSystem.renameFile(inside, to: done)
      return true
    }
    Self.remove(done)
  }

  /// Removes what was put into the folder, and the folder where it was made for it.
  func abandon() {
    // After a finish that failed in its last sync the folder counts as being filled again, before
    // any file goes.
    try? FileSystem.renameFile(path + Self.filled, to: inside)
    clearFiles()
    Self.remove(inside)
    if isNew { try? FileSystem.removeEmptyFolder(path) }
  }

  /// The name of `.partial` once everything is in place, until it is removed.
  private static let filled = "/.filled"

  private func clearFiles() {
    for name in names { try? FileSystem.removeFile(path + "/" + name) }
    for name in (try? FileSystem.names(in: inside)) ?? [] where !Self.lockFile.hasSuffix("/" + name)
    {
      try? FileSystem.removeFile(inside + "/" + name)
    }
  }

  /// Removes a folder and the files in it.
  private static func remove(_ folder: String) {
    for file in (try? FileSystem.names(in: folder)) ?? [] {
      try? FileSystem.removeFile(folder + "/" + file)
    }
    try? FileSystem.removeEmptyFolder(folder)
  }

  private static func mapping(
    _ doing: String, _ body: () throws(PlatformError) -> Bool
  ) throws(MissionError) {
    do throws(PlatformError) {
      _ = try body()
    } catch {
      throw MissionError(error, doing: doing)
    }
  }
}
