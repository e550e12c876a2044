#include "app/cli/link_types.h"

#include "engine/packet/captured_packet.h"

#include <pcap/pcap.h>

namespace fw::cli {

std::string linkTypeName(std::uint32_t linkType)
{
    const auto dlt = linkType == link_type::Raw ? DLT_RAW : static_cast<int>(linkType);
    const char* name = pcap_datalink_val_to_name(dlt);
    return name ? name : std::to_string(linkType);
}

} // namespace fw::cli
