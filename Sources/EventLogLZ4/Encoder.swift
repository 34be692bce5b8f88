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
    var best = size
    var form = BlockForm.raw
    let plainSize = compress(payload, into: &plain, with: nil)
    if plainSize > 0, plainSize < best { (best, form) = (plainSize, .plain) }
    if let dictionary {
      let primedSize = compress(payload, into: &primed, with: dictionary)
      if primedSize > 0, primedSize < best { (best, form) = (primedSize, .withDictionary) }
    }
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

  /// Compresses a payload and returns how many bytes it has then.
  ///
  /// There is always room for all that LZ4 may write: a compression that fails would leave the
  /// working memory in a state that only a full and costly reset mends.
  private func compress(
    _ payload: [UInt8], into output: inout [UInt8], with dictionary: CompressionDictionary?
  ) -> Int {
    let room = Int(LZ4_compressBound(Int32(payload.count)))
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
