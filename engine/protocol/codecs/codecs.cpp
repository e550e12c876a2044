// The codecs there are, by the name that definitions use.
#include "engine/protocol/codec.h"

#include "engine/protocol/codecs/counted_string.h"
#include "engine/protocol/codecs/dns_name.h"
#include "engine/protocol/codecs/time_of_day.h"

namespace fw {

const Codec* findCodec(std::string_view name)
{
    static const DnsNameCodec dnsName;
    static const CountedStringCodec countedString;
    static const TimeOfDayCodec timeOfDay;
    for (const Codec* codec : std::initializer_list<const Codec*>{&dnsName, &countedString, &timeOfDay})
        if (codec->name() == name)
            return codec;
    return nullptr;
}

} // namespace fw
