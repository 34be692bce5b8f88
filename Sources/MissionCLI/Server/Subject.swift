/// What a request is about, and the last part of the path that takes it at a server.
enum Subject {
  /// The fleet; all of the path.
  case fleet(path: String)
  /// A mission, by its id or a unique beginning or end of it.
  case mission(String, word: String)
  /// A mission, by its whole id.
  case knownMission(id: String, word: String)
  case vp(String, word: String)
}
