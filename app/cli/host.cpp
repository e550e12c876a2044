#include "app/cli/host.h"

namespace fw::cli {

Result<std::vector<Buffer>> addressesOf(Session& session, const std::string& host)
{
    if (const auto address = parseIpv4(host))
        return std::vector<Buffer>{{address->begin(), address->end()}};
    if (const auto address = parseIpv6(host))
        return std::vector<Buffer>{{address->begin(), address->end()}};
    return session.network().lookUp(host, 0);
}

} // namespace fw::cli
