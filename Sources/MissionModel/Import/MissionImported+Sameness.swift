package import CanonicalJSON

extension MissionImported {
  /// Tells whether the payload of an earlier import's event describes the mission alike.
  ///
  /// A member that only one of them has is no change: builds differ in what they write beside the
  /// row, and any real change shows in `legacy`, which all of them keep. Both are compared in the
  /// form that `form` gives them.
  package func saysTheSame(
    as earlier: JSONText, in form: (JSONText) -> JSONText = { $0 }
  ) -> Bool {
    let payload = form(payload)
    let earlier = form(earlier)
    guard payload != earlier else { return true }
    guard var own = try? payload.members, var other = try? earlier.members,
      let ownRow = try? own.removeValue(forKey: "imported")?.members,
      let otherRow = try? other.removeValue(forKey: "imported")?.members
    else { return false }
    return Self.agree(own, other) && Self.agree(ownRow, otherRow)
  }

  private static func agree(_ own: [String: JSONText], _ other: [String: JSONText]) -> Bool {
    own.allSatisfy { name, value in other[name].map { $0 == value } ?? true }
  }
}
