import ArgumentParser
import MissionControl
import MissionStore

// The few words that an option takes, as the floors below define them.
extension WaitRequest.Mode: ExpressibleByArgument {}
extension WaitRequest.Until: ExpressibleByArgument {}
extension MissionFilter.Order: ExpressibleByArgument {}
