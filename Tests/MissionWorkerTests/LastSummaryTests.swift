import Testing

@testable import MissionWorker

struct LastSummaryTests {
  private var last = LastSummary(before: "earlier")

  @Test mutating func whatAnEarlierAttemptLeftIsNoWordOfThisOne() {
    last.see("earlier")
    last.see(nil)
    #expect(last.text == nil)
    last.see("another's")
    #expect(last.text == "another's")
  }

  @Test mutating func whatIsShownWhileItsOwnIsOnItsWayIsNoLastWord() {
    for step in 1...100 { last.say("s\(step)") }
    for step in 1..<100 {
      last.see("s\(step)")
      last.settle(as: "s\(step)")
      last.see("s\(step)")
    }
    last.see("another's")
    #expect(last.text == "s100")
    last.settle(as: "s100")
    last.see("s100")
    #expect(last.text == "s100")
  }

  @Test mutating func anothersIsTheLastWordOnceItsOwnAreRecorded() {
    last.say("own")
    // It came after the own one, and is seen before that is known to be recorded.
    last.see("another's")
    last.settle(as: "own")
    last.see("another's")
    #expect(last.text == "another's")
    last.say("own")
    #expect(last.text == "own")
  }

  @Test mutating func whatIsRecordedOtherwiseThanItWasSaidIsStillItsOwn() {
    last.say("key sk-1")
    last.see("key [redacted]")
    last.settle(as: "key [redacted]")
    last.see("key [redacted]")
    #expect(last.text == "key sk-1")
  }

  @Test mutating func whatIsRefusedIsItsLastWordAllTheSame() {
    last.say("first")
    last.settle(as: "first")
    last.say("second")
    last.settle(as: nil)
    last.see("first")
    #expect(last.text == "second")
  }

  @Test mutating func whatIsShownWithoutAWordInItIsNoLastWord() {
    last.say("own")
    last.settle(as: "own")
    last.see(" \n")
    last.see("")
    #expect(last.text == "own")
    last.see("another's")
    #expect(last.text == "another's")
  }
}
