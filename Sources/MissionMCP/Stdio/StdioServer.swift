import Platform

/// The protocol on standard streams: a message a line, many requests at once, until the input ends.
///
/// Nothing that a client sends ends it. At the end of input, requests under way are finished, but
/// waits end; a reader that has gone ends it at once.
package actor StdioServer {
  /// The most requests of a kind under way: a further one that waits for an event is refused; of
  /// all others, which end soon, no more are read until one has ended.
  private static let crowd = 256

  /// Takes the answer to a message; nil where there is none.
  private typealias Answer = @Sendable ([UInt8]?) async -> Void

  private struct Running {
    let task: Task<Void, Never>
    let isPatient: Bool
  }

  private let server: MCPServer
  private let streams: StandardStreams
  private let ending = TransportEnding()
  private var gate = RequestGate()
  private var running: [RequestID: Running] = [:]
  /// The requests whose answers are being written: their ids may be used again.
  private var leaving: [Int: Task<Void, Never>] = [:]
  private var leavers = 0
  /// The requests under way whose answers the client no longer wants.
  private var withdrawn: Set<RequestID> = []
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
            nil, RPCError(.invalidRequest, "A message may have \(Incoming.limit) bytes at most")))
      case .line(let bytes) where bytes.allSatisfy(Self.isSpace): continue
      case .line(let bytes): await take(bytes)
      }
    }
    ending.begin()
    for request in running.values where isGone || request.isPatient { request.task.cancel() }
    while let task = running.values.first?.task ?? leaving.values.first { await task.value }
  }

  private func take(_ bytes: [UInt8]) async {
    do throws(Message.Fault) {
      switch try Incoming(bytes) {
      case .single(let message): await take(message) { await self.send($0) }
      case .batch(let batch):
        try Incoming.check(batch, in: gate.handshake)
        await take(batch)
      }
    } catch {
      await send(Outgoing.error(error.id, error.error))
    }
  }

  /// Takes a batch; its answers are sent together.
  private func take(_ batch: [Result<Message, Message.Fault>]) async {
    let answers = BatchAnswers(count: batch.count)
    for part in batch {
      let answer: Answer = { await self.send(answers.take($0)) }
      do throws(Message.Fault) {
        await take(try part.get(), isBatched: true, answer)
      } catch {
        await answer(Outgoing.error(error.id, error.error))
      }
    }
  }

  /// Takes a message; `answer` is called once, with nil if there is no answer.
  private func take(
    _ message: Message, isBatched: Bool = false, _ answer: @escaping Answer
  ) async {
    switch message {
    case .response: await answer(nil)
    case .notification(let method, let params):
      hear(method, params)
      await answer(nil)
    case .request(let request): await take(request, isBatched: isBatched, answer)
    }
  }

  private func take(_ request: Request, isBatched: Bool, _ answer: @escaping Answer) async {
    let era: Era
    do throws(RPCError) {
      guard running[request.id] == nil else {
        throw RPCError(.invalidRequest, "The id belongs to a request that isn't answered yet")
      }
      if isBatched { try RequestGate.checkMayBeBatched(request) }
      era = try gate.era(of: request)
      guard !server.isPatient(request) || patientCount < Self.crowd else { throw .crowded }
    } catch {
      return await answer(Outgoing.error(request.id, error))
    }
    if request.method == "initialize", case .legacy(let version) = era { gate.handshake = version }
    let task = TransportEnding.$current.withValue(ending) {
      Task {
        let outcome = await server.outcome(of: request, era) { message in
          await self.send(message, of: request.id)
        }
        // A client that has read the answer may use its id again at once.
        let isWithdrawn = withdrawn.remove(request.id) != nil
        let leaver = release(request.id)
        await answer(isWithdrawn ? nil : outcome?.message)
        leave(leaver)
      }
    }
    running[request.id] = Running(task: task, isPatient: server.isPatient(request))
    while running.count - patientCount + leaving.count >= Self.crowd {
      await withCheckedContinuation { room = $0 }
    }
  }

  /// Takes a notification: only the cancelling of a request matters here.
  private func hear(_ method: String, _ params: Members) {
    guard method == "notifications/cancelled",
      let id = params["requestId"].flatMap(RequestID.init), let request = running[id]
    else { return }
    withdrawn.insert(id)
    request.task.cancel()
  }

  /// How many requests under way wait for an event.
  private var patientCount: Int { running.values.count { $0.isPatient } }

  /// Frees the id of an answered request, and returns the number under which its answer is written.
  private func release(_ id: RequestID) -> Int {
    leavers += 1
    leaving[leavers] = running.removeValue(forKey: id)?.task
    return leavers
  }

  /// Forgets a request whose answer is written.
  private func leave(_ leaver: Int) {
    leaving[leaver] = nil
    room?.resume()
    room = nil
  }

  private func send(_ message: [UInt8], of id: RequestID) async {
    guard !withdrawn.contains(id) else { return }
    await send(message)
  }

  private func send(_ message: [UInt8]?) async {
    guard let message, !isGone else { return }
    if await !streams.write(message + [UInt8(ascii: "\n")]) { isGone = true }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
