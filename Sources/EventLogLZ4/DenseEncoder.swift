private import CLZ4

/// An encoder that compresses payloads as far as LZ4 can, many times slower than `Encoder`: for
/// blocks that are kept and never written again.
///
/// They are decoded like any other block, as fast. An encoder belongs to one thread at a time.
@safe
package final class DenseEncoder {
  /// The strongest level of LZ4's search.
  private static let level = Int32(LZ4HC_CLEVEL_MAX)

  private let stream: UnsafeMutablePointer<LZ4_streamHC_t>
  private let loaded: UnsafeMutablePointer<LZ4_streamHC_t>
  /// Kept alive because `loaded` points at its bytes.
  private let dictionary: CompressionDictionary
  private let decoder: Decoder
  private var output: [UInt8] = []

  /// Makes an encoder with a dictionary.
  package init(dictionary: CompressionDictionary) {
    self.dictionary = dictionary
    decoder = Decoder(dictionary: dictionary)
    unsafe stream = .allocate(capacity: 1)
    unsafe loaded = .allocate(capacity: 1)
    unsafe LZ4_initStreamHC(stream, MemoryLayout<LZ4_streamHC_t>.size)
    unsafe LZ4_initStreamHC(loaded, MemoryLayout<LZ4_streamHC_t>.size)
    unsafe LZ4_resetStreamHC_fast(loaded, Self.level)
    let bytes = unsafe dictionary.buffer
    unsafe LZ4_loadDictHC(loaded, bytes.baseAddress, Int32(bytes.count))
  }

  deinit {
    unsafe stream.deallocate()
    unsafe loaded.deallocate()
  }

  /// Compresses a payload with the dictionary; nil if the block is no smaller than the payload.
  package func encode(_ payload: [UInt8]) -> [UInt8]? {
    let room = Int(LZ4_compressBound(Int32(payload.count)))
    if output.count < room { output = [UInt8](repeating: 0, count: max(room, 8_192)) }
    let size = unsafe output.withUnsafeMutableBytes { target in
      unsafe payload.withUnsafeBytes { source in
        unsafe LZ4_resetStreamHC_fast(stream, Self.level)
        unsafe LZ4_attach_HC_dictionary(stream, loaded)
        return Int(
          unsafe LZ4_compress_HC_continue(
            stream, source.bindMemory(to: CChar.self).baseAddress,
            target.bindMemory(to: CChar.self).baseAddress, Int32(source.count), Int32(room)))
      }
    }
    return size > 0 && size < payload.count ? Array(output[..<size]) : nil
  }

  /// Whether a block from `encode` decodes to its payload.
  package func decodes(_ block: [UInt8], to payload: [UInt8]) -> Bool {
    do {
      try decoder.decode(block.span, form: .withDictionary, size: payload.count)
    } catch {
      return false
    }
    return decoder.payload == payload
  }
}
