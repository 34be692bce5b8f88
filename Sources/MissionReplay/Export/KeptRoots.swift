import CanonicalJSON
package import MissionModel

/// Roots that were kept outside of the ledgers: what `root` or `verify` once printed, as lines or as JSON.
package struct KeptRoots: Hashable, Sendable {
  /// One ledger's root at one size.
  package struct Root: Hashable, Sendable {
    /// The ledger.
    package let ledger: String
    /// How many events it had.
    package let size: Int64
    /// 64 hexadecimal digits.
    package let root: String
  }

  /// The roots, as they were found.
  package private(set) var roots: [Root] = []

  /// Reads a file's text: lines of `root`, or objects of `root --json` or `verify --json`, one a line or one in all.
  ///
  /// - Throws: `validation_error` naming the line that is neither, or saying that there is none.
  package init(_ text: String) throws(MissionError) {
    if let whole = try? JSONText(text), (try? take(whole)) == true { return }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard !words.isEmpty, !line.hasPrefix("#") else { continue }
      if line.hasPrefix("{"), let json = try? JSONText(String(line)), (try? take(json)) == true {
        continue
      }
      guard words.count >= 3, let size = Int64(words[1]), Self.isRoot(words[2], size) else {
        throw .validation(
          "line \(index + 1) of the roots is none that `missionlog root` prints: "
            + "ledger, size, root (64 hexadecimal digits), time", field: "against")
      }
      roots.append(Root(ledger: words[0], size: size, root: words[2].lowercased()))
    }
    guard !roots.isEmpty else {
      throw .validation("there is no root in the file", field: "against")
    }
  }

  private static func isRoot(_ text: String, _ size: Int64) -> Bool {
    size >= 0 && text.count == 64 && text.allSatisfy(\.isHexDigit)
  }

  /// Takes the roots of an object; false where it has none.
  private mutating func take(_ object: JSONText) throws(JSONError) -> Bool {
    var found: [Root] = []
    var reader = JSONReader(object)
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "roots", "ledgers":
        try reader.readArray { reader throws(JSONError) in
          if let root = try Self.root(&reader) { found.append(root) }
        }
      default: try reader.skip()
      }
    }
    if found.isEmpty {
      var reader = JSONReader(object)
      if let root = try Self.root(&reader) { found.append(root) }
    }
    roots += found
    return !found.isEmpty
  }

  private static func root(_ reader: inout JSONReader) throws(JSONError) -> Root? {
    var (ledger, size, root): (String?, Int64?, String?) = (nil, nil, nil)
    try reader.readObject { key, reader throws(JSONError) in
      switch key {
      case "ledger": ledger = try reader.readString()
      case "size": size = try reader.readInt64()
      case "root": root = try reader.readOptionalString()
      default: try reader.skip()
      }
    }
    guard let ledger, let size, let root, isRoot(root, size) else { return nil }
    return Root(ledger: ledger, size: size, root: root.lowercased())
  }
}
