package import MissionModel

/// The address of a server, and the token for it.
package struct ServerAddress: Sendable {
  let host: String
  let port: Int
  /// The beginning of every path; empty for a server at its address's root.
  let prefix: String
  let token: String

  /// Reads `http://HOST[:PORT][/PREFIX]`.
  ///
  /// - Throws: `validation_error` for any other text, including https: the program speaks no TLS.
  package init(_ url: String, token: String) throws(MissionError) {
    guard !url.hasPrefix("https://") else {
      throw MissionError(
        .validationError,
        "\(url): this program speaks no TLS; go through a tunnel or a proxy on this machine (http://…)"
      )
    }
    guard url.hasPrefix("http://") else { throw Self.refusal(url) }
    let parts = url.dropFirst(7).prefix { $0 != "#" && $0 != "?" }
      .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let authority = parts.first ?? ""
    let isBracketed = authority.hasPrefix("[")
    let end = authority.firstIndex(of: isBracketed ? "]" : ":") ?? authority.endIndex
    let name = authority[..<end].dropFirst(isBracketed ? 1 : 0)
    let tail = authority[end...].dropFirst(isBracketed ? 1 : 0)
    guard !name.isEmpty, end < authority.endIndex || !isBracketed,
      tail.isEmpty || tail.hasPrefix(":"),
      let port = tail.isEmpty ? 80 : Int(tail.dropFirst()), (1...65_535).contains(port)
    else { throw Self.refusal(url) }
    host = String(name)
    self.port = port
    let path = parts.count > 1 ? parts[1] : ""
    prefix = path.isEmpty ? "" : "/" + (path.hasSuffix("/") ? path.dropLast() : path)
    self.token = token
  }

  /// An address as it is used, and repeated in texts: without a user, a query or a fragment, which
  /// this program sends to no server and which may hold a secret, and without slashes at its end.
  package static func plain(_ url: String) -> String {
    let text = url.prefix { $0 != "?" && $0 != "#" }
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let authority = text[start...].prefix { $0 != "/" }
    let host = authority.lastIndex(of: "@").map { text.index(after: $0) } ?? start
    var rest = text[host...]
    while rest.last == "/" { rest.removeLast() }
    return String(text[..<start] + rest)
  }

  /// The address as the `Host` header names it.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func refusal(_ url: String) -> MissionError {
    MissionError(
      .validationError, "'\(url)' is no server's address: wanted http://HOST:PORT")
  }
}
