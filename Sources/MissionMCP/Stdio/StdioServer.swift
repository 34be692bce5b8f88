import CanonicalJSON
import MissionTools
import Platform

/// The protocol on standard streams: a message a line, many requests at once, until the input ends.
///
/// Nothing that a client sends ends it. At the end of input what is under way is finished, but nothing is waited for any
/// more; a reader that has gone ends it at once.
package actor StdioServer {
  /// How many requests are under way at most; beyond it no more is read until one is answered.
  private static let crowd = 256

  private let server: MCPServer
  private let streams: StandardStreams
  private var gate = RequestGate()
  private var running: [RequestID: Task<Void, Never>] = [:]
  private var isGone = false
  private var room: CheckedContinuation<Void, Never>?

  /// Makes a server on streams.
  package init(_ server: MCPServer, _ streams: StandardStreams) {
    self.server = server
    self.streams = streams
  }

  /// Serves until the input ends, or nobody reads the output any more.
  package func run() async {
    while !isGone, let line = await streams.next() {
      switch line {
      case .tooLong:
        await send(
          Outgoing.error(
            nil, RPCError(.invalidRequest, "A message may have \(Message.limit) bytes at most")))
      case .line(let bytes) where bytes.allSatisfy(Self.isSpace): continue
      case .line(let bytes): await take(bytes)
      }
    }
    for task in running.values where isGone { task.cancel() }
    while let task = running.values.first { await task.value }
  }

  private func take(_ bytes: [UInt8]) async {
    do {
      switch try Message(bytes) {
      case .response: return
      case .notification(let method, let params): hear(method, params)
      case .request(let request): try await take(request)
      }
    } catch let fault as Message.Fault {
      await send(Outgoing.error(fault.id, fault.error))
    } catch let error as RPCError {
      await send(Outgoing.error(nil, error))
    } catch {
      await send(Outgoing.error(nil, RPCError(.internalError, "An unexpected \(type(of: error))")))
    }
  }

  private func take(_ request: Request) async throws {
    let era: Era
    do {
      guard running[request.id] == nil else {
        throw RPCError(.invalidRequest, "The id is that of a request which isn't answered yet")
      }
      era = try gate.era(of: request)
    } catch let error as RPCError {
      return await send(Outgoing.error(request.id, error))
    }
    if request.method == "initialize", case .legacy(let version) = era { gate.handshake = version }
    running[request.id] = Task {
      let answer = await server.answer(request, era) { message in await self.send(message) }
      if let answer, !Task.isCancelled { await send(answer) }
      finish(request.id)
    }
    if running.count >= Self.crowd { await withCheckedContinuation { room = $0 } }
  }

  /// Takes note of what a client tells: only that a request is of no use any more says anything here.
  private func hear(_ method: String, _ params: Members) {
    guard method == "notifications/cancelled",
      let id = params["requestId"].flatMap(RequestID.init)
    else { return }
    running[id]?.cancel()
  }

  private func finish(_ id: RequestID) {
    running[id] = nil
    room?.resume()
    room = nil
  }

  private func send(_ message: [UInt8]) async {
    guard !isGone else { return }
    if await !streams.write(message + [UInt8(ascii: "\n")]) { isGone = true }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
