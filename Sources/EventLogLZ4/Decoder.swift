private import CLZ4

/// Gives compressed payloads back.
package enum Decoder {
  /// Decodes a block into the front of `output`, which grows to `size` bytes where it is smaller.
  ///
  /// `size` must have been checked against a limit before: it is what gets allocated. Throws when
  /// the block is not exactly one payload of that size.
  package static func decode(
    _ block: Span<UInt8>, form: BlockForm, dictionary: CompressionDictionary?, size: Int,
    into output: inout [UInt8]
  ) throws(LZ4Error) {
    if output.count < size { output = [UInt8](repeating: 0, count: size) }
    let made = unsafe output.withUnsafeMutableBytes { target in
      unsafe decode(block, form: form, dictionary: dictionary, into: target, size: size)
    }
    guard made == size else { throw LZ4Error("the block is not a payload of \(size) bytes") }
  }

  /// Decodes a block into an array of its own, under the same rules.
  package static func decode(
    _ block: Span<UInt8>, form: BlockForm, dictionary: CompressionDictionary?, size: Int
  ) throws(LZ4Error) -> [UInt8] {
    var made = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
      let target = UnsafeMutableRawBufferPointer(target)
      made = unsafe decode(block, form: form, dictionary: dictionary, into: target, size: size)
      count = max(0, min(made, size))
    }
    guard made == size else { throw LZ4Error("the block is not a payload of \(size) bytes") }
    return bytes
  }

  /// Decodes into memory with room for `size` bytes and returns how many there are; negative for
  /// a block that is broken.
  private static func decode(
    _ block: Span<UInt8>, form: BlockForm, dictionary: CompressionDictionary?,
    into target: UnsafeMutableRawBufferPointer, size: Int
  ) -> Int {
    unsafe block.withUnsafeBytes { source in
      if form == .raw {
        guard source.count == size else { return -1 }
        unsafe target.copyMemory(from: source)
        return size
      }
      let from = unsafe source.bindMemory(to: CChar.self).baseAddress
      let to = unsafe target.bindMemory(to: CChar.self).baseAddress
      if form == .plain {
        return Int(unsafe LZ4_decompress_safe(from, to, Int32(source.count), Int32(size)))
      }
      guard let dictionary else { return -1 }
      return Int(
        unsafe LZ4_decompress_safe_usingDict(
          from, to, Int32(source.count), Int32(size), dictionary.buffer.baseAddress,
          Int32(dictionary.buffer.count)))
    }
  }
}
