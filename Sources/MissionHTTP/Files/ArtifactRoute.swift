import HTTPTypes
import MissionControl
import MissionModel
import MissionTools
import Platform
import Synchronization

/// `GET …/artifacts/{path}`: one file of a mission's workspace, unchanged.
enum ArtifactRoute {
  /// How many bytes of a file are read at a time.
  private static let pieceBytes = 256 << 10
  /// The extensions of files that a browser may show as plain text; it must download any other.
  private static let plainExtensions: Set<String> = [
    "txt", "md", "log", "json", "jsonl", "csv", "tsv", "yaml", "yml", "toml", "diff", "patch",
  ]

  static let path = Parameter(
    "path", .text(bytes: 1...4_096), required: true, "The file, relative to the workspace.")

  static let route = Route(
    .get, "/api/v1/missions/{mission_id}/artifacts/{path...}", .scope(.read),
    "Gives one file that a mission left; ranges are honoured, nothing is rendered.",
    parameters: [.missionID, path, .asOf], content: .file, statuses: [200, 206, 304]
  ) { call in
    let arguments = try call.arguments(for: [.missionID, path, .asOf])
    let name = try arguments.requiredText(path)
    try path.check(name)
    let id = try arguments.missionID()
    let fleet = call.context.fleet
    func file(of fleet: Fleet) async throws -> ArtifactFile {
      try await fleet.openArtifact(
        of: id, path: name, trusting: call.context.call.trustedTokens)
    }
    guard let moment = try arguments.text(.asOf) else {
      return try await reply(file(of: fleet), name: name, of: fleet, call.fields)
    }
    // Files have no history: the moment only decides which workspace the mission had, if any.
    let past = try await call.context.asOf(moment)
    defer { call.closing.submit { past.fleet.close() } }
    return try await reply(file(of: past.fleet), name: name, of: fleet, call.fields)
  }.obeying(.range, .ifRange, .ifMatch, .ifNoneMatch)

  private static func reply(
    _ file: ArtifactFile, name: String, of fleet: Fleet, _ fields: HTTPFields
  ) throws(MissionError) -> Reply {
    let tag = EntityTag(file.tag)
    let wanted = fields[values: .ifMatch]
    guard wanted.isEmpty || tag.isNamedExactly(in: wanted) else {
      var reply = Reply(
        MissionError.validation("the file is no longer the one that If-Match names"))
      reply.status = 412
      return reply
    }
    if tag.isNamed(in: fields[values: .ifNoneMatch]) {
      var reply = Reply(304, type: type(of: name), [])
      reply.fields[.eTag] = tag.header
      return reply
    }
    let isSame = try fields.single(.ifRange).map { $0 == tag.header } ?? true
    let range = try ByteRange(isSame ? fields.single(.range) : nil, of: file.bytes)
    var reply: Reply
    switch range {
    case .whole: reply = pieces(file, 0..<file.bytes, status: 200, name, fleet)
    case .part(let part):
      reply = pieces(file, part, status: 206, name, fleet)
      reply.fields[.contentRange] =
        "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.bytes)"
    case .none:
      reply = Reply(
        MissionError.validation("the range begins beyond the file's \(file.bytes) bytes"))
      reply.status = 416
      reply.fields[.contentRange] = "bytes */\(file.bytes)"
      return reply
    }
    reply.fields[.acceptRanges] = "bytes"
    reply.fields[.eTag] = tag.header
    reply.fields[.contentSecurityPolicy] = "default-src 'none'; sandbox"
    return reply
  }

  private static func pieces(
    _ file: ArtifactFile, _ range: Range<Int64>, status: Int, _ name: String, _ fleet: Fleet
  ) -> Reply {
    let place = Place(range.lowerBound)
    var reply = Reply(status, type: type(of: name), length: range.count) {
      let start = place.value
      guard start < range.upperBound else { return nil }
      let wanted = min(pieceBytes, Int(range.upperBound - start))
      let bytes = try await fleet.read(file, offset: start, count: wanted)
      guard bytes.count == wanted else {
        throw MissionError(.artifactReadFailed, "the file shrank while it was read")
      }
      place.advance(by: Int64(wanted))
      return bytes
    }
    if reply.fields[.contentType] != MediaType.text {
      reply.fields[.contentDisposition] = "attachment"
    }
    return reply
  }

  private static func type(of name: String) -> String {
    let parts = name.split(separator: "/").last?.split(separator: ".") ?? []
    guard parts.count > 1, let last = parts.last, plainExtensions.contains(last.lowercased()) else {
      return "application/octet-stream"
    }
    return MediaType.text
  }

  /// The place up to which a file was sent.
  private final class Place: Sendable {
    private let reached: Atomic<Int64>

    init(_ start: Int64) { reached = Atomic(start) }

    var value: Int64 { reached.load(ordering: .relaxed) }

    func advance(by count: Int64) { reached.add(count, ordering: .relaxed) }
  }
}
