import HTTPTypes
import Platform

/// The dashboard: one page and its files, all served by this program.
///
/// The files are plain text below `Assets`, which the `EmbedDashboard` plugin puts into the
/// program; the page loads nothing from elsewhere.
enum Dashboard {
  /// One file of the dashboard.
  struct Asset: Sendable {
    /// Where it is served, such as `/` or `/dashboard/main.js`.
    let path: String
    /// Its media type.
    let type: String
    let text: String

    /// Places a file of the folder `Assets`.
    init(name: String, text: String) {
      path =
        switch name {
        case "index.html": "/"
        case "favicon.svg": "/favicon.ico"
        default: "/dashboard/\(name)"
        }
      type =
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "text/javascript; charset=utf-8"
        }
      self.text = text
    }
  }

  /// The policy of the page: it may load its own scripts, styles and images, ask this server, and
  /// nothing else.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// Every file.
  static let assets: [Asset] = files.map(Asset.init)

  /// The routes of the files; they need no token, and the files hold none.
  static let routes: [Route] = assets.map { asset in
    let bytes = Array(asset.text.utf8)
    let tag = EntityTag(Digest(of: bytes.span).description.prefix(16))
    return Route(
      .get, asset.path, .everybody, "A file of the dashboard.", content: .text(asset.type),
      statuses: [200, 304]
    ) { call in
      var reply = Reply(type: asset.type, bytes)
      if tag.isNamed(in: call.fields[values: .ifNoneMatch]) {
        reply.status = 304
        reply.body = .bytes([])
      }
      reply.fields[.eTag] = tag.header
      reply.fields[.cacheControl] = "no-cache"
      reply.fields[.contentSecurityPolicy] = policy
      return reply
    }.obeying(.ifNoneMatch)
  }
}
