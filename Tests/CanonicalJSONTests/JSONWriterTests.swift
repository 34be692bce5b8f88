import CanonicalJSON
import Testing

@Suite struct JSONWriterTests {
  @Test func sortedFieldsAreCanonicalInWhateverOrderTheyAreWritten() {
    let text = JSONText.object { object in
      object.field("z", 1)
      object.field(
        "b",
        object: { inner in
          inner.field("y", "é\n\"")
          inner.field("x", [1, 2])
        })
      object.field(
        "a",
        array: { array in
          array.element(true)
          array.element(nil as String?)
          array.element(object: { $0.field("k", 0.5) })
          array.element(array: { _ in })
        })
      object.field("m", JSONText.emptyObject)
      object.field("none", nil as Int64?)
      object.fieldIfPresent("absent", nil as String?)
    }
    #expect(
      text.string
        == #"{"a":[true,null,{"k":0.5},[]],"b":{"x":[1,2],"y":"é\n\""},"m":{},"none":null,"z":1}"#)
  }

  @Test func answersForPeopleKeepTheOrderTheyAreWrittenIn() {
    var writer = JSONWriter(order: .asWritten)
    writer.object { object in
      object.field("ok", true)
      object.field(
        "error",
        object: { error in
          error.field("message", "no")
          error.field("code", "x")
        })
      object.field("after", nil as String?)
      object.field("brace", "{")
      object.field(
        "list",
        array: { list in
          list.element("[")
          list.element(2)
        })
    }
    #expect(
      String(decoding: writer.finish(), as: UTF8.self)
        == #"{"ok":true,"error":{"message":"no","code":"x"},"after":null,"brace":"{","list":["[",2]}"#
    )
  }

  @Test func anEmptyObjectAndArrayHaveNothingInThem() {
    #expect(JSONText.object { _ in } == .emptyObject)
    #expect(JSONText.array { _ in } == .emptyArray)
  }
}
