-- What wrk does for load.py: posts the requests of the file in REQUESTS (a path, a tab and a body a line) in turn, and
-- prints what it saw as one line of JSON, times in milliseconds.

local requests, next = {}, 0

function init()
  local headers = { ["Content-Type"] = "application/json", Authorization = "Bearer " .. os.getenv("TOKEN") }
  for line in io.lines(os.getenv("REQUESTS")) do
    local path, body = line:match("^(%S+)\t(.*)$")
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"answers": %d, "seconds": %f, "failed": %d, "p50": %f, "p99": %f}\n', summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
