import Synchronization

/// Which `Host` and `Origin` headers a server answers: no page of another site, and no other name for this
/// machine, gets an answer.
struct AddressRules: Sendable {
  /// Host names and addresses, without a port.
  let hosts: [String]
  /// Origins besides the server's own.
  let origins: [String]
  /// The port that the server listens on.
  let port: BoundPort

  /// Makes rules; an address that the server is bound to is one of its hosts, unless it stands for all addresses.
  init(hosts: [String], origins: [String], boundTo address: String, port: BoundPort) {
    var names = hosts.map { $0.lowercased() }
    if !["0.0.0.0", "::", "[::]"].contains(address) {
      names.append(address.contains(":") && !address.hasPrefix("[") ? "[\(address)]" : address)
    }
    self.hosts = names
    self.origins = origins.map { $0.lowercased() }
    self.port = port
  }

  /// Whether requests for this host are answered, whatever the port.
  func admits(host: String?) -> Bool {
    guard let host, let (name, _) = Self.parts(of: host) else { return false }
    return hosts.contains(name.lowercased())
  }

  /// Whether requests that pages of this origin make are answered; what no page sends has none.
  ///
  /// The server's own origin is `http://` and one of its hosts, with its own port, or with the one that the browser
  /// knows it by, which `host` names.
  func admits(origin: String?, host: String?) -> Bool {
    guard let origin = origin?.lowercased() else { return true }
    if origins.contains(origin) { return true }
    guard origin.hasPrefix("http://"),
      let (name, port) = Self.parts(of: String(origin.dropFirst(7)))
    else { return false }
    guard hosts.contains(name) else { return false }
    return (port ?? 80) == self.port.number || origin.dropFirst(7) == host?.lowercased() ?? ""
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

/// The port that a server listens on, known once it does.
final class BoundPort: Sendable {
  private let state = Atomic(0)

  /// The number; 0 before the server listens.
  var number: Int {
    get { state.load(ordering: .relaxed) }
    set { state.store(newValue, ordering: .relaxed) }
  }
}
