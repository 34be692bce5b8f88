package import MissionModel

/// Where a server answers, and the token that it asks for.
package struct ServerAddress: Sendable {
  let host: String
  let port: Int
  /// What stands before every path; empty for a server at its address's root.
  let prefix: String
  let token: String

  /// Reads `http://HOST[:PORT][/PREFIX]`.
  ///
  /// - Throws: `validation_error` for anything else, https among it: the program speaks no TLS.
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
    let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
    let tail = end.map { authority[authority.index(after: $0)...] } ?? authority
    let colon = tail.firstIndex(of: ":")
    let name = authority[..<(colon ?? authority.endIndex)]
    guard !name.isEmpty, let port = colon.map({ Int(tail[tail.index(after: $0)...]) }) ?? 80,
      (1...65_535).contains(port)
    else { throw Self.refusal(url) }
    host = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : String(name)
    self.port = port
    let path = parts.count > 1 ? parts[1] : ""
    prefix = path.isEmpty ? "" : "/" + (path.hasSuffix("/") ? path.dropLast() : path)
    self.token = token
  }

  /// The address as the `Host` header names it.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func refusal(_ url: String) -> MissionError {
    MissionError(
      .validationError, "'\(url)' is no server's address: wanted http://HOST:PORT")
  }
}
