import MissionModel
import Testing

@testable import MissionClient

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:7878/#token=secret", "http://127.0.0.1:7878"),
    ("http://user:secret@host:80/a/b//?token=secret", "http://host:80/a/b"),
    ("http://[::1]:80", "http://[::1]:80"), ("https://u@host/x", "https://host/x"),
    ("nonsense?secret", "nonsense"), ("user:secret@host:80", "host:80"),
    ("http://host/a@b", "http://host/a@b"), ("", ""), ("http://", "http://"),
  ])
  func textsRepeatAnAddressWithoutWhatMayBeSecret(url: String, plain: String) {
    #expect(ServerAddress.plain(url) == plain)
  }

  @Test(arguments: [
    ("http://127.0.0.1:7878", "127.0.0.1", 7_878, "", "127.0.0.1:7878"),
    ("http://box", "box", 80, "", "box:80"),
    ("http://[::1]:7878/", "::1", 7_878, "", "[::1]:7878"),
    ("http://box:1/a/b/#token=x", "box", 1, "/a/b", "box:1"),
  ])
  func anAddressIsReadInItsParts(
    _ url: String, _ host: String, _ port: Int, _ prefix: String, _ authority: String
  ) throws {
    let address = try ServerAddress(url, token: "t")
    #expect(address.host == host && address.port == port)
    #expect(address.prefix == prefix && address.authority == authority)
  }

  @Test(arguments: [
    "https://box", "box:7878", "http://", "http://:80", "http://box:0", "http://box:65536",
    "http://box:x", "http://[::1]x", "http://[box", "http://[]:1", "http://box:",
  ])
  func whatIsNoServersAddressIsRefused(_ url: String) {
    let refusal = #expect(throws: MissionError.self) { try ServerAddress(url, token: "t") }
    #expect(refusal?.code == .validationError && refusal?.message.contains(url) == true)
  }
}
