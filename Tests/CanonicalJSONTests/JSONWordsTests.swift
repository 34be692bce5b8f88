import CanonicalJSON
import Testing

@Suite struct JSONWordsTests {
  /// Among them some that are alike in length, and in their first, middle and last bytes.
  private let words = [
    "a", "b", "ab", "boot_id", "axbxc", "aybyc", "a\"b", "é", "error", "host", "attempts",
    "attempted", "sixteen_letters_", "seventeen_letters", "resolved_target_path",
    "resolved_another_path",
  ]

  @Test func eachWordIsFoundByItsKeyAndNothingElseIs() throws {
    let list = JSONWords(words)
    for (number, word) in words.enumerated() {
      #expect(try found(word, in: list) == number)
      #expect(try found(word + "x", in: list) == -1)
      #expect(try found("x" + word, in: list) == -1)
      #expect(try found(word.uppercased(), in: list) == -1)
    }
    #expect(try found("", in: list) == -1)
    #expect(try found("azbzc", in: list) == -1)
    for word in words {
      for place in word.indices {
        let other = word[..<place] + "~" + word[word.index(after: place)...]
        #expect(try found(String(other), in: list) == -1)
      }
    }
  }

  @Test func aListWithoutWordsFindsNone() throws {
    #expect(try found("a", in: JSONWords([])) == -1)
  }

  @Test func aMemberBehindAKeyThatIsNoWordIsReadLikeAnyOther() throws {
    var reader = JSONReader(try JSONText(#"{"host":"h","other":[1,{"a":2}],"z":3}"#))
    let list = JSONWords(["z", "host"])
    var numbers: [Int] = []
    try reader.beginObject()
    while let number = try reader.nextKey(among: list) {
      numbers.append(number)
      try reader.skip()
    }
    try reader.finish()
    #expect(numbers == [1, -1, 0])
  }

  /// The number that two ways of looking agree on.
  private func found(_ key: String, in list: JSONWords) throws -> Int {
    let text = JSONText.object { object in object.field(key, 1) }
    var (one, other) = (JSONReader(text), JSONReader(text))
    try one.beginObject()
    try other.beginObject()
    let number = try #require(try one.nextKey(among: list))
    let key = try #require(try other.nextKey())
    #expect(list.find(key) ?? -1 == number)
    return number
  }
}
