import MissionControl
import MissionModel
import MissionTesting
import Platform
import Testing

@testable import MissionHTTP

@Suite(.timeLimit(.minutes(2))) struct TokenBookTests {
  @Test(arguments: [("token", nil), ("ci", "server/ci")])
  func twoTokensOfOneNameAreRefusedAtTheStart(name: String, own: String?) async throws {
    let home = try TemporaryHome()
    let low = home.folder.file("low")
    try FileSystem.writeAtomically(Array("low-token".utf8), to: low, mode: 0o600)
    if let own {
      try FileSystem.makePrivateDirectory(home.folder.file("server"))
      let path = home.folder.file(own)
      try FileSystem.writeAtomically(Array("own-token".utf8), to: path, mode: 0o600)
    }
    let yaml = "server: {tokens: {\(name): {scopes: [read, work], token_file: '\(low)'}}}"
    let request = ServeRequest(
      home.fleet(yaml), port: 0, tokenFile: own.map(home.folder.file), ends: {})
    let error = await #expect(throws: MissionError.self) { try await Serving(request).run() }
    #expect(error?.code == .configInvalid)
    for path in [low, own.map(home.folder.file) ?? home.home.path + "/token"] {
      #expect(error?.message.contains(path) == true)
    }
  }

  @Test(arguments: [String(repeating: "t", count: 251), "a\nb"])
  func aTokenWhoseNameNoSessionCanHaveIsRefusedAtTheStart(name: String) async throws {
    let home = try TemporaryHome()
    let path = home.folder.file(name)
    try FileSystem.writeAtomically(Array("secret".utf8), to: path, mode: 0o600)
    let request = ServeRequest(home.fleet(), port: 0, tokenFile: path, ends: {})
    let error = await #expect(throws: MissionError.self) { try await Serving(request).run() }
    #expect(error?.code == .configInvalid)
  }

  @Test func aTokenThatStandsInTwoPlacesIsOne() throws {
    var book = TokenBook()
    let caller = Caller(name: "ci", scopes: [.read])
    for place in ["a file", "another"] {
      try book.add(Array("secret".utf8), caller, from: place)
    }
    #expect(book.caller(bearing: Array("secret".utf8)) == caller)
    for (token, scopes) in [("other", [.read]), ("secret", [.admin])] as [(String, Set<Scope>)] {
      #expect(throws: MissionError.self) {
        try book.add(Array(token.utf8), Caller(name: "ci", scopes: scopes), from: "a third")
      }
    }
  }

  @Test func aTokenOfTwoNamesIsRefusedAtTheStart() async throws {
    let home = try TemporaryHome()
    let path = home.home.path + "/token"
    let yaml = "server: {tokens: {viewer: {scopes: [read], token_file: '\(path)'}}}"
    let request = ServeRequest(home.fleet(yaml), port: 0, ends: {})
    let error = await #expect(throws: MissionError.self) { try await Serving(request).run() }
    #expect(error?.code == .configInvalid)
    #expect(
      error?.message.contains("the token viewer in \(path) is the same as that of token in") == true
    )
  }

  @Test func aTokenIsFoundByNothingButItself() throws {
    var book = TokenBook()
    for (name, scope) in [("one", Scope.read), ("two", .admin)] {
      try book.add(
        Array("secret-\(name)".utf8), Caller(name: name, scopes: [scope]), from: "a test")
    }
    #expect(book.caller(bearing: Array("secret-two".utf8))?.name == "two")
    #expect(book.caller(bearing: Array("secret-tw".utf8)) == nil)
    #expect(book.caller(bearing: []) == nil)
  }
}
