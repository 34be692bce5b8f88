/// The subject of a request, and the last part of its path at a server.
enum Subject {
  /// The fleet, with the whole path.
  case fleet(path: String)
  /// A mission, by its id or a unique beginning or end of it.
  case mission(String, word: String)
  /// A mission, by its whole id.
  case knownMission(id: String, word: String)
  case vp(String, word: String)
}
