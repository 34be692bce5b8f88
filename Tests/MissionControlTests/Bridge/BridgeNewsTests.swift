import MissionModel
import Testing

@testable import MissionControl

/// What is told of a bridge that runs: changes, and nothing twice.
@Suite struct BridgeNewsTests {
  private var news = BridgeNews()

  private mutating func told(_ step: Result<BridgeStep, MissionError>) -> [String] {
    news.news(of: step).map { "\($0.ledger): \($0.error?.message ?? "goes on")" }
  }

  private func step(vp error: MissionError?) -> Result<BridgeStep, MissionError> {
    var source = BridgeStep.Source(ledger: "vp")
    source.error = error
    return .success(BridgeStep(sources: [BridgeStep.Source(ledger: "coder"), source]))
  }

  @Test mutating func aLedgerThatStopsIsToldOnceAndOnceMoreThatItGoesOn() {
    let sick = MissionError(.unavailable, "sick")
    #expect(told(step(vp: nil)) == [])
    #expect(told(step(vp: sick)) == ["vp: sick"])
    #expect(told(step(vp: sick)) == [])
    #expect(told(step(vp: MissionError(.unavailable, "worse"))) == ["vp: worse"])
    #expect(told(step(vp: nil)) == ["vp: goes on"])
  }

  @Test mutating func aStepThatFailsAsAWholeStopsTheRuntimeLedgerUntilOneGoes() {
    let failure = Result<BridgeStep, MissionError>.failure(MissionError(.unavailable, "busy"))
    #expect(told(failure) == ["runtime: busy"])
    #expect(told(failure) == [])
    #expect(told(step(vp: nil)) == ["runtime: goes on"])
  }
}
