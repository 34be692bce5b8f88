import CanonicalJSON
package import MissionControl
package import MissionModel
import Platform

/// Roots that were kept outside of the ledgers: earlier output of `root` or `verify`, as lines or
/// as JSON.
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

  /// The roots in the order of the file.
  package private(set) var roots: [Root] = []
  /// The lines, from 1, that hold no root and were left out: an interrupted append leaves one.
  package private(set) var leftOut: [Int] = []

  /// Takes the roots of a backup's manifest.
  init(_ manifest: BackupManifest) {
    roots = manifest.ledgers.map { Root(ledger: $0.ledger, size: $0.size, root: $0.root) }
  }

  /// Reads a file's text: lines of `root`, or objects of `root --json` or `verify --json`, one a
  /// line or one in all.
  ///
  /// - Throws: `validation_error` if no line is either, naming the first.
  package init(_ text: String) throws(MissionError) {
    if let whole = try? JSONText(text), try takeObject(whole) { return }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard !words.isEmpty, !line.hasPrefix("#") else { continue }
      if line.hasPrefix("{"), let json = try? JSONText(String(line)),
        (try? takeObject(json)) == true
      {
        continue
      }
      guard (3...4).contains(words.count), let size = Int64(words[1]),
        Self.isRoot(words[2], size), words.count == 3 || Instant(iso8601: words[3]) != nil
      else {
        leftOut.append(index + 1)
        continue
      }
      roots.append(Root(ledger: words[0], size: size, root: words[2].lowercased()))
    }
    guard roots.isEmpty else { return }
    guard let first = leftOut.first else {
      throw .validation("there is no root in the file", field: "against")
    }
    throw .validation(Self.sentence(of: first), field: "against")
  }

  private static func sentence(of line: Int) -> String {
    "line \(line) of the roots is not a line that `missionlog root` prints: ledger, size, root "
      + "(64 hexadecimal digits), time"
  }

  /// A warning of the lines that were left out; nil where there are none.
  package var warning: Warning? {
    guard let first = leftOut.first else { return nil }
    let others =
      switch leftOut.count {
      case 1: ""
      case 2: ", and so is another"
      default: ", and so are \(leftOut.count - 1) others"
      }
    return .rootLeftOut(Self.sentence(of: first) + "; it is left out" + others)
  }

  private static func isRoot(_ text: String, _ size: Int64) -> Bool {
    size >= 0 && text.count == 64 && text.allSatisfy(\.isHexDigit)
  }

  /// Takes the roots of an object; false where it has none.
  ///
  /// - Throws: `validation_error` where one of them is not a root.
  private mutating func takeObject(_ object: JSONText) throws(MissionError) -> Bool {
    do throws(JSONError) {
      return try take(object)
    } catch {
      throw .validation("the roots can't be read: \(error.message)", field: "against")
    }
  }

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
    // A ledger that could not be read has no root, and another object has none of the three
    // members.
    guard let ledger, let root else { return nil }
    guard let size, isRoot(root, size) else {
      throw JSONError(
        code: .wrongType, offset: 0,
        message: "ledger \(ledger) has no size, or no valid root")
    }
    return Root(ledger: ledger, size: size, root: root.lowercased())
  }
}
