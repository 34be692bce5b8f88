import CanonicalJSON
import MissionTesting
import Testing

@Suite struct JSONReaderTests {
  private let sample =
    #"{"a":"x\né","at":9007199254740993,"list":[1,[2],{"b":3}],"n":null,"ok":true,"r":-2.5}"#

  @Test func membersAreReadByTheirKeysAndTheRestIsSkipped() throws {
    var reader = JSONReader(try JSONText(sample))
    var name = ""
    var number: Int64 = 0
    var flag = false
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "a": name = try reader.readString()
      case "at": number = try reader.readInt64()
      case "ok": flag = try reader.readBool()
      default: break
      }
    }
    try reader.finish()
    #expect(name == "x\né")
    #expect(number == 9_007_199_254_740_993)
    #expect(flag)
  }

  @Test func aPullLoopReadsWhatTheClosureReads() throws {
    var reader = JSONReader(try JSONText(sample))
    var keys: [String] = []
    try reader.beginObject()
    while let key = try reader.nextKey() {
      keys.append(key.string)
      try reader.skip()
    }
    #expect(keys == ["a", "at", "list", "n", "ok", "r"])
  }

  @Test func aKeyWithEscapesEqualsWhatItSpells() throws {
    var reader = JSONReader(try JSONText(#"{"a\"b":1}"#))
    var isFound = false
    try reader.readObject { key, reader throws(JSONError) in isFound = key == "a\"b" }
    #expect(isFound)
  }

  @Test(arguments: [
    ("1", "a string", "an integer"),
    ("1.5", "an integer", "a number with a fraction or an exponent"),
    ("[]", "an object", "an array"), ("{}", "an array", "an object"), ("null", "a boolean", "null"),
  ])
  func anotherTypeIsNamedAndNotConsumed(text: String, wanted: String, given: String) throws {
    var reader = JSONReader(try JSONText(text))
    let error = mismatch(&reader) { reader throws(JSONError) in
      switch wanted {
      case "a string": _ = try reader.readString()
      case "an integer": _ = try reader.readInt64()
      case "an object": try reader.beginObject()
      case "an array": try reader.beginArray()
      default: _ = try reader.readBool()
      }
    }
    #expect(error?.code == .wrongType)
    #expect(error?.message == "\(given) where \(wanted) is expected")
    #expect(reader.offset == 0)
  }

  @Test(
    arguments: [
      ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("0", 0),
      ("9223372036854775808", nil), ("-9223372036854775809", nil),
    ] as [(String, Int64?)])
  func anIntegerFits64BitsOrIsRefused(text: String, value: Int64?) throws {
    var reader = JSONReader(try JSONText(text))
    #expect((try? reader.readInt64()) == value)
  }

  /// Whatever the bytes are, reading ends, and in an error or a value.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func damagedBytesNeverTrap(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bytes = Array(sample.utf8)
    for _ in 0..<50 {
      var damaged = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      if let index = damaged.indices.randomElement(using: &generator) {
        damaged[index] = UInt8.random(in: 0...255, using: &generator)
      }
      var reader = JSONReader(trusted: damaged)
      try? reader.readObject { key, reader throws(JSONError) in
        _ = key.string
        switch try reader.peek() {
        case .string: _ = try reader.readString()
        case .integer: _ = try reader.readInt64()
        default: _ = try reader.readText()
        }
      }
      _ = try? JSONText(canonicalizing: damaged)
    }
  }

  private func mismatch(
    _ reader: inout JSONReader, _ read: (inout JSONReader) throws(JSONError) -> Void
  ) -> JSONError? {
    do throws(JSONError) {
      try read(&reader)
      return nil
    } catch {
      return error
    }
  }
}
