import MissionControl
import MissionModel
import MissionTesting
import Synchronization
import Testing

/// What clients get that hang up, or send no more, or know no chunks.
@Suite(.timeLimit(.minutes(1))) struct KeepAliveTests {
  private func request(
    _ line: String, _ lines: [String] = [], body: String? = nil, version: String = "1.1"
  ) -> [UInt8] {
    var head = ["\(line) HTTP/\(version)", "Host: localhost", "Authorization: Bearer admin-token"]
    if let body {
      head += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    }
    return Array(((head + lines).joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")).utf8)
  }

  @Test func whoSendsNoMoreGetsWhatThereIsAtOnce() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    for (path, part) in [
      ("missions/\(id)/wait?timeout_seconds=40", #""timed_out":true"#),
      ("wait?mission_id=\(id)&timeout_seconds=40", #""timed_out":true"#),
      ("feed/nobody?wait_seconds=40", #""items":[]"#), ("missions/\(id)", #""status":"queued""#),
    ] {
      let text = try await RawConnection(port: bench.port).read(
        after: request("GET /api/v1/\(path)"), closingHalf: true)
      #expect(RawAnswer(text).status == 200 && text.contains(part), "\(text)")
    }
  }

  @Test func whoSendsAllBeforeReadingGetsItsRefusal() async throws {
    let bench = try await ServerBench.start()
    let body = String(repeating: "x", count: 8 << 20)
    let text = try await RawConnection(port: bench.port).read(
      after: request("POST /api/v1/nothing", ["Connection: close"], body: body))
    #expect(RawAnswer(text).status == 404, "\(text.prefix(300))")
  }

  @Test func aStreamGoesOnForWhoSendsNoMore() async throws {
    let bench = try await ServerBench.start()
    let began = Mutex(false)
    let text = try await RawConnection(port: bench.port).read(
      after: request("GET /api/v1/events", ["Accept: text/event-stream"]), closingHalf: true
    ) { text in
      // What says that it lives comes once the server has heard that no more is sent.
      let begins = text.contains("\r\n: ")
      let isFirst = began.withLock { began in
        defer { began = begins }
        return begins && !began
      }
      if isFirst { Task { try await bench.dispatch() } }
      return text.contains("data: {")
    }
    #expect(text.contains("vp.mission.dispatched"), "\(text)")
  }

  @Test func theStreamOfAClientThatHasGoneIsClosed() async throws {
    let bench = try await ServerBench.start()
    _ = try await RawConnection(port: bench.port).read(
      after: request("GET /api/v1/events", ["Accept: text/event-stream"])
    ) { $0.contains("retry:") }
    // Well before the stream would say by itself that it lives.
    let isAlone = try await eventually(withinSeconds: 10) {
      try await bench.ask("GET", "/metrics").body.contains("\nmissionlog_http_connections 1\n")
    }
    #expect(isAlone)
  }

  @Test func aClaimThatWaitsIsGivenUpByWhoSendsNoMore() async throws {
    let bench = try await ServerBench.start()
    let claim = request(
      "POST /api/v1/vps/vp.general.primary/claim", body: #"{"worker_id":"w1","wait_seconds":40}"#)
    let text = try await RawConnection(port: bench.port).read(after: claim, closingHalf: true)
    let answer = RawAnswer(text)
    #expect(answer.status == 503 && answer.body.contains(#""retry_after_ms":1000"#), "\(text)")
    _ = try await bench.dispatch()
    let other = try #require(WorkerID("w2"))
    let claimed = try await bench.fleet.claim(ClaimRequest(vp: .general, worker: other), .tester)
    #expect(claimed != nil)
  }

  @Test func anAnswerWithoutALengthIsSentWholeToHTTP10AndEndsItsConnection() async throws {
    let bench = try await ServerBench.start()
    let id = try await bench.dispatch()
    for lines in [[], ["Connection: keep-alive"]] {
      let export = request("POST /api/v1/export", lines, body: "{}", version: "1.0")
      let answer = RawAnswer(try await RawConnection.exchange(export, port: bench.port))
      #expect(answer.status == 200 && answer.field("Transfer-Encoding") == nil, "\(answer.head)")
      #expect(answer.field("Connection") == "close")
      #expect(
        answer.body.hasPrefix("{") && answer.body.contains(id) && answer.body.hasSuffix("}\n"))
    }
    let stream = request(
      "GET /api/v1/events", ["Accept: text/event-stream"], version: "1.0")
    let told = RawAnswer(
      try await RawConnection(port: bench.port).read(after: stream) { $0.contains("id: ") })
    #expect(told.field("Transfer-Encoding") == nil && told.body.hasPrefix("retry:"))
  }

  @Test func anAnswerOfALengthKeepsTheConnectionOfHTTP10() async throws {
    let bench = try await ServerBench.start()
    let healthy = request("GET /healthz", ["Connection: keep-alive"], version: "1.0")
    let last = request("GET /healthz", version: "1.0")
    let text = try await RawConnection.exchange(healthy + last, port: bench.port)
    #expect(text.components(of: " 200 OK").count == 3, "\(text)")
  }
}
