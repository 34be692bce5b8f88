import Platform

extension ArtifactReader {
  /// The size and hash of a file when it was looked at, as far as they are known.
  struct Content: Hashable, Sendable {
    var bytes: Int64?
    var sha256: String?

    /// Whether the file's content is another now, or unreadable; nil where too little is known.
    func differs(from now: Content?) -> Bool? {
      guard let now else { return true }
      if let bytes, bytes != now.bytes { return true }
      guard let sha256, let other = now.sha256 else { return nil }
      return sha256 != other
    }
  }

  /// Whether a file has changed or appeared since the finish; nil before the finish, and where
  /// nothing tells.
  ///
  /// The receipt records the file at the finish. A declaration is older, and the file may have been
  /// worked on in between: a match shows that nothing has changed, a difference counts only if the
  /// file's times lie after the finish too.
  func hasChanged(_ path: String, to now: Content?, isLater: Bool) -> Bool? {
    guard finishedAt != nil else { return nil }
    let path = ExactText(path)
    if let received = received?[path], received != Content() { return received.differs(from: now) }
    let declared = recorded[path]?.content ?? Content()
    let differs = declared.differs(from: now)
    guard isLater else { return differs == false ? false : nil }
    return declared == Content() ? true : differs
  }

  /// Whether a file appeared or changed after the finish, by both its times: copying or opening the
  /// folder to others moves one, and programs set the other as they like.
  func isLater(_ path: String, _ info: FileInfo) -> Bool {
    guard let finishedAt, !WorkspaceFiles.isOwn(path) else { return false }
    return min(info.changed.instant, info.modified.instant) > finishedAt
  }
}
