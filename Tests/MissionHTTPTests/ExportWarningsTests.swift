import CanonicalJSON
import MissionControl
import MissionModel
import Testing

@testable import MissionHTTP

@Suite struct ExportWarningsTests {
  private func field(of count: Int) throws -> JSONText {
    let warnings = ExportWarnings()
    for number in 0..<count {
      warnings.add(
        .leftOut("ledger-\(number)", MissionError(.ledgerCorrupt, "it lies at /srv/Fährschiff ✓")))
    }
    let text = try #require(warnings.field)
    #expect(text.utf8.count <= 4_096)
    #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    return try JSONText(text)
  }

  @Test func theFieldHoldsEveryTextInASCII() throws {
    let field = try field(of: 2)
    #expect(field.string.contains("/srv/Fährschiff ✓"))
    #expect(field.string.contains("ledger-1"))
  }

  @Test func whatThereIsNoRoomForIsCounted() throws {
    let field = try field(of: 300)
    #expect(field.string.contains("ledger-0"))
    #expect(field.string.contains("more are left out"))
  }

  @Test func nothingIsToldOfNothing() {
    #expect(ExportWarnings().field == nil)
  }
}
