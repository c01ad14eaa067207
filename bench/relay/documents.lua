-- Documents of 30 commands with two exit codes each, from as many installations as INSTALLATIONS says, in turns.
-- Each round raises every count, so that no document is a repetition. All are of one length.
local installations = tonumber(os.getenv("INSTALLATIONS") or "100000")
local threads = tonumber(os.getenv("THREADS") or "1")
local commands = {}
for line in io.lines(os.getenv("COMMANDS")) do
    if line:sub(1, 1) ~= "#" and #commands < 30 then commands[#commands + 1] = line end
end

local next_thread = 0
function setup(thread)
    thread:set("offset", next_thread)
    next_thread = next_thread + 1
end

local head, middle, tail, at, round
local function body(count)
    local points = {}
    for i, command in ipairs(commands) do
        points[i] = string.format('"%s":{"0":{"cumulative_count":%d},"1":{"cumulative_count":%d}}', command, count, count - 1000)
    end
    return '{"metric_points":{' .. table.concat(points, ",")
        .. '},"cli_version":"v0.1.0","operating_system":"linux","id":"'
end

local function turn()
    middle = body(10000 + round)
    head = string.format("POST /telemetry HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", #middle + 38)
    head = head .. middle
end

function init(args)
    at, round = offset, tonumber(os.getenv("ROUND") or "0")
    turn()
end

function request()
    if at >= installations then
        at, round = offset, round + 1
        turn()
    end
    -- As spread as random ids are: a multiplication that visits every number once.
    local a = (at * 2654435761) % 4294967296
    at = at + threads
    return head .. string.format('%08x-0000-4000-8000-%012x"}', a, at - threads)
end

local refused = 0
function response(status)
    if status ~= 200 then refused = refused + 1 end
end
