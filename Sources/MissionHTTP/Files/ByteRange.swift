/// The part of a file that a request asks for.
enum ByteRange: Hashable, Sendable {
  case whole
  case part(Range<Int64>)
  /// It begins beyond the file's end.
  case none

  /// Reads a `Range` header; an invalid one, or one with several ranges, asks for the whole.
  init(_ header: String?, of size: Int64) {
    self = .whole
    guard let header, header.lowercased().hasPrefix("bytes=") else { return }
    let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, !header.contains(",") else { return }
    let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
    switch (first, last) {
    case (nil, let suffix?) where ends[0].isEmpty:
      self = suffix > 0 && size > 0 ? .part(max(0, size - suffix)..<size) : .none
    case (let first?, nil) where ends[1].isEmpty:
      self = first < size ? .part(first..<size) : .none
    case (let first?, let last?) where first <= last:
      self = first < size ? .part(first..<min(last, size - 1) + 1) : .none
    default: return
    }
  }

  /// A number made of digits only; one beyond every file counts as the largest.
  private static func number(_ digits: Substring) -> Int64? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int64(digits) ?? .max
  }
}
