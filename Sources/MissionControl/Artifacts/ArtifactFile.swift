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

  /// A tag of this content: it changes with the file's place on the disk, its size or its time of
  /// change.
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

  /// Reads the file for its size and hash; blocks.
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
