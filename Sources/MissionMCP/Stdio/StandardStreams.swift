import Platform

/// The streams of incoming and outgoing messages, one a line.
package struct StandardStreams: Sendable {
  /// The next line; nil at the end of input.
  let next: @Sendable () async -> LineInput.Line?
  /// Writes a line with its end; false once nobody reads any more.
  let write: @Sendable (_ line: [UInt8]) async -> Bool

  /// Makes streams from functions that read and write them.
  init(
    next: @escaping @Sendable () async -> LineInput.Line?,
    write: @escaping @Sendable (_ line: [UInt8]) async -> Bool
  ) {
    self.next = next
    self.write = write
  }

  /// The streams of this process, each read and written on a thread of its own.
  package static func standard() -> StandardStreams {
    let input = LineInput(descriptor: 0, limit: Incoming.limit)
    let reading = BlockingPool(name: "mcp-in", threads: 1)
    let writing = BlockingPool(name: "mcp-out", threads: 1)
    return StandardStreams(
      next: { await reading.run { input.next() } },
      write: { line in await writing.run { (try? Terminal.write(line, to: 1)) ?? false } })
  }
}
