import Testing

@testable import MissionWorker

struct ToldRefusalsTests {
  private var refusals = ToldRefusals()

  @Test mutating func mistakesTakeNoPlaceOfARefusalAndThatThereIsMoreIsToldOnce() {
    let mistakes = (1...5).map { _ in refusals.count(.notUnderstood) }
    #expect(mistakes == [.itself, .itself, .itself, .thatThereIsMore, .nothing])
    let refused = (1...5).map { _ in refusals.count(.notAccepted) }
    #expect(refused == [.itself, .itself, .itself, .nothing, .nothing])
  }
}
