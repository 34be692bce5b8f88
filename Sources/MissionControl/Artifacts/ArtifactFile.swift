import MissionModel
import Platform

/// One file of a workspace, open for reading until it is let go.
package final class ArtifactFile: Sendable {
  private let file: BeneathFile

  init(_ file: consuming BeneathFile) {
    self.file = file
  }

  /// The size when it was opened, in bytes.
  package var bytes: Int64 { file.info.bytes }

  /// What tells this content of the path from another: its place on the disk, its size, and when it changed.
  package var tag: String {
    let info = file.info
    let changed = info.changed
    return [Int64(bitPattern: info.inode), info.bytes, changed.seconds, changed.nanoseconds]
      .map { String($0, radix: 36) }.joined(separator: "-")
  }

  /// Reads a part; blocks.
  func read(offset: Int64, count: Int) throws(MissionError) -> [UInt8] {
    do throws(PlatformError) {
      return try file.read(offset: offset, count: count)
    } catch {
      throw unread(error)
    }
  }

  /// Looks at what it holds; blocks.
  func content() throws(MissionError) -> FileContent {
    do throws(PlatformError) {
      return try FileContent(of: file)
    } catch {
      throw unread(error)
    }
  }

  private func unread(_ error: PlatformError) -> MissionError {
    MissionError(.artifactReadFailed, "\(file.path) can't be read: \(error)")
  }
}
