-- Sends the requests of a pool (see deliveries.ts) from a place in it, each once, then from the beginning again.
local requests, at = {}, 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  while true do
    local length = file:read("*l")
    if not length then break end
    requests[#requests + 1] = file:read(tonumber(length))
  end
  file:close()
  at = tonumber(arguments[2])
end

function request()
  at = at + 1
  if at > #requests then at = 1 end
  return requests[at]
end
