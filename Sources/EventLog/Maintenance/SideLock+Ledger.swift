import Platform

extension SideLock {
  /// Opens the side lock of the ledger at a path, without taking it.
  static func of(ledger path: String) throws(LogError) -> SideLock {
    let lockPath = SideFile.lock.path(of: path)
    do throws(PlatformError) {
      return try SideLock(path: lockPath)
    } catch {
      if let info = try? FileSystem.info(lockPath), info.kind != .file {
        throw LogError(
          .readOnly,
          "\(path) can't be written: its lock file \(lockPath) is \(info.kind.name); move that away, the "
            + "next writer makes the file")
      }
      throw LogError(error, doing: "opening the lock file of \(path)")
    }
  }
}
