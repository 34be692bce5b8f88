import Synchronization

/// The `Host` and `Origin` headers that a server accepts: no page of another site, and no other
/// name for this machine, gets an answer.
struct AddressRules: Sendable {
  /// Host names and addresses, each with the only port allowed, if it names one.
  private let hosts: [(name: String, port: Int?)]
  /// Origins besides the server's own, without the default port of their scheme.
  private let origins: [String]
  /// The port that the server listens on.
  let port: BoundPort

  /// Makes rules; the server's bound address is one of its hosts, unless it stands for all
  /// addresses.
  init(hosts: [String], origins: [String], boundTo address: String, port: BoundPort) {
    var hosts = hosts.compactMap { Self.parts(of: $0.lowercased()) }
    if !["0.0.0.0", "::", "[::]"].contains(address) {
      let isBare = address.contains(":") && !address.hasPrefix("[")
      hosts.append((isBare ? "[\(address)]" : address, nil))
    }
    self.hosts = hosts
    self.origins = origins.map(Self.origin)
    self.port = port
  }

  /// Whether requests for this host are accepted: with any port, unless its entry names one.
  ///
  /// A header without a port means its scheme's, and a proxy in front of this server may have
  /// either scheme.
  func admits(host: String?) -> Bool {
    guard let host, let (name, port) = Self.parts(of: host.lowercased()) else { return false }
    return hosts.contains { known in
      guard known.name == name else { return false }
      guard let only = known.port else { return true }
      return port.map { $0 == only } ?? [80, 443].contains(only)
    }
  }

  /// Whether requests from pages of this origin are accepted; a request that no page sends has no
  /// origin.
  ///
  /// The server's own origin is `http://` with one of its hosts, and with its own port or the one
  /// that the browser uses, which `host` names.
  func admits(origin: String?, host: String?) -> Bool {
    guard let given = origin?.lowercased() else { return true }
    if origins.contains(Self.origin(given)) { return true }
    let place = String(given.dropFirst(7))
    guard given.hasPrefix("http://"), admits(host: place), let (_, port) = Self.parts(of: place)
    else { return false }
    return (port ?? 80) == self.port.number || place == host?.lowercased() ?? ""
  }

  /// An origin without its scheme's default port, as browsers write it.
  private static func origin(_ text: String) -> String {
    let text = text.lowercased()
    for (scheme, port) in [("https://", ":443"), ("http://", ":80")]
    where text.hasPrefix(scheme) && text.hasSuffix(port) {
      return String(text.dropLast(port.count))
    }
    return text
  }

  /// The name and the port of `name[:port]`; nil for anything else.
  private static func parts(of authority: String) -> (name: String, port: Int?)? {
    let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
    let rest = end.map { authority[authority.index(after: $0)...] } ?? authority[...]
    guard let colon = rest.firstIndex(of: ":") else {
      return end != nil && !rest.isEmpty ? nil : (authority, nil)
    }
    let digits = rest[rest.index(after: colon)...]
    guard let port = Int(digits), (0...65_535).contains(port), digits.first != "+",
      end == nil || colon == rest.startIndex
    else { return nil }
    return (String(authority[..<colon]), port)
  }
}

/// The port that a server listens on, set once it does.
final class BoundPort: Sendable {
  private let state = Atomic(0)

  /// The number; 0 before the server listens.
  var number: Int {
    get { state.load(ordering: .relaxed) }
    set { state.store(newValue, ordering: .relaxed) }
  }
}
