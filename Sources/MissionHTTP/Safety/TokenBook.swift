package import MissionControl
package import MissionModel
import Platform

/// The tokens that a server knows, each as a digest: the tokens themselves are not kept.
package struct TokenBook: Sendable {
  private struct Entry: Sendable {
    let digest: Digest
    let caller: Caller
    /// Where the token stands.
    let place: String
  }

  private var entries: [Entry] = []
  /// The names of those that may do everything.
  private(set) var trusted: Set<String> = []

  /// Makes a book without tokens: nobody is let in.
  package init() {}

  /// Adds a token that stands in a file, or in another place; one that stands in two, with the same name and scopes, is
  /// one.
  ///
  /// - Throws: `config_invalid` where another has its name, since by that alone the log, and whoever trusts it, knows a
  ///   caller; or where it has another's text, and so could have the scopes of either.
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
        "the token \(caller.name) in \(place) is that of \(other.caller.name) in \(other.place): give each "
          + "a token of its own")
    }
    entries.append(Entry(digest: digest, caller: caller, place: place))
    if caller.may(.admin) { trusted.insert(caller.name) }
  }

  /// The bearer of a token; nil for one that the book doesn't hold.
  ///
  /// Every entry is compared whole, so that the time it takes tells nothing of any token.
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

  /// Adds the token that a file holds; the file's own name is the token's where none is given.
  ///
  /// - Returns: the token, and a warning where others can read the file.
  /// - Throws: `config_invalid` for a file that can't be read, or holds no token, and what `add` throws.
  @discardableResult
  package mutating func addFile(
    _ path: String, name: String? = nil, scopes: Set<Scope>
  ) throws(MissionError) -> (token: String, warning: String?) {
    let token = try TokenFile.read(path)
    let own = path.split(separator: "/").last.map(String.init) ?? path
    try add(Array(token.utf8), Caller(name: name ?? own, scopes: scopes), from: path)
    let mode = (try? FileSystem.info(path, followingLinks: true))?.mode ?? 0
    let isOpen = mode & 0o077 != 0
    return (token, isOpen ? "others can read the token in \(path): chmod 600 \(path)" : nil)
  }
}
