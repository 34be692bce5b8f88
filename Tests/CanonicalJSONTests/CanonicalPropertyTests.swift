import CanonicalJSON
import Foundation
import Testing

@Suite struct CanonicalPropertyTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func whatIsCanonicalStaysAsItIs(seed: UInt64) throws {
    var documents = RandomDocument(seed: seed)
    for _ in 0..<10 {
      let canonical = try JSONText(documents.value())
      #expect(try JSONText(canonical.string) == canonical)
    }
  }

  /// Foundation keeps doubles and booleans apart, so both parsers must see the same value.
  @Test(arguments: 0..<50 as Range<UInt64>)
  func theCanonicalFormMeansWhatTheTextMeant(seed: UInt64) throws {
    var documents = RandomDocument(seed: 1_000 + seed)
    for _ in 0..<10 {
      let text = documents.value()
      let canonical = try JSONText(text)
      #expect(try parsed(text) == parsed(canonical.string))
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func theReaderStepsOverEveryValueAndTakesItVerbatim(seed: UInt64) throws {
    var documents = RandomDocument(seed: 2_000 + seed)
    for _ in 0..<10 {
      let text = try JSONText(documents.value())
      var reader = JSONReader(text)
      #expect(try reader.readText() == text)
      try reader.finish()
      #expect(try copied(text) == text)
    }
  }

  /// Members by the hundred thousand, sorted or not, cost no more than sorting them.
  @Test func aHugeObjectIsSortedAndItsLastDuplicateFound() throws {
    let keys = (0..<100_000).map { "\"k\(($0 &* 7_919) % 100_000)\":0" }
    let object = try JSONText("{\(keys.joined(separator: ","))}")
    #expect(object.bytes.count == keys.reduce(1) { $0 + $1.utf8.count + 1 })
    #expect(refusal("{\(keys.joined(separator: ",")),\"k5\":1}")?.code == .duplicateKey)
  }

  private func parsed(_ text: String) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) as? NSObject
  }

  /// Reads a value piece by piece and writes it anew, members last to first.
  private func copied(_ text: JSONText) throws(JSONError) -> JSONText {
    var reader = JSONReader(text)
    var writer = JSONWriter()
    try copy(&reader, &writer)
    return writer.finishText()
  }

  private func copy(_ reader: inout JSONReader, _ writer: inout JSONWriter) throws(JSONError) {
    switch try reader.peek() {
    case .null:
      #expect(try reader.readNull())
      writer.null()
    case .boolean: writer.value(try reader.readBool())
    case .integer: writer.value(try reader.readText())
    case .fraction: writer.value(try reader.readDouble())
    case .string: writer.value(try reader.readString())
    case .array:
      try reader.beginArray()
      var elements: [JSONText] = []
      while try reader.nextElement() { elements.append(try copied(try reader.readText())) }
      writer.value(elements)
    case .object:
      var members: [(String, JSONText)] = []
      try reader.beginObject()
      while let key = try reader.nextKey() {
        members.append((key.string, try copied(try reader.readText())))
      }
      writer.object { writer in
        for (key, value) in members.reversed() { writer.field(key, value) }
      }
    }
  }
}
