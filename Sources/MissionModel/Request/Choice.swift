package import CanonicalJSON

/// A field that takes one of a few words, which messages list.
package protocol Choice: RawRepresentable<String>, CaseIterable, Hashable, JSONWritable, Sendable {}

extension Choice {
  /// The allowed words, in the contract's order, for a message.
  package static var allowed: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
