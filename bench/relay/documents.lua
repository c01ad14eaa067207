-- Documents of 30 commands with two exit codes each, from as many installations as INSTALLATIONS says, in turns.
-- Each round raises every count, so that no document is a repetition. All are of one length.
-- PAUSE is how long a connection waits before each, in milliseconds, at random from nothing to twice that.
local installations = tonumber(os.getenv("INSTALLATIONS") or "100000")
local pause = tonumber(os.getenv("PAUSE") or "0")
local at, round = 0, tonumber(os.getenv("ROUND") or "0")
local commands = {}
for line in io.lines(os.getenv("COMMANDS")) do
    if line:sub(1, 1) ~= "#" and #commands < 30 then commands[#commands + 1] = line end
end

local head
local function turn()
    local points = {}
    local count = 10000 + round
    for i, command in ipairs(commands) do
        points[i] = string.format('"%s":{"0":{"cumulative_count":%d},"1":{"cumulative_count":%d}}', command, count, count - 1000)
    end
    local body = '{"metric_points":{' .. table.concat(points, ",") .. '},"cli_version":"v0.1.0","operating_system":"linux","id":"'
    head = string.format("POST /telemetry HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", #body + 38)
        .. body
end

function init(args)
    turn()
end

function request()
    if at >= installations then
        at, round = 0, round + 1
        turn()
    end
    -- As spread as random ids are: a multiplication that visits every number once.
    local spread = (at * 2654435761) % 4294967296
    at = at + 1
    return head .. string.format('%08x-0000-4000-8000-%012x"}', spread, at - 1)
end

if pause > 0 then
    function delay() return math.random(0, 2 * pause) end
end

-- Requests a second, the 99th percentile in milliseconds, and how many got no 200.
function done(summary, latency, requests)
    local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    print(string.format("%.0f;%.2f;%d", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, bad))
end
