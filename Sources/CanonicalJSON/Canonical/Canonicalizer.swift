/// Makes bytes from outside canonical, or says what is wrong with them.
enum Canonicalizer {
  /// Returns the canonical form of one JSON value; the same array if it is canonical already.
  ///
  /// The first pass checks everything but duplicates among unsorted keys; only a text that it finds
  /// not to be canonical is written anew, which finds those too. Linear in the bytes, except for
  /// sorting the members of objects that are not sorted.
  static func canonicalize(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> [UInt8] {
    guard bytes.count <= limits.bytes else {
      throw JSONError(
        code: .tooLarge, offset: limits.bytes,
        message: "\(bytes.count) bytes where \(limits.bytes) are allowed")
    }
    try refuseByteOrderMark(bytes)
    var check = CanonicalCheck()
    let isSpaced = try Walker.walk(bytes.span, depth: limits.depth, into: &check)
    if check.isCanonical, !isSpaced { return bytes }
    var rewriter = CanonicalRewriter(source: bytes)
    _ = try Walker.walk(bytes.span, depth: limits.depth, into: &rewriter)
    return rewriter.output.bytes
  }

  private static func refuseByteOrderMark(_ bytes: [UInt8]) throws(JSONError) {
    guard
      bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF])
        || bytes.starts(with: [0xFF, 0xFE])
    else { return }
    throw JSONError(
      code: .byteOrderMark, offset: 0, message: "a byte order mark where plain UTF-8 is expected")
  }
}
