/// A reference to the folder with a mission's result: `workspace://` and the absolute path.
package enum ResultReference {
  private static let scheme = "workspace://"

  /// The reference to a folder.
  package static func to(_ folder: String) -> String { scheme + folder }

  /// The folder that a reference names; nil for a text that is no such reference.
  package static func folder(of reference: String) -> String? {
    reference.hasPrefix(scheme) ? String(reference.dropFirst(scheme.count)) : nil
  }
}
