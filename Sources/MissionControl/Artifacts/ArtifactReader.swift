import MissionModel
import Platform

/// A reader of one workspace that never leaves it: the kernel opens every file beneath its root.
///
/// Everything here blocks, and reads at most the listed files.
struct ArtifactReader {
  /// What the log records of a file.
  struct Recorded: Hashable, Sendable {
    var content = Content()
    var role: ListedArtifact.Role
  }

  /// The most bytes of one file's excerpt.
  static let excerptLimit = 12_000
  /// The most entries of a workspace that are visited.
  static let entryLimit = 100_000

  let root: BeneathRoot
  /// The root's path with its own links resolved.
  let resolvedRoot: String
  /// The home, if it lies in the workspace: none of its files is read.
  let enclosedHome: EnclosedHome
  let recorded: [ExactText: Recorded]
  /// The contents that the receipt records for the finish; nil where there is no receipt.
  var received: [ExactText: Content]?
  /// Files that are neither recorded nor received are listed only if they changed since then; nil
  /// where the folder is the mission's alone.
  let since: Instant?
  /// When the mission ended; nil while it goes on.
  var finishedAt: Instant?

  /// Opens a workspace whose path may hold `links`, without the files of `home` if that lies
  /// inside.
  ///
  /// - Throws: `artifact_workspace_missing` where the folder isn't there,
  ///   `artifact_outside_workspace` for any other link, `artifact_read_failed` where it can't be
  ///   opened.
  init(
    path: String, links: BeneathRoot.Links = .anywhere, home: String,
    recorded: [ExactText: Recorded], since: Instant?
  ) throws(MissionError) {
    do throws(PlatformError) {
      root = try BeneathRoot(path: path, links: links)
    } catch {
      guard !error.leadsOut else {
        throw MissionError(
          .artifactOutsideWorkspace,
          "the workspace \(path), or a folder above it, is now a symbolic link; it may lead anywhere, and is not followed"
        )
      }
      throw error.isMissing
        ? MissionError(.artifactWorkspaceMissing, "the workspace \(path) no longer exists")
        : MissionError(.artifactReadFailed, "the workspace \(path) can't be opened: \(error)")
    }
    resolvedRoot = Paths.resolved(path) ?? path
    enclosedHome = EnclosedHome(home, in: path)
    self.recorded = recorded
    self.since = since
  }

  /// Lists the workspace's files: deliverables, supporting files, then links that lead out; each
  /// sorted by path.
  func list(_ request: ArtifactsRequest) throws(MissionError) -> (
    artifacts: [ListedArtifact], total: Int, unlisted: UnlistedFiles
  ) {
    let (found, unlisted) = try candidates()
    var left = request.maxBytes
    let artifacts = found.prefix(request.maxFiles).map { candidate in
      let artifact = read(candidate, excerpt: min(Self.excerptLimit, left))
      left -= artifact.excerpt?.utf8.count ?? 0
      return artifact
    }
    return (artifacts, found.count + unlisted.count, unlisted)
  }

  /// Describes one file, without an excerpt; nil where it is not listed.
  func describe(_ path: String) -> ListedArtifact? {
    guard let file = try? open(path) else { return nil }
    return read(candidate(path, file.info), excerpt: nil)
  }

  /// The recorded or received files that are no longer there, sorted.
  var gone: [String] {
    Set(recorded.keys).union(received?.keys ?? [:].keys).sorted().map(\.string).filter { path in
      do throws(PlatformError) {
        _ = try open(path)
        return false
      } catch {
        return error.isMissing
      }
    }
  }

  /// Opens one file, to be read in parts.
  ///
  /// - Throws: `artifact_outside_workspace`, `not_found`, `artifact_read_failed`.
  func file(_ path: String) throws(MissionError) -> ArtifactFile {
    do throws(PlatformError) {
      return ArtifactFile(try open(path))
    } catch {
      throw failure(error, path: path)
    }
  }

  /// Reads a part of one file's text.
  ///
  /// - Throws: `artifact_outside_workspace`, `not_found`, `artifact_read_failed`.
  func text(_ path: String, offset: Int64, limit: Int) throws(MissionError) -> ArtifactText {
    do throws(PlatformError) {
      let file = try open(path)
      let size = file.info.bytes
      let start = offset < 0 ? max(0, size + offset) : min(offset, size)
      // Three bytes more on either side tell whether the window begins or ends inside a character.
      let before = Int(min(start, 3))
      let first = start - Int64(before)
      let bytes = try file.read(offset: first, count: before + limit + 3)
      let window = TextWindow(
        bytes, from: before, limit: limit, reachesEnd: first + Int64(bytes.count) >= size)
      let begin = start + Int64(window.skipped)
      let next = begin + Int64(window.used)
      return ArtifactText(
        path: path, text: window.text, offset: begin, looked: window.used,
        unreadable: window.unreadable, firstUnreadable: begin + Int64(window.intact),
        nextOffset: next < size ? next : nil, bytes: size)
    } catch {
      throw failure(error, path: path)
    }
  }

  private struct Candidate {
    let path: String
    let role: ListedArtifact.Role
    let bytes: Int64
    /// Whether the file appeared or changed after the finish.
    let isLater: Bool
  }

