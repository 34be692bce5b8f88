private import CLZ4

/// How a block's bytes came to be.
package enum BlockForm: Hashable, Sendable {
  /// As they were.
  case raw
  /// LZ4 alone.
  case plain
  /// LZ4 with the dictionary.
  case withDictionary
}

/// Compresses payloads into whichever form is the smallest.
///
/// It keeps its working memory from one payload to the next and belongs to one thread at a time.
@safe
package final class Encoder {
  private let stream: UnsafeMutablePointer<LZ4_stream_t>
  private let dictionary: CompressionDictionary?
  private var plain: [UInt8] = []
  private var primed: [UInt8] = []

  /// Makes an encoder with a dictionary, or without one.
  package init(dictionary: CompressionDictionary?) {
    self.dictionary = dictionary
    unsafe stream = .allocate(capacity: 1)
    unsafe LZ4_initStream(stream, MemoryLayout<LZ4_stream_t>.size)
  }

  deinit {
    unsafe stream.deallocate()
  }

  /// Lends the smallest form of a payload to `body`; of equals, the one that is simplest to decode.
  package func encode<T, E: Error>(
    _ payload: [UInt8], _ body: (Span<UInt8>, BlockForm) throws(E) -> T
  ) throws(E) -> T {
    let size = payload.count
    guard size > 0 else { return try body(payload.span, .raw) }
    // Room for one byte less than the best so far: a form that saves nothing does not fit, and
    // LZ4 gives up as soon as it sees that. The dictionary, which mostly wins, goes first.
    var best = size
    var form = BlockForm.raw
    if let dictionary {
      let primedSize = compress(payload, into: &primed, with: dictionary, room: best - 1)
      if primedSize > 0 { (best, form) = (primedSize, .withDictionary) }
    }
    // Of equals the plain one is taken: it needs nothing to be decoded.
    let plainRoom = form == .raw ? best - 1 : best
    let plainSize = compress(payload, into: &plain, with: nil, room: plainRoom)
    if plainSize > 0 { (best, form) = (plainSize, .plain) }
    switch form {
    case .raw: return try body(payload.span, form)
    case .plain:
      let bytes = plain
      return try body(bytes.span.extracting(first: best), form)
    case .withDictionary:
      let bytes = primed
      return try body(bytes.span.extracting(first: best), form)
    }
  }

  /// Compresses into at most `room` bytes and returns how many; 0 when they are too few.
  private func compress(
    _ payload: [UInt8], into output: inout [UInt8], with dictionary: CompressionDictionary?,
    room: Int
  ) -> Int {
    guard room > 0 else { return 0 }
    if output.count < room { output = [UInt8](repeating: 0, count: max(room, 8_192)) }
    return unsafe output.withUnsafeMutableBytes { target in
      unsafe payload.withUnsafeBytes { source in
        unsafe LZ4_resetStream_fast(stream)
        if let dictionary { unsafe LZ4_attach_dictionary(stream, dictionary.attachable) }
        return Int(
          unsafe LZ4_compress_fast_continue(
            stream, source.bindMemory(to: CChar.self).baseAddress,
            target.bindMemory(to: CChar.self).baseAddress, Int32(source.count), Int32(room), 1))
      }
    }
  }
}
