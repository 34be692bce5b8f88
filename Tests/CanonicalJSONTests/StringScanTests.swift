import CanonicalJSON
import Testing

/// Strings are looked through eight bytes at a time: whatever ends what is plain in them is found
/// wherever it stands.
@Suite struct StringScanTests {
  /// Longer than two steps.
  private let lengths = 0...20

  @Test(arguments: [
    (#"\""#, "\""), (#"\\"#, "\\"), (#"\n"#, "\n"), (#"\u0001"#, "\u{1}"), ("é", "é"),
    ("\u{7F}", "\u{7F}"), ("🜁", "🜁"), ("#", "#"), ("[", "["), ("]", "]"), ("!", "!"),
  ])
  func whatIsNotPlainIsReadAtEveryPlace(written: String, meant: String) throws {
    for length in lengths {
      for place in 0...length {
        let (before, after) = (
          String(repeating: "a", count: place), String(repeating: "z", count: length - place)
        )
        let text = try JSONText(#"{"k":""# + before + written + after + #"","l":1}"#)
        #expect(text.string == #"{"k":""# + before + written + after + #"","l":1}"#)
        var reader = JSONReader(text)
        var read: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
          read.append(key.string)
          if key == "k" { read.append(try reader.readString()) } else { try reader.skip() }
        }
        try reader.finish()
        #expect(read == ["k", before + meant + after, "l"])
      }
    }
  }

  @Test(arguments: [
    (#"\""#, "\""), (#"\\"#, "\\"), (#"\n"#, "\n"), (#"\u0001"#, "\u{1}"), ("é", "é"), ("a", "a"),
  ])
  func whatIsNotPlainIsWrittenAtEveryPlace(written: String, meant: String) {
    // Short strings are copied otherwise than long ones.
    for length in [0...20, 40...60].joined() {
      for place in 0...length {
        let (before, after) = (
          String(repeating: "a", count: place), String(repeating: "z", count: length - place)
        )
        for twice in [false, true] {
          let text = JSONText(text: before + meant + after + (twice ? meant : ""))
          #expect(text.string == "\"" + before + written + after + (twice ? written : "") + "\"")
        }
      }
    }
  }

  @Test(arguments: [0x00, 0x1F, 0x80, 0xC2, 0xFF] as [UInt8])
  func aByteThatNoStringHasIsRefusedAtEveryPlace(byte: UInt8) {
    for length in lengths {
      for place in 0...length {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        bytes.insert(byte, at: place)
        let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONError.self) { try JSONText(canonicalizing: text) }
      }
    }
  }

  @Test func aStringThatNothingEndsIsRefusedAtEveryLength() {
    for length in lengths {
      let text = [UInt8(ascii: "\"")] + [UInt8](repeating: UInt8(ascii: "a"), count: length)
      for text in [text, text + [UInt8(ascii: "\\")]] {
        #expect(throws: JSONError.self) { try JSONText(canonicalizing: text) }
        var reader = JSONReader(trusted: text)
        #expect(throws: JSONError.self) { try reader.readString() }
      }
    }
  }
}
