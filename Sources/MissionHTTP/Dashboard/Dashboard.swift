import HTTPTypes
import Platform

/// The dashboard: one page and what it loads, all of it served by this program.
///
/// Every asset is plain text in the binary; nothing is built, and nothing is loaded from elsewhere.
enum Dashboard {
  /// One file of the dashboard.
  struct Asset: Sendable {
    /// Where it is served, such as `/` or `/dashboard.js`.
    let path: String
    /// Its media type.
    let type: String
    let text: String
  }

  /// What the page may do: load its own scripts, styles and images, and ask this server, and nothing else.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  /// Every file.
  static let assets: [Asset] = [
    Asset(path: "/", type: "text/html; charset=utf-8", text: page),
    Asset(path: "/favicon.ico", type: "image/svg+xml", text: icon),
  ]

  /// The routes of the files; they need no token, and hold none.
  static let routes: [Route] = assets.map { asset in
    let bytes = Array(asset.text.utf8)
    let tag = "\"" + Digest(of: bytes.span).description.prefix(16) + "\""
    return Route(
      .get, asset.path, .everybody, "A file of the dashboard.", content: .text(asset.type),
      statuses: [200, 304]
    ) { call in
      var reply = Reply(type: asset.type, bytes)
      if call.fields[.ifNoneMatch] == tag {
        reply.status = 304
        reply.body = .bytes([])
      }
      reply.fields[.eTag] = tag
      reply.fields[.cacheControl] = "no-cache"
      reply.fields[.contentSecurityPolicy] = policy
      return reply
    }
  }

  private static let page = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Missionlog</title>
    </head>
    <body>
    <h1>Missionlog</h1>
    <p>This server answers at /api/v1; /openapi.json describes it.</p>
    </body>
    </html>

    """

  private static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">\
    <rect width="16" height="16" rx="3" fill="#1f4e79"/>\
    <path d="M4 12V4l4 5 4-5v8" fill="none" stroke="#fff" stroke-width="1.6"/></svg>

    """
}
