import MissionControl
package import MissionModel
import Platform

/// The tokens that a server knows, each as a digest: the tokens themselves are not kept.
package struct TokenBook: Sendable {
  private struct Entry: Sendable {
    let digest: Digest
    let caller: Caller
    /// The file or other place of the token.
    let place: String
  }

  private var entries: [Entry] = []
  /// The names of the tokens that may do everything.
  private(set) var trusted: Set<String> = []

  /// Makes a book without tokens: nobody is let in.
  package init() {}

  /// Adds a token from a file or another place; a token in two places, with the same name and
  /// scopes, counts once.
  ///
  /// - Throws: `config_invalid` where another token has its name, by which alone the log, and
  ///   anyone who trusts it, knows a caller; or where another has its text, and its scopes would be
  ///   ambiguous.
  package mutating func add(
    _ token: [UInt8], _ caller: Caller, from place: String
  ) throws(MissionError) {
    let digest = Digest(of: token.span)
    if let other = entries.first(where: { $0.caller.name == caller.name }) {
      if other.digest == digest, other.caller == caller { return }
      throw MissionError(
        .configInvalid,
        "the tokens in \(other.place) and in \(place) are both named \(caller.name): give the one in "
          + "server.tokens another name")
    }
    if let other = entries.first(where: { $0.digest == digest }) {
      throw MissionError(
        .configInvalid,
        "the token \(caller.name) in \(place) is the same as that of \(other.caller.name) in \(other.place): give each "
          + "a token of its own")
    }
    entries.append(Entry(digest: digest, caller: caller, place: place))
    if caller.may(.admin) { trusted.insert(caller.name) }
  }

  /// The bearer of a token; nil for one that is not in the book.
  ///
  /// Every entry is compared in full, so that the time taken reveals nothing about any token.
  func caller(bearing token: [UInt8]) -> Caller? {
    let shown = Digest(of: token.span).bytes
    var found: Caller?
    for entry in entries {
      var difference: UInt8 = 0
      for (left, right) in zip(entry.digest.bytes, shown) { difference |= left ^ right }
      if difference == 0 { found = entry.caller }
    }
    return found
  }

  /// Adds a file's token, named after the file unless a name is given.
  ///
  /// - Returns: the token, and a warning where others can read the file.
  /// - Throws: `config_invalid` for a file that can't be read, or holds no token, and what `add`
  ///   throws.
  @discardableResult
  mutating func addFile(
    _ path: String, name: String? = nil, scopes: Set<Scope>
  ) throws(MissionError) -> (token: String, warning: String?) {
    let token = try TokenFile.read(path)
    let own = path.split(separator: "/").last.map(String.init) ?? path
    // Its events name the token, and so do the sessions of its missions.
    guard ReferenceRules.isReference(TokenActor.name(of: name ?? own)) else {
      throw MissionError(
        .configInvalid,
        "the name of the token in \(path) is too long or has a control character: rename the file, or "
          + "give it a name in server.tokens")
    }
    try add(Array(token.utf8), Caller(name: name ?? own, scopes: scopes), from: path)
    let mode = (try? FileSystem.info(path, followingLinks: true))?.mode ?? 0
    let isOpen = mode & 0o077 != 0
    return (token, isOpen ? "others can read the token in \(path): chmod 600 \(path)" : nil)
  }
}
