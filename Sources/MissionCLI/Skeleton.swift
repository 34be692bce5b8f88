import ArgumentParser

enum MissionCLISkeleton {}
