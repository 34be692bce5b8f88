/// The order of an object's members: by the UTF-8 bytes of their keys, escapes resolved.
enum KeyOrder {
  /// Compares two keys that are written canonically in `bytes`, without their quotes.
  ///
  /// Negative if the first sorts before the second, zero if the keys are the same. Every canonical
  /// escape stands for one byte below 0x80, so the keys are compared byte by byte without being
  /// decoded.
  static func compare(_ bytes: Span<UInt8>, _ first: Range<Int>, _ second: Range<Int>) -> Int {
    var left = first.lowerBound
    var right = second.lowerBound
    while left < first.upperBound, right < second.upperBound {
      let leftByte = bytes[left]
      let rightByte = bytes[right]
      if leftByte == rightByte, leftByte != UInt8(ascii: "\\") {
        left += 1
        right += 1
      } else {
        let difference = Int(unit(bytes, &left)) - Int(unit(bytes, &right))
        if difference != 0 { return difference }
      }
    }
    return (first.upperBound - left) - (second.upperBound - right)
  }

  /// Reads one byte of the key's UTF-8.
  private static func unit(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt8 {
    let byte = bytes[index]
    guard byte == UInt8(ascii: "\\") else {
      index += 1
      return byte
    }
    let name = bytes[index + 1]
    guard name == UInt8(ascii: "u") else {
      index += 2
      return short(name)
    }
    let low = bytes[index + 5]
    let high = bytes[index + 4] - UInt8(ascii: "0")
    index += 6
    return high << 4
      | (low < UInt8(ascii: "a") ? low - UInt8(ascii: "0") : low - UInt8(ascii: "a") + 10)
  }

  private static func short(_ name: UInt8) -> UInt8 {
    switch name {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    default: name
    }
  }
}
