import Foundation
import MissionReplay
import MissionTesting
import Platform
import Testing

@testable import MissionCLI

/// What is asked for is done, or refused before anything is.
@Suite struct AskedForTests {
  private let home = TemporaryHome()

  @Test func aCapsuleThatIsNotThereIsNotFound() async {
    let run = await home.run("capsule", "--open", home.path + "/nope", "--json")
    #expect(run.code == 66)
    #expect(run.out.contains(#""code":"not_found""#) && run.out.contains(home.path + "/nope"))
    #expect(await home.run("capsule", "--open", "/").code == 78)
  }
}
