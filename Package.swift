// swift-tools-version: 6.2

import PackageDescription

/// Every target is built the same way: Swift 6, strict memory safety, and a warning is an error.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "missionlog",
  products: [
    .library(name: "EventLog", targets: ["EventLog", "CanonicalJSON", "Platform"]),
    .library(name: "EventProjections", targets: ["EventProjections"]),
    .executable(name: "missionlog", targets: ["missionlog"]),
  ],
  dependencies: [
    // Commands, help, completions and man pages.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // config.yaml, with the line of each mistake.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // The HTTP server: routes, HTTP/1.1 parsing, back-pressure; no TLS and no HTTP/2 are built of it.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    // What Hummingbird stands on, named because strict imports ask for it: channels and typed headers,
    // the log handler, and the server's life as one service among its loops.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Floor 0: what C offers, and shims for what Swift can't call.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    // LZ4 is linked from its archive: attaching a loaded dictionary is not in the shared library.
    .systemLibrary(name: "CLZ4", providers: [.apt(["liblz4-dev"])]),
    .target(name: "CPlatform"),

    // Floor 1: safe wrappers; three of these four are the only targets with the word `unsafe`.
    .target(name: "EventLogSQLite", dependencies: ["CSQLite"], swiftSettings: settings),
    .target(name: "EventLogLZ4", dependencies: ["CLZ4"], swiftSettings: settings),
    .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: settings),
    .target(name: "CanonicalJSON", swiftSettings: settings),

    // Floors 2 and 3: an event store for any program; it knows nothing of missions.
    .target(
      name: "EventLog",
      dependencies: [
        "EventLogSQLite", "EventLogLZ4", "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),
    .target(
      name: "EventProjections",
      dependencies: [
        "EventLog", "EventLogSQLite", "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),

    // Floors 4 to 8: missions, from pure rules to the tools that agents call.
    .target(
      name: "MissionModel",
      dependencies: [
        "EventProjections", "EventLog", "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),
    .target(
      name: "MissionStore",
      dependencies: [
        "MissionModel", "EventProjections", "EventLog", "EventLogSQLite", "Platform",
        "CanonicalJSON",
      ],
      swiftSettings: settings),
    .target(
      name: "MissionControl",
      dependencies: [
        "MissionStore", "MissionModel", "EventProjections", "EventLog", "Platform",
        "CanonicalJSON",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .target(
      name: "MissionReplay",
      dependencies: [
        "MissionControl", "MissionStore", "MissionModel", "EventProjections", "EventLog",
        "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),
    .target(
      name: "MissionWorker",
      dependencies: [
        "MissionControl", "MissionModel", "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),
    .target(
      name: "MissionTools",
      dependencies: [
        "MissionReplay", "MissionControl", "MissionStore", "MissionModel", "EventProjections",
        "EventLog", "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),
    // A server from the other side: connections, the API's paths, and missions folded from what it tells.
    .target(
      name: "MissionClient",
      dependencies: [
        "MissionReplay", "MissionControl", "MissionModel", "EventLog", "Platform", "CanonicalJSON",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),

    // Floor 9: the doors, for people and scripts and for agents; none knows another. Floor 10: the program.
    .target(
      name: "MissionHTTP",
      dependencies: [
        "MissionTools", "MissionReplay", "MissionControl", "MissionModel", "EventProjections",
        "EventLog", "Platform", "CanonicalJSON",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      exclude: ["Dashboard/Assets"],
      swiftSettings: settings,
      plugins: ["EmbedDashboard"]),
    // The dashboard's files in the program, as string literals.
    .plugin(
      name: "EmbedDashboard", capability: .buildTool(), path: "Sources/EmbedDashboard"),
    .target(
      name: "MissionCLI",
      dependencies: [
        "MissionTools", "MissionClient", "MissionWorker", "MissionReplay", "MissionControl",
        "MissionModel", "MissionStore", "EventProjections", "EventLog", "Platform",
        "CanonicalJSON",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .target(
      name: "MissionMCP",
      dependencies: [
        "MissionTools", "MissionReplay", "MissionControl", "MissionModel", "EventLog", "Platform",
        "CanonicalJSON",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "missionlog",
      dependencies: [
        "MissionCLI", "MissionHTTP", "MissionMCP", "MissionTools", "MissionControl", "Platform",
      ],
      swiftSettings: settings,
      plugins: ["StampCommit"]),
    // The commit in the program, so that no other target is built again when it changes.
    .plugin(name: "StampCommit", capability: .buildTool(), path: "Sources/StampCommit"),

    // One case of the benchmark at a time; tools/benchmarks/run builds it and sets it against the ceiling.
    .executableTarget(
      name: "missionlog-benchmarks",
      dependencies: [
        "MissionTools", "MissionControl", "MissionStore", "MissionModel", "EventProjections",
        "EventLog", "EventLogSQLite", "Platform", "CanonicalJSON",
      ],
      path: "tools/benchmarks",
      exclude: ["README.md", "run", "ceiling.c", "generate.py"],
      swiftSettings: settings),

    // A disk that fails or loses its power, for tests: a shim around SQLite's own way to files.
    .target(
      name: "CFaultyDisk", path: "Tests/CFaultyDisk",
      linkerSettings: [.linkedLibrary("sqlite3")]),

    // A disk without system calls, for a process that is alone with its ledgers.
    .target(
      name: "CMemoryDisk", path: "Tests/CMemoryDisk",
      linkerSettings: [.linkedLibrary("sqlite3")]),

    // Temporary homes, fixed clocks and seeded generators for every test.
    .target(
      name: "MissionTesting",
      dependencies: [
        "MissionControl", "MissionStore", "MissionModel", "EventProjections", "EventLog",
        "EventLogSQLite", "Platform",
      ],
      path: "Tests/MissionTesting",
      swiftSettings: settings),

    // Whole fleets under a seeded clock with faults; tools/simulate builds and runs it.
    .target(
      name: "MissionSimulation",
      dependencies: [
        "MissionTesting", "MissionWorker", "MissionControl", "MissionModel", "EventProjections",
        "EventLog", "EventLogSQLite", "Platform", "CanonicalJSON", "CMemoryDisk",
      ],
      path: "Tests/MissionSimulation",
      swiftSettings: settings),
    .executableTarget(
      name: "missionlog-simulate",
      dependencies: ["MissionSimulation", "CMemoryDisk"],
      path: "tools/simulator",
      exclude: ["seeds.txt"],
      swiftSettings: settings),
    // Real processes that are killed, stopped and set to other times; tools/storm builds and runs it.
    .executableTarget(
      name: "missionlog-storm",
      dependencies: [
        "MissionSimulation", "MissionTesting", "MissionControl", "MissionModel", "EventProjections",
        "EventLog", "Platform", "CFaultyDisk",
      ],
      path: "tools/storms",
      swiftSettings: settings),
    // A home with everything that ledgers can hold; tools/ledgers records it once for each released format.
    .target(
      name: "GoldenLedgers",
      dependencies: [
        "MissionTesting", "MissionReplay", "MissionControl", "MissionModel", "EventProjections",
        "EventLog", "Platform", "CanonicalJSON",
      ],
      path: "Tests/GoldenLedgers",
      swiftSettings: settings),
    .executableTarget(
      name: "missionlog-record-ledgers",
      dependencies: ["GoldenLedgers", "MissionControl", "Platform"],
      path: "tools/ledgers",
      swiftSettings: settings),
    // What a later build makes of today's ledgers, and this one of those of every release.
    .testTarget(
      name: "MissionUpgradeTests",
      dependencies: [
        "GoldenLedgers", "MissionTesting", "MissionTools", "MissionReplay", "MissionControl",
        "MissionStore", "MissionModel", "EventProjections", "EventLogSQLite", "EventLog",
        "Platform", "CanonicalJSON",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MissionSimulationTests", dependencies: ["MissionSimulation"],
      swiftSettings: settings),
    .testTarget(
      name: "MissionCLITests",
      dependencies: [
        "MissionCLI", "missionlog", "MissionTesting", "GoldenLedgers", "MissionTools",
        "MissionReplay", "MissionControl", "MissionModel", "EventProjections", "EventLog",
        "EventLogSQLite", "Platform", "CanonicalJSON",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MissionHTTPTests",
      dependencies: [
        "MissionHTTP", "MissionTesting", "MissionTools", "MissionClient", "MissionWorker",
        "MissionControl", "MissionModel", "EventProjections", "EventLog", "Platform",
        "CanonicalJSON",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),
  ]
    + [
      ("CanonicalJSON", ["MissionTesting"]),
      ("EventLogSQLite", ["MissionTesting"]),
      ("EventLogLZ4", []),
      ("Platform", ["MissionTesting", "CPlatform"]),
      (
        "EventLog",
        ["MissionTesting", "EventLogSQLite", "Platform", "CanonicalJSON", "CFaultyDisk"]
      ),
      (
        "EventProjections",
        ["MissionTesting", "EventLog", "EventLogSQLite", "Platform", "CanonicalJSON"]
      ),
      ("MissionModel", ["EventLog", "Platform", "CanonicalJSON"]),
      (
        "MissionStore",
        [
          "MissionTesting", "MissionModel", "EventProjections", "EventLog", "EventLogSQLite",
          "Platform", "CanonicalJSON",
        ]
      ),
      (
        "MissionControl",
        [
          "MissionTesting", "MissionStore", "MissionModel", "EventProjections", "EventLog",
          "EventLogSQLite", "Platform", "CanonicalJSON",
        ]
      ),
      (
        "MissionReplay",
        [
          "MissionTesting", "MissionControl", "MissionModel", "EventProjections", "EventLog",
          "Platform", "CanonicalJSON",
        ]
      ),
      (
        "MissionWorker",
        [
          "MissionTesting", "MissionControl", "MissionModel", "EventProjections", "EventLog",
          "Platform", "CanonicalJSON",
        ]
      ),
      ("MissionClient", ["MissionTools", "MissionControl", "MissionModel", "CanonicalJSON"]),
      (
        "MissionTools",
        [
          "MissionTesting", "MissionReplay", "MissionControl", "MissionModel", "EventProjections",
          "EventLog", "Platform", "CanonicalJSON",
        ]
      ),
      (
        "MissionMCP",
        [
          "MissionTesting", "MissionTools", "MissionControl", "MissionModel", "EventLog",
          "Platform", "CanonicalJSON",
        ]
      ),
    ].map { (name: String, others: [String]) in
      .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name)] + others.map { .byName(name: $0) },
        swiftSettings: settings)
    }
)