  private func candidates() throws(MissionError) -> ([Candidate], UnlistedFiles) {
    let listing: BeneathRoot.Listing
    do throws(PlatformError) {
      listing = try root.list(limit: Self.entryLimit) { folder in
        !enclosedHome.holds(folder)
          && !WorkspaceFiles.passedOver.contains(
            folder.split(separator: "/").last.map(String.init) ?? "")
      }
    } catch {
      throw MissionError(.artifactReadFailed, "the workspace \(root.path) can't be read: \(error)")
    }
    let found = listing.entries.compactMap(candidate)
    let sorted = [ListedArtifact.Role.deliverable, .supporting, .outside].flatMap { role in
      found.filter { $0.role == role }
    }
    return (sorted, UnlistedFiles(count: listing.skipped, goOn: listing.isTruncated))
  }

  private func candidate(_ entry: BeneathRoot.Entry) -> Candidate? {
    guard !WorkspaceFiles.isOwn(entry.path), !enclosedHome.holds(entry.path) else { return nil }
    if let since, !isNamed(entry.path), time(of: entry.info) < since { return nil }
    switch entry.info.kind {
    case .file: break
    case .symbolicLink:
      guard let target = Paths.resolved(root.path + "/" + entry.path),
        Paths.isInside(target, resolvedRoot), !enclosedHome.isReached(by: entry.path)
      else {
        return Candidate(
          path: entry.path, role: .outside, bytes: entry.info.bytes,
          isLater: isLater(entry.path, entry.info))
      }
      guard (try? FileSystem.info(target))?.kind == .file else { return nil }
    case .folder, .other: return nil
    }
    return candidate(entry.path, entry.info)
  }

  private func candidate(_ path: String, _ info: FileInfo) -> Candidate {
    Candidate(
      path: path, role: recorded[ExactText(path)]?.role ?? WorkspaceFiles.standardRole(path),
      bytes: info.bytes, isLater: isLater(path, info))
  }

  /// Whether the log or the receipt names a file.
  private func isNamed(_ path: String) -> Bool {
    recorded[ExactText(path)] != nil || received?[ExactText(path)] != nil
  }

  /// The time at which a file got its present content.
  ///
  /// Programs that unpack or copy set the modification time and no other; the receipt lists the
  /// files that they made for the mission. Without a receipt the time of change decides, though
  /// anything done to the file later moves it.
  private func time(of file: FileInfo) -> Instant {
    (received == nil ? file.changed : file.modified).instant
  }

  /// Describes a file, with an excerpt of at most `limit` bytes; with no excerpt where `limit` is
  /// nil.
  private func read(_ candidate: Candidate, excerpt limit: Int?) -> ListedArtifact {
    guard candidate.role != .outside, let file = try? open(candidate.path) else {
      return ListedArtifact(
        path: candidate.path, bytes: candidate.bytes, sha256: nil, role: candidate.role,
        changedSinceFinish: hasChanged(candidate.path, to: nil, isLater: candidate.isLater),
        excerpt: nil, excerptTruncated: false)
    }
    let size = file.info.bytes
    let sha256 = try? FileContent(of: file).sha256
    let head = (try? file.read(offset: 0, count: min((limit ?? 0) + 8, Int(size)))) ?? []
    // With no room left, the first character still tells whether the file is text worth reading
    // later.
    let window = limit.flatMap { limit in
      let window = TextWindow(
        head, limit: limit > 0 ? limit : 4, reachesEnd: Int64(head.count) >= size)
      return window.unreadable == 0 ? window : nil
    }
    let excerpt = limit == 0 && size > 0 ? nil : window?.text
    return ListedArtifact(
      path: candidate.path, bytes: size, sha256: sha256, role: candidate.role,
      changedSinceFinish: hasChanged(
        candidate.path, to: Content(bytes: size, sha256: sha256), isLater: candidate.isLater),
      excerpt: excerpt,
      excerptTruncated: window != nil && Int64(excerpt?.utf8.count ?? 0) < size)
  }

  /// Opens a file by its path, or by the target of a link within the workspace.
  private func open(_ path: String) throws(PlatformError) -> BeneathFile {
    guard !enclosedHome.isReached(by: path) else {
      throw .leadingOut(path, of: root.path)
    }
    do throws(PlatformError) {
      return try root.openFile(path)
    } catch {
      guard error.leadsOut, !path.hasPrefix("/"),
        let target = Paths.resolved(root.path + "/" + path),
        let inside = Paths.part(of: target, below: resolvedRoot)
      else { throw error }
      return try root.openFile(String(inside))
    }
  }

  private func failure(_ error: PlatformError, path: String) -> MissionError {
    if error.leadsOut {
      return MissionError(
        .artifactOutsideWorkspace,
        "\(path) leads out of the workspace \(root.path); paths are relative to it")
    }
    let kind = try? FileSystem.info(root.path + "/" + path).kind
    if let kind, kind != .file {
      return MissionError(
        .notFound,
        "\(path) in the workspace \(root.path) is not a file, so there is nothing to read")
    }
    if error.isMissing {
      return MissionError(.notFound, "there is no file \(path) in the workspace \(root.path)")
    }
    return MissionError(.artifactReadFailed, "\(path) can't be read: \(error)")
  }
}
