import CanonicalJSON
import MissionTesting
import Testing

@Suite struct NumberTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("0e0", "0"), ("0.0", "0"), ("-1", "-1"),
    ("1.0", "1"), ("100e-2", "1"), ("1E2", "100"), ("1.5e3", "1500"), ("-2.50", "-2.5"),
    ("9007199254740993", "9007199254740993"),
    ("9223372036854775808", "9223372036854775808"),
    ("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"),
    ("-1234567890123456789012345678901234567890", "-1234567890123456789012345678901234567890"),
    ("1e-400", "0"), ("-1e-400", "0"),
    ("0.1", "0.1"), ("0.30000000000000004", "0.30000000000000004"),
  ])
  func integersAreKeptAndOtherNumbersAreDoubles(given: String, canonical: String) throws {
    #expect(try JSONText(given).string == canonical)
  }

  /// RFC 8785, appendix B, and the bounds where ECMAScript's notation changes.
  @Test(
    arguments: [
      (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
      (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
      (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0xC340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
      (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"),
      (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
      (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
      (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
      (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
      (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
      (0x41B3_DE43_5555_5557, "333333333.33333343"),
      (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
      (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
      (0x8000_0000_0000_0000, "0"),
    ] as [(UInt64, String)])
  func doublesAreWrittenAsECMAScriptWritesThem(bits: UInt64, expected: String) throws {
    var writer = JSONWriter()
    writer.value(Double(bitPattern: bits))
    #expect(writer.finishText().string == expected)
    #expect(try JSONText(expected).string == expected)
  }

  @Test func aNumberThatIsNotFiniteIsWrittenAsNull() {
    let text = JSONText.array { writer in
      writer.element(Double.nan)
      writer.element(-Double.infinity)
    }
    #expect(text.string == "[null,null]")
  }

  @Test(arguments: [
    "1e400", "-1e400", "1" + String(repeating: "0", count: 40),
    "-" + String(repeating: "9", count: 41),
  ])
  func aNumberOutOfRangeIsRefused(given: String) {
    #expect(refusal(given)?.code == .numberOutOfRange)
  }

  @Test(arguments: [
    "01", "-01", "+1", ".5", "1.", "1.e2", "1e", "1e+", "-", "0x10", "NaN", "Infinity", "1_000",
  ])
  func whatIsNoNumberIsRefused(given: String) {
    let code = refusal(given)?.code
    #expect([.syntax, .truncated, .trailingBytes].contains(code))
  }

  @Test func randomDoublesReadBackAsThemselves() throws {
    var generator = SeededGenerator(seed: 8785)
    for _ in 0..<2_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      var writer = JSONWriter()
      writer.value(value)
      let text = writer.finishText()
      var reader = JSONReader(text)
      #expect(try reader.readDouble() == value)
      #expect(try JSONText(text.string) == text)
    }
  }
}
