private import Glibc

/// A text file that is read line by line, and again at places passed before.
///
/// It belongs to one thread at a time.
package struct LineFile: ~Copyable {
  /// Where a line lies.
  package struct Place: Hashable, Sendable {
    package let offset: Int64
    package let bytes: Int
  }

  private let path: String
  private let file: Descriptor
  private let limit: Int
  private var buffer: [UInt8] = []
  /// How much of the buffer was handed out, and where its first byte lies in the file.
  private var taken = 0
  private var start: Int64 = 0

  /// Opens a file for reading; lines of more than `limit` bytes are refused with `EFBIG`.
  package init(_ path: String, limit: Int) throws(PlatformError) {
    self.path = path
    self.limit = limit
    file = try Descriptor.open(path, O_RDONLY)
  }

  /// Reads the next line, without its line feed; nil at the end.
  package mutating func next() throws(PlatformError) -> (line: [UInt8], place: Place)? {
    var searched = taken
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        return take(through: end, skipping: 1)
      }
      searched = buffer.count
      guard buffer.count - taken <= limit else {
        throw PlatformError(errno: EFBIG, operation: "reading a line", path: path)
      }
      let dropped = taken
      start += Int64(dropped)
      buffer.removeFirst(dropped)
      taken = 0
      searched -= dropped
      let more = try file.read(limit: 1 << 20, path: path)
      guard !more.isEmpty else {
        return buffer.isEmpty ? nil : take(through: buffer.count, skipping: 0)
      }
      buffer += more
    }
  }

  private mutating func take(through end: Int, skipping: Int) -> (line: [UInt8], place: Place) {
    let place = Place(offset: start + Int64(taken), bytes: end - taken)
    let line = Array(buffer[taken..<end])
    taken = end + skipping
    return (line, place)
  }

  /// Reads again a line that `next` has returned, without moving the place of `next`.
  package func line(at place: Place) throws(PlatformError) -> [UInt8] {
    var line = [UInt8](repeating: 0, count: place.bytes)
    var done = 0
    while done < place.bytes {
      let at = done
      let count = try retrying("reading", path) {
        unsafe line.withUnsafeMutableBytes { target in
          unsafe pread(
            file.number, target.baseAddress?.advanced(by: at), place.bytes - at,
            off_t(place.offset) + off_t(at))
        }
      }
      guard count > 0 else {
        throw PlatformError(errno: EIO, operation: "reading a line", path: path)
      }
      done += count
    }
    return line
  }
}
