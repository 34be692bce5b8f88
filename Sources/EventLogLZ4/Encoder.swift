private import CLZ4

/// An encoder that compresses each payload into whichever form is the smallest.
///
/// It keeps its working memory from one payload to the next and belongs to one thread at a time.
@safe
package final class Encoder {
  private let stream: UnsafeMutablePointer<LZ4_stream_t>
  /// The working memory of plain LZ4, reset for each payload, so that no failure leaves a trace.
  private let plainState: UnsafeMutablePointer<LZ4_stream_t>
  private let dictionary: CompressionDictionary?
  private var plain: [UInt8] = []
  private var primed: [UInt8] = []

  /// Makes an encoder with a dictionary, or without one.
  package init(dictionary: CompressionDictionary?) {
    self.dictionary = dictionary
    unsafe stream = .allocate(capacity: 1)
    unsafe plainState = .allocate(capacity: 1)
    unsafe LZ4_initStream(stream, MemoryLayout<LZ4_stream_t>.size)
  }

  deinit {
    unsafe stream.deallocate()
    unsafe plainState.deallocate()
  }

  /// Returns the smallest form of a payload; among equals, the one that is simplest to decode.
  package func encode(_ payload: [UInt8]) -> (block: [UInt8], form: BlockForm) {
    var best = payload.count
    var form = BlockForm.raw
    if let dictionary {
      let size = compress(payload, with: dictionary)
      if size > 0, size < best { (best, form) = (size, .withDictionary) }
    }
    // Plain LZ4 gives up, mostly halfway, as soon as it can't be the smallest any more.
    let size = compress(payload, upTo: form == .raw ? best - 1 : best)
    if size > 0 { (best, form) = (size, .plain) }
    return switch form {
    case .raw: (payload, form)
    case .plain: (Array(plain[..<best]), form)
    case .withDictionary: (Array(primed[..<best]), form)
    }
  }

  /// Compresses a payload with the dictionary and returns the block's size.
  ///
  /// There is always room for everything that LZ4 may write: a failed compression would leave the
  /// working memory in a state that only a full, costly reset mends.
  private func compress(_ payload: [UInt8], with dictionary: CompressionDictionary) -> Int {
    let room = Int(LZ4_compressBound(Int32(payload.count)))
    if primed.count < room { primed = [UInt8](repeating: 0, count: max(room, 8_192)) }
    return unsafe primed.withUnsafeMutableBytes { target in
      unsafe payload.withUnsafeBytes { source in
        unsafe LZ4_resetStream_fast(stream)
        unsafe LZ4_attach_dictionary(stream, dictionary.attachable)
        return Int(
          unsafe LZ4_compress_fast_continue(
            stream, source.bindMemory(to: CChar.self).baseAddress,
            target.bindMemory(to: CChar.self).baseAddress, Int32(source.count), Int32(room), 1))
      }
    }
  }

  /// Compresses a payload without a dictionary and returns the block's size; 0 if it exceeds
  /// `limit`.
  private func compress(_ payload: [UInt8], upTo limit: Int) -> Int {
    guard limit > 0 else { return 0 }
    if plain.count < limit { plain = [UInt8](repeating: 0, count: max(limit, 8_192)) }
    return unsafe plain.withUnsafeMutableBytes { target in
      unsafe payload.withUnsafeBytes { source in
        Int(
          unsafe LZ4_compress_fast_extState(
            plainState, source.bindMemory(to: CChar.self).baseAddress,
            target.bindMemory(to: CChar.self).baseAddress, Int32(source.count), Int32(limit), 1))
      }
    }
  }
}
