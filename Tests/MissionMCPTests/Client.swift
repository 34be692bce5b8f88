import CanonicalJSON
import MissionTools
import Platform
import Synchronization

@testable import MissionMCP

/// A client on streams in memory: it writes lines and reads the messages that come back.
final class Client: Sendable {
  private let output = WrittenLines()
  private let input = LineQueue()
  private let serving: Task<Void, Never>

  /// Starts a server of `tools` on a fleet.
  init(_ context: ToolContext, tools: [Tool] = Tools.all) {
    let streams = StandardStreams(
      next: { [input] in await input.next() },
      write: { [output] line in
        output.add(line)
        return true
      })
    let server = StdioServer(MCPServer(context, tools: tools, by: .options), streams)
    serving = Task { await server.run() }
  }

  /// Sends a line as it is.
  func send(_ line: String) {
    send(bytes: Array(line.utf8))
  }

  /// Sends bytes as one line.
  func send(bytes: [UInt8]) {
    input.add(.line(bytes))
  }

  /// Sends a request by the revision without a handshake.
  func ask(_ id: String, _ method: String, _ params: String = "", meta: String = "") {
    let meta = """
      "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", \
      "io.modelcontextprotocol/clientCapabilities": {}\(meta.isEmpty ? "" : ", " + meta)}
      """
    send(
      #"{"jsonrpc": "2.0", "id": \#(id), "method": "\#(method)", "params": {\#(meta)\#(params.isEmpty ? "" : ", " + params)}}"#
    )
  }

  /// Ends the input, and answers everything that was written once the server has ended.
  func end() async -> [Reply] {
    input.add(nil)
    await serving.value
    return output.lines.compactMap(Reply.init)
  }

  /// The messages so far.
  func soFar() async -> [Reply] {
    await Task.yield()
    return output.lines.compactMap(Reply.init)
  }

  /// The messages so far, as soon as there are `count`.
  func replies(_ count: Int) async -> [Reply] {
    await output.wait(for: count).compactMap(Reply.init)
  }
}

/// What a server has written, and whoever waits for it.
final class WrittenLines: Sendable {
  private struct State {
    var lines: [[UInt8]] = []
    var waiters: [(count: Int, continuation: CheckedContinuation<[[UInt8]], Never>)] = []
  }

  private let state = Mutex(State())

  /// Everything so far.
  var lines: [[UInt8]] { state.withLock { $0.lines } }

  /// Takes a line.
  func add(_ line: [UInt8]) {
    let (lines, ready) = state.withLock { state in
      state.lines.append(line)
      let count = state.lines.count
      let ready = state.waiters.filter { $0.count <= count }
      state.waiters.removeAll { $0.count <= count }
      return (state.lines, ready)
    }
    for waiter in ready { waiter.continuation.resume(returning: lines) }
  }

  /// Waits until there are `count` lines, and answers all there are.
  func wait(for count: Int) async -> [[UInt8]] {
    await withCheckedContinuation { continuation in
      let lines = state.withLock { state -> [[UInt8]]? in
        guard state.lines.count < count else { return state.lines }
        state.waiters.append((count, continuation))
        return nil
      }
      if let lines { continuation.resume(returning: lines) }
    }
  }
}

/// Lines for one reader, who waits where there is none yet.
final class LineQueue: Sendable {
  private struct State {
    var lines: [LineInput.Line] = []
    var isFinished = false
    var reader: CheckedContinuation<LineInput.Line?, Never>?
  }

  private let state = Mutex(State())

  /// Adds a line; nil ends the queue.
  func add(_ line: LineInput.Line?) {
    let reader = state.withLock { state -> CheckedContinuation<LineInput.Line?, Never>? in
      if let reader = state.reader {
        state.reader = nil
        state.isFinished = line == nil
        return reader
      }
      if let line { state.lines.append(line) } else { state.isFinished = true }
      return nil
    }
    reader?.resume(returning: line)
  }

  /// The next line; nil at the end.
  func next() async -> LineInput.Line? {
    await withCheckedContinuation { continuation in
      let line: LineInput.Line?? = state.withLock { state in
        if !state.lines.isEmpty { return .some(state.lines.removeFirst()) }
        if state.isFinished { return .some(nil) }
        state.reader = continuation
        return nil
      }
      if let line { continuation.resume(returning: line) }
    }
  }
}

/// A message of the server.
struct Reply: Sendable {
  /// The line without its end.
  let text: String
  let members: Members

  init?(_ line: [UInt8]) {
    guard line.last == UInt8(ascii: "\n"), !line.dropLast().contains(UInt8(ascii: "\n")),
      let json = try? JSONText(canonicalizing: Array(line.dropLast())),
      let members = try? Members(json)
    else { return nil }
    self.members = members
    text = String(decoding: line.dropLast(), as: UTF8.self)
  }

  /// The id, as JSON.
  var id: String? { members["id"]?.string }
  /// The result's members.
  var result: Members? { members.members("result") }
  /// The number of the error.
  var code: String? { members.members("error")?["code"]?.string }
  /// The error's sentence.
  var message: String? { members.members("error")?.string("message") }
}
