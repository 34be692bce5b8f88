import MissionModel
import Testing

@testable import MissionReplay

@Suite struct MissionDiffTests {
  private func side(_ story: Story) throws -> MissionDiff.Side {
    MissionDiff.Side(try story.view(at: 1_000), events: story.events)
  }

  private func diff(_ first: Story, _ second: Story) throws -> MissionDiff {
    try MissionDiff(try side(first), try side(second))
  }

  private func marks(_ diff: MissionDiff) -> String {
    diff.rows.map { row in
      switch row {
      case .same: "="
      case .changed: "≠"
      case .left: "<"
      case .right: ">"
      }
    }.joined()
  }

  @Test func timesAndHeartbeatsAreNoDifference() throws {
    var (first, second) = (try Story(), try Story())
    first.claim(1)
    first.start(2)
    first.complete(10)
    second.claim(5)
    second.start(30)
    second.beat(60)
    second.complete(100)
    let diff = try diff(first, second)
    #expect(diff.isSame)
    #expect(marks(diff) == "====")
  }

  @Test func aCourseIsAsLongAsTheMissionWhateverIsDoneAboutItLater() throws {
    var story = try Story()
    story.claim(1)
    story.fail(10)
    story.add(99, .acknowledged(MissionAcknowledged(note: nil)))
    let side = try side(story)
    #expect(try side.offset(of: #require(side.end)) == 10_000_000)
  }

  @Test func whatBecameOfAMissionWithALongNameStandsBelowIt() throws {
    var (first, second) = (try Story(), try Story())
    first.claim(1)
    first.judge(10)
    second.complete(20)
    let lines = DiffDrawing(try diff(first, second), width: 60).lines
    #expect(lines.allSatisfy { $0.columns <= 60 })
    #expect(lines.plainText.contains("\n        failed (stale_claim_expired), 0:10.0\n"))
  }

  @Test func theFirstDivergenceIsWhereTheCoursesPart() throws {
    var (first, second) = (try Story(), try Story())
    first.claim(1)
    second.claim(1)
    first.progress(5, "reading")
    second.progress(5, "writing")
    first.complete(10)
    second.fail(10)
    let diff = try diff(first, second)
    #expect(marks(diff) == "==≠<>")
    guard case .changed(_, _, let fields) = diff.rows[try #require(diff.divergence)] else {
      Issue.record("the courses part at a changed step")
      return
    }
    #expect(fields.map(\.field) == ["summary"])
  }

  @Test func aStepThatOnlyOneTookIsInsertedAndTheRestIsCommon() throws {
    var (first, second) = (try Story(), try Story())
    first.claim(1)
    first.complete(10)
    second.claim(1)
    second.block(3)
    second.answer(5)
    second.complete(10)
    #expect(marks(try diff(first, second)) == "==>>=")
    #expect(marks(try diff(second, first)) == "==<<=")
  }

  @Test func whatWasAskedForOtherwiseIsNamedApart() throws {
    let diff = try diff(try Story(objective: "this"), try Story(objective: "that"))
    #expect(diff.request.map(\.field) == ["objective"])
    #expect(diff.divergence == nil)
    #expect(!diff.isSame)
  }

  @Test func theDrawingFitsItsWidthAndMarksTheDivergence() throws {
    var (first, second) = (try Story(objective: "this"), try Story(objective: "that"))
    first.claim(1)
    second.claim(1)
    first.complete(10)
    second.fail(10)
    let lines = DiffDrawing(try diff(first, second), width: 80).lines
    #expect(lines.allSatisfy { $0.columns <= 80 })
    #expect(lines.contains { $0.runs.map(\.text).joined().contains("here they part") })
  }
}
