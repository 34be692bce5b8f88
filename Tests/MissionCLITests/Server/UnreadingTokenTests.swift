import Foundation
import MissionTesting
import Testing

/// A token that may change missions and read none: what it does is told by the answer alone.
@Suite(.timeLimit(.minutes(10))) struct UnreadingTokenTests {
  /// A server with two missions, and the file of such a token.
  private func served() async throws -> (server: ServedHome, token: String, ids: [String]) {
    var (token, ids) = ("", [String]())
    let server = try await ServedHome { home in
      token = try ServedHome.token("some", "dispatch, work", of: home)
      ids = [try await home.dispatch("a"), try await home.dispatch("b")]
    }
    return (server, token, ids)
  }

  @Test func aDispatchPrintsItsMissionAndItsWarnings() async throws {
    let (server, token, _) = try await served()
    let run = try server.run(
      ["dispatch", "--vp", "vp.general.primary", "--objective", "x"], token: token)
    #expect(run.code == 0 && run.out.wholeMatch(of: /vp-mission-[0-9a-f]{32}\n/) != nil, "\(run)")
    #expect(run.err.contains("warning:"), "\(run)")
    #expect(run.err.contains("can't be shown: the token 'some'"), "\(run)")
  }

  @Test func anAnswerAndACancelPrintTheirMission() async throws {
    let (server, token, _) = try await served()
    let work = ["--worker-id", "w", "--attempt", "1"]
    let claim = ["work", "claim", "--vp", "vp.general.primary", "--worker-id", "w", "--json"]
    let claimed = await server.home.run(claim).out
    let id = String(try #require(claimed.firstMatch(of: /vp-mission-[0-9a-f]+/)?.output))
    #expect(await server.home.run(["work", "block", id, "--question", "which?"] + work).code == 0)
    let log = await server.home.run("log", "--mission", id, "--json").out
    let question = try #require(log.firstMatch(of: /"question_id":"([^"]+)"/)?.1)
    let answered = try server.run(
      ["answer", id, "this", "--question-id", String(question)], token: token)
    #expect(answered.code == 0 && answered.out == id + "\n", "\(answered)")
    let cancelled = try server.run(["cancel", id], token: token)
    #expect(cancelled.code == 0 && cancelled.out == id + "\n", "\(cancelled)")
  }

  @Test func aRehearsalIsRefusedAndNoMissionIsSaidToRefuse() async throws {
    let (server, token, ids) = try await served()
    for words in [ids, [ids[0]]] {
      let run = try server.run(["cancel"] + words + ["--dry-run", "--json"], token: token)
      #expect(run.code == 77 && run.out.contains("needs the scope read"), "\(run)")
    }
  }

  @Test func onePartOfAnIDKeepsNoWholeOneFromBeingActedOn() async throws {
    let (server, token, ids) = try await served()
    let run = try server.run(
      ["cancel", ids[0], String(ids[1].suffix(8)), "--yes", "--json"], token: token)
    #expect(run.code == 77 && run.out.contains("needs the scope read"), "\(run)")
    let cancelled = await server.home.run("list", "--status", "cancelled", "-q").out
    #expect(cancelled == ids[0] + "\n")
  }

  @Test func onlyAsManyCharactersAsAnIDHasAreOne() async throws {
    let (server, token, _) = try await served()
    let made = try server.run(
      ["dispatch", "--vp", "vp.general.primary", "--objective", "x", "--json"], token: token)
    let id = String(try #require(made.out.firstMatch(of: /vp-mission-[0-9a-f]{32}/)?.output))
    for cut in [1, 7, 9] {
      let run = try server.run(
        ["annotate", String(id.dropLast(cut)), "--note", "n", "--json"], token: token)
      #expect(run.code == 77 && run.out.contains("needs the scope read"), "\(run)")
    }
    for whole in [id, try await server.home.dispatch("a")] {
      let run = try server.run(["annotate", whole, "--note", "n"], token: token)
      #expect(run.code == 0, "\(run)")
    }
  }
}
