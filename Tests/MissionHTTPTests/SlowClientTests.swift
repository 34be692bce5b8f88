import NIOCore
import Testing

@testable import MissionHTTP

@Suite(.timeLimit(.minutes(2))) struct SlowClientTests {
  private static let impatient: @Sendable (inout ServerOptions) -> Void = { options in
    options.patience.header = .milliseconds(300)
    options.patience.body = .milliseconds(300)
    options.patience.idle = .milliseconds(300)
  }

  @Test(arguments: [
    "", "GET /healthz HTTP/1.1\r\nHost: loc", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST /api/v1/missions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
  ])
  func aClientThatSaysNoMoreIsCutOff(_ beginning: String) async throws {
    let bench = try await ServerBench.start(nil, Self.impatient)
    // It returns once the server has hung up.
    _ = try await bench.raw(beginning)
  }

  @Test func aHeaderThatComesAByteAtATimeIsCutOff() async throws {
    let bench = try await ServerBench.start(nil, Self.impatient)
    let connection = try await RawConnection(port: bench.port)
    let bytes = "GET /healthz HTTP/1.1\r\nX-Slow: \(String(repeating: "a", count: 500))\r\n\r\n"
    let answer = try await connection.exchange(
      bytes.utf8.map { [$0] }, pause: .milliseconds(50))
    #expect(!answer.contains("200 OK"))
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: \(String(repeating: "a", count: 40_000))\r\n\r\n",
    "GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "this is no HTTP\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ])
  func whatIsNoRequestIsCutOffWithAnError(_ bytes: String) async throws {
    let bench = try await ServerBench.start()
    let answer = RawAnswer(try await bench.raw(bytes))
    #expect(answer.status == 0 || (400..<500).contains(answer.status))
    #expect(try await bench.ask("GET", "/healthz").status == 200)
  }

  @Test(arguments: [
    "this is no HTTP\r\n\r\n", "Content-Length: -1\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "Transfer-Encoding: gzip\r\n\r\n{}",
  ])
  func whatIsNoRequestIsAnsweredLikeAnythingElse(_ end: String) async throws {
    let bench = try await ServerBench.start()
    let beginning =
      "POST /api/v1/missions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Authorization: Bearer admin-token\r\n"
    let text = end.hasPrefix("this") ? end : beginning + end
    let answer = RawAnswer(try await bench.raw(text))
    #expect(answer.status == 400)
    #expect(answer.code == "validation_error")
    #expect(answer.field("X-Request-Id") != nil)
    #expect(answer.field("Connection") == "close")
  }

  @Test(arguments: [
    "this is no HTTP\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
  ])
  func whatIsNoRequestIsAnsweredLikeAnythingElseAfterThoseBeforeIt(_ end: String) async throws {
    let bench = try await ServerBench.start()
    let question = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let text = try await bench.raw(question + question + end)
    #expect(text.components(of: "HTTP/1.1 200").count == 3)
    let parts = text.components(of: "HTTP/1.1 400")
    #expect(parts.count == 2)
    let answer = RawAnswer("HTTP/1.1 400" + (parts.last ?? ""))
    #expect(answer.code == "validation_error")
    #expect(answer.field("X-Request-Id") != nil && answer.field("Connection") == "close")
  }

  @Test(arguments: [
    ("Connection: close\r\n\r\n", "this is no HTTP\r\n\r\n"),
    ("Transfer-Encoding: chunked\r\n\r\n", "zz\r\n{}\r\n"),
  ])
  func anAnswerThatIsTheLastIsFollowedByNone(_ end: String, _ more: String) async throws {
    let bench = try await ServerBench.start()
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + end
    let atOnce = try await bench.raw(request + more)
    #expect(atOnce.components(of: "HTTP/1.1 ").count == 2)
    let later = try await RawConnection(port: bench.port).exchange(
      Array(request.utf8), until: { RawAnswer($0).isWhole }, then: Array(more.utf8))
    #expect(later.components(of: "HTTP/1.1 ").count == 2)
  }

  @Test(arguments: ["", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"])
  func aClientIsToldToGoOnWhereNoAnswerIsUnderWay(_ before: String) async throws {
    let bench = try await ServerBench.start()
    let text = try await bench.raw(
      before + "POST /api/v1/missions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}")
    #expect(text.hasPrefix("HTTP/1.1 100 ") == before.isEmpty)
    #expect(text.components(of: "HTTP/1.1 ").count == 3)
  }

  @Test(arguments: [3, 15, 17])
  func aBodyInChunksThatIsTooLargeIsToldSo(megabytes: Int) async throws {
    let bench = try await ServerBench.start()
    let head =
      "POST /api/v1/missions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Authorization: Bearer admin-token\r\nConnection: close\r\n"
      + "Transfer-Encoding: chunked\r\n\r\n"
    let chunk = Array("100000\r\n".utf8) + [UInt8](repeating: 32, count: 1 << 20) + [13, 10]
    let pieces =
      [Array(head.utf8)] + Array(repeating: chunk, count: megabytes) + [Array("0\r\n\r\n".utf8)]
    let answer = RawAnswer(try await RawConnection(port: bench.port).exchange(pieces))
    #expect(answer.status == 413)
    #expect(answer.code == "body_too_large")
  }

  @Test func manySlowClientsStarveNobody() async throws {
    let bench = try await ServerBench.start()
    // Each has said half a line and says no more, while the others are answered.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        let connection = try await RawConnection(port: bench.port)
        group.addTask { _ = try await connection.exchange([Array("GET /heal".utf8)]) }
      }
      for _ in 0..<20 {
        #expect(try await bench.ask("GET", "/healthz").status == 200)
      }
      group.cancelAll()
    }
  }
}
