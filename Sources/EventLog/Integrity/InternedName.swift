/// A type's or an actor's name with its number in the file and its JSON text.
final class InternedName: Sendable {
  let id: Int64
  let name: String
  let quoted: [UInt8]

  init(id: Int64, name: String) {
    self.id = id
    self.name = name
    quoted = [UInt8](quoting: name)
  }
}
