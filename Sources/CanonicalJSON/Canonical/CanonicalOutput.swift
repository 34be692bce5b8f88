/// Canonical bytes while they are written: sorts the members of each object when it closes.
///
/// Members that come in order cost one comparison each and are not moved.
struct CanonicalOutput {
  private(set) var bytes: [UInt8] = []
  /// The members of every open object, innermost last.
  private var members: [Member] = []
  private var objects: [OpenObject] = []
  /// Room for the open members of most texts, so that the array doesn't grow.
  private static let usualMembers = 24

  private struct Member {
    /// Where the key's opening quote stands.
    var start: Int
    /// Where its closing quote stands.
    var keyEnd: Int
    var end: Int

    var key: Range<Int> { start + 1..<keyEnd }
  }

  private struct OpenObject {
    var firstMember: Int
    var isSorted: Bool
  }

  /// Reserves room for a text of about that many bytes.
  mutating func reserve(_ count: Int) {
    bytes.reserveCapacity(count)
    members.reserveCapacity(Self.usualMembers)
  }

  mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  mutating func append(contentsOf more: some Collection<UInt8>) {
    bytes.append(contentsOf: more)
  }

  mutating func append(_ slice: ArraySlice<UInt8>) {
    bytes.append(contentsOf: slice)
  }

  mutating func append(escaping byte: UInt8) {
    bytes.append(escaping: byte)
  }

  mutating func append(quoting string: String) {
    bytes.append(quoting: string)
  }

  mutating func openObject() {
    bytes.append(UInt8(ascii: "{"))
    objects.append(OpenObject(firstMember: members.count, isSorted: true))
  }

  /// Begins a member; its key, in quotes, is appended next.
  mutating func beginMember() {
    endMember()
    let position = bytes.count
    members.append(Member(start: position, keyEnd: position, end: position))
  }

  /// Ends the key that was appended; its value is appended next.
  ///
  /// Returns false if the previous member has the same key.
  mutating func endKey() -> Bool {
    let last = members.count - 1
    members[last].keyEnd = bytes.count - 1
    bytes.append(UInt8(ascii: ":"))
    let object = objects.count - 1
    guard last > objects[object].firstMember else { return true }
    let order = KeyOrder.compare(bytes.span, members[last - 1].key, members[last].key)
    if order > 0 { objects[object].isSorted = false }
    return order != 0
  }

  /// Closes the innermost object and sorts its members; false if a key is there twice.
  mutating func closeObject() -> Bool {
    let object = objects.removeLast()
    if let last = members.indices.last, last >= object.firstMember {
      members[last].end = bytes.count
    }
    var isUnique = true
    if !object.isSorted { isUnique = sortMembers(from: object.firstMember) }
    members.removeLast(members.count - object.firstMember)
    bytes.append(UInt8(ascii: "}"))
    return isUnique
  }

  /// Ends the previous member, if there is one, with a comma.
  private mutating func endMember() {
    guard bytes.last != UInt8(ascii: "{"), let last = members.indices.last else { return }
    members[last].end = bytes.count
    bytes.append(UInt8(ascii: ","))
  }

  private mutating func sortMembers(from first: Int) -> Bool {
    let start = members[first].start
    let sorted = CanonicalOutput.sorted(members[first...], in: bytes)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count - start)
    var isUnique = true
    for (index, member) in sorted.enumerated() {
      if index > 0 {
        text.append(UInt8(ascii: ","))
        if KeyOrder.compare(bytes.span, sorted[index - 1].key, member.key) == 0 { isUnique = false }
      }
      text.append(contentsOf: bytes[member.start..<member.end])
    }
    bytes.removeLast(bytes.count - start)
    bytes.append(contentsOf: text)
    return isUnique
  }

  private static func sorted(_ members: ArraySlice<Member>, in bytes: [UInt8]) -> [Member] {
    members.sorted { KeyOrder.compare(bytes.span, $0.key, $1.key) < 0 }
  }
}
