import CanonicalJSON
import Testing

@Suite struct JSONTextTests {
  @Test(arguments: [
    (#" { "b" : [ 1 , 2.50 ] , "a" : { } } "#, #"{"a":{},"b":[1,2.5]}"#),
    ("\t[\r\n]", "[]"),
    ("null", "null"),
    (#""""#, #""""#),
    (#"{"":1,"a":2}"#, #"{"":1,"a":2}"#),
    (#"{"b":{"d":1,"c":[{"z":0,"y":0}]},"a":0}"#, #"{"a":0,"b":{"c":[{"y":0,"z":0}],"d":1}}"#),
    (#"{"a":1,"aa":3,"A":2}"#, #"{"A":2,"a":1,"aa":3}"#),
  ])
  func spaceIsDroppedAndMembersAreSorted(given: String, canonical: String) throws {
    #expect(try JSONText(given).string == canonical)
  }

  @Test(arguments: [
    (#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#, #""€$\u000f\nA'B\"\\\\\"/""#),
    (
      #""\u0000\u0001\u0008\u0009\u000A\u000B\u000C\u000D\u001F""#,
      #""\u0000\u0001\b\t\n\u000b\f\r\u001f""#
    ),
    (#""\u007f\u2028\u0080""#, "\"\u{7F}\u{2028}\u{80}\""),
    (#""\ud83d\ude00\uDBFF\uDFFF""#, "\"\u{1F600}\u{10FFFF}\""),
    (#""\u000B""#, #""\u000b""#),
    (#"{"\u0061":1}"#, #"{"a":1}"#),
  ])
  func stringsAreEscapedAsRFC8785Does(given: String, canonical: String) throws {
    #expect(try JSONText(given).string == canonical)
  }

  /// UTF-16 order would put the emoji before U+FB33; UTF-8 order puts it last.
  @Test func membersAreSortedByTheBytesOfTheirKeys() throws {
    let given = #"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7,"":8}"#
    let keys = ["", #"\r"#, "1", "\u{80}", "ö", "€", "\u{FB33}", "\u{1F600}"]
    var reader = JSONReader(try JSONText(given))
    var sorted: [String] = []
    try reader.readObject { key, reader throws(JSONError) in sorted.append(key.string) }
    #expect(sorted == keys.map { $0 == #"\r"# ? "\r" : $0 })
  }

  /// Escapes stand for bytes below letters, though a backslash itself stands between them.
  @Test func keysWithEscapesAreSortedByWhatTheyStandFor() throws {
    let canonical =
      #"{"\u0000":1,"\u001f":2,"!":3,"\"":4,"A":5,"A\n":6,"A!":7,"\\":8,"\\\\":9,"a":10}"#
    #expect(try JSONText(canonical).string == canonical)
    let shuffled =
      #"{"a":10,"\\":8,"A!":7,"\u001f":2,"\"":4,"A":5,"\u0000":1,"!":3,"A\n":6,"\\\\":9}"#
    #expect(try JSONText(shuffled).string == canonical)
  }

  @Test func canonicalBytesAreKeptAsTheyAre() throws {
    let bytes = Array(#"{"a":[true,false,null,0,-1,1e+21],"b":{"c":"\u0007x"}}"#.utf8)
    #expect(try JSONText(canonicalizing: bytes).bytes == bytes)
  }
}
