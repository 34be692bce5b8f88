import Platform

extension ArtifactReader {
  /// What a file held when it was looked at, as far as that is known.
  struct Content: Hashable, Sendable {
    var bytes: Int64?
    var sha256: String?

    /// Whether the file holds something else now, or nothing that can be read; nil where too little is known.
    func differs(from now: Content?) -> Bool? {
      guard let now else { return true }
      if let bytes, bytes != now.bytes { return true }
      guard let sha256, let other = now.sha256 else { return nil }
      return sha256 != other
    }
  }

  /// Whether a file is not what it was at the finish, or came after that; nil before it, and where nothing tells.
  ///
  /// The receipt tells what it was. A declaration is older than the finish, and the file may have been worked on in
  /// between: it tells that nothing has changed, and otherwise only what the file's times say as well.
  func hasChanged(_ path: String, to now: Content?, isLater: Bool) -> Bool? {
    guard finishedAt != nil else { return nil }
    let path = ExactText(path)
    if let received = received?[path], received != Content() { return received.differs(from: now) }
    let declared = recorded[path]?.content ?? Content()
    let differs = declared.differs(from: now)
    guard isLater else { return differs == false ? false : nil }
    return declared == Content() ? true : differs
  }

  /// Whether a file came, or became what it is, after the finish: by both its times, since one is moved by whoever copies
  /// the folder or opens it to others, and programs set the other as they like.
  func isLater(_ path: String, _ info: FileInfo) -> Bool {
    guard let finishedAt, !WorkspaceFiles.isOwn(path) else { return false }
    return min(info.changed.instant, info.modified.instant) > finishedAt
  }
}
