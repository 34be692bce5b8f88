package import MissionModel

/// The files of a mission's workspace: deliverables first, then supporting ones, each sorted by
/// path.
package struct ArtifactsResult: Sendable {
  package let mission: MissionID
  package let resultRef: String
  package let workspaceRoot: String
  package internal(set) var artifacts: [ListedArtifact] = []
  /// How many files there are, including those beyond the limit and those that can't be listed.
  package internal(set) var filesTotal = 0
  /// The files that can't be listed.
  package internal(set) var unlisted = UnlistedFiles()
  /// The recorded files that are no longer there, sorted.
  package internal(set) var gone: [String] = []
  /// The one file that was asked for.
  package internal(set) var text: ArtifactText?

  /// Warnings of files that are gone, can't be listed, or are not text throughout.
  package var warnings: [Warning] {
    [gone.isEmpty ? nil : .gone(gone), .unlisted(unlisted), text.flatMap { .noText(in: $0) }]
      .compactMap(\.self)
  }

  /// How many are listed, and how many were left out.
  package var filesIndexed: Int { artifacts.count }
  package var filesSkipped: Int { filesTotal - artifacts.count }
  /// How many can be listed, and so read.
  package var filesListable: Int { filesTotal - unlisted.count }
}

/// One file of a workspace.
package struct ListedArtifact: Hashable, Sendable {
  /// What a file is to its mission.
  package enum Role: String, Sendable {
    case deliverable, supporting
    /// A symlink that points out of the workspace; never followed.
    case outside
  }

  /// Relative to the workspace.
  package let path: String
  package let bytes: Int64
  /// Nil for a link that leads out, and for a file too large to be hashed in passing.
  package let sha256: String?
  package let role: Role
  /// Whether it has changed or appeared since the finish; nil before the finish, and where nothing
  /// tells.
  package let changedSinceFinish: Bool?
  /// The beginning of a text; nil for other files.
  package let excerpt: String?
  package let excerptTruncated: Bool
}

/// A part of one file's text.
package struct ArtifactText: Hashable, Sendable {
  package let path: String
  /// The text, with U+FFFD for bytes that are not text; nil where those are more than a tenth.
  package let text: String?
  package let offset: Int64
  /// How many bytes were read.
  package let looked: Int
  /// How many of them are not text: not UTF-8, or NULs.
  package let unreadable: Int
  /// The place of the first such byte; the part's end where there is none.
  let firstUnreadable: Int64
  /// Where the rest begins; nil at the end.
  package let nextOffset: Int64?
  package let bytes: Int64
}
