/// JSON's grammar: reads one value and hands its tokens to a sink.
///
/// Nesting costs one bit a container, so no input makes it recurse or allocate.
struct Walker {
  private var position = 0
  private var isSpaced = false
  private var depth = 0
  /// Bit `n` says whether container `n`, counted from the innermost, is an object.
  private var objects: UInt128 = 0
  private let limit: Int

  private init(limit: Int) { self.limit = limit }

  /// Reads the one value in `bytes`, nested at most `depth` deep; returns whether there was
  /// insignificant space.
  static func walk<Sink: TokenSink>(
    _ bytes: Span<UInt8>, depth: Int, into sink: inout Sink
  ) throws(JSONError) -> Bool {
    var walker = Walker(limit: depth)
    walker.skipSpace(bytes)
    repeat {
      let isOpen = try walker.value(bytes, &sink)
      if !isOpen { try walker.afterValue(bytes, &sink) }
    } while walker.depth > 0
    guard walker.position == bytes.count else {
      throw JSONError(
        code: .trailingBytes, offset: walker.position, message: "more after the value")
    }
    return walker.isSpaced
  }

  /// Reads a scalar value, or opens a container; true if a container was opened and has content.
  private mutating func value<Sink: TokenSink>(
    _ bytes: Span<UInt8>, _ sink: inout Sink
  ) throws(JSONError) -> Bool {
    guard position < bytes.count else { throw Lexer.truncated(bytes) }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      try sink.string(bytes, try string(bytes, for: Sink.self))
    case UInt8(ascii: "{"):
      try open(isObject: true)
      sink.openObject()
      skipSpace(bytes)
      if next(bytes) != UInt8(ascii: "}") {
        try key(bytes, &sink)
        return true
      }
    case UInt8(ascii: "["):
      try open(isObject: false)
      sink.openArray()
      skipSpace(bytes)
      if next(bytes) != UInt8(ascii: "]") { return true }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try sink.number(bytes, try Lexer.number(bytes, &position))
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      let start = position
      try Lexer.literal(bytes, &position)
      sink.literal(bytes, start..<position)
    default:
      throw Lexer.unexpected(bytes, position)
    }
    return false
  }

  /// Closes the containers that end after a value, then steps to the start of the next value.
  private mutating func afterValue<Sink: TokenSink>(
    _ bytes: Span<UInt8>, _ sink: inout Sink
  ) throws(JSONError) {
    skipSpace(bytes)
    while depth > 0 {
      let isObject = objects & 1 == 1
      switch next(bytes) {
      case UInt8(ascii: ","):
        position += 1
        skipSpace(bytes)
        if isObject { try key(bytes, &sink) } else { sink.nextElement() }
        return
      case UInt8(ascii: "}") where isObject:
        try sink.closeObject(position)
      case UInt8(ascii: "]") where !isObject:
        sink.closeArray()
      default:
        throw Lexer.unexpected(bytes, position)
      }
      position += 1
      depth -= 1
      objects >>= 1
      skipSpace(bytes)
    }
  }

  private mutating func key<Sink: TokenSink>(
    _ bytes: Span<UInt8>, _ sink: inout Sink
  ) throws(JSONError) {
    guard next(bytes) == UInt8(ascii: "\"") else { throw Lexer.unexpected(bytes, position) }
    try sink.key(bytes, try string(bytes, for: Sink.self))
    skipSpace(bytes)
    guard next(bytes) == UInt8(ascii: ":") else { throw Lexer.unexpected(bytes, position) }
    position += 1
    skipSpace(bytes)
  }

  @inline(__always)
  private mutating func string<Sink: TokenSink>(
    _ bytes: Span<UInt8>, for sink: Sink.Type
  ) throws(JSONError) -> Lexer.StringToken {
    try Lexer.string(bytes, &position, takesLoneSurrogates: Sink.takesLoneSurrogates)
  }

  private mutating func open(isObject: Bool) throws(JSONError) {
    guard depth < limit else {
      throw JSONError(
        code: .tooDeep, offset: position,
        message: "arrays and objects nested more than \(limit) deep")
    }
    depth += 1
    objects = objects << 1 | (isObject ? 1 : 0)
    position += 1
  }

  @inline(__always)
  private func next(_ bytes: Span<UInt8>) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  @inline(__always)
  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    if Lexer.skipSpace(bytes, &position) { isSpaced = true }
  }
}
