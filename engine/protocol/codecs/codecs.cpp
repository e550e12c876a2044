// The codecs there are, by the name that definitions use.
#include "engine/protocol/codec.h"

#include "engine/protocol/codecs/ber.h"
#include "engine/protocol/codecs/coap_options.h"
#include "engine/protocol/codecs/counted_string.h"
#include "engine/protocol/codecs/decimal_digits.h"
#include "engine/protocol/codecs/dns_name.h"
#include "engine/protocol/codecs/fixed_point.h"
#include "engine/protocol/codecs/header_lines.h"
#include "engine/protocol/codecs/ip_prefix.h"
#include "engine/protocol/codecs/isis_id.h"
#include "engine/protocol/codecs/labels.h"
#include "engine/protocol/codecs/netbios_name.h"
#include "engine/protocol/codecs/text_parts.h"
#include "engine/protocol/codecs/text_values.h"
#include "engine/protocol/codecs/time_of_day.h"
#include "engine/protocol/codecs/type_bitmap.h"
#include "engine/protocol/codecs/varint.h"
#include "engine/protocol/codecs/xor_mapped.h"

#include <map>
#include <mutex>

namespace fw {
namespace {

const Codec* plainCodec(std::string_view name)
{
    static const DnsNameCodec dnsName("dns_name", true), wholeDnsName("dns_name_whole", false);
    static const CountedStringCodec countedString;
    static const LabelsCodec labels;
    static const TimeOfDayCodec timeOfDay;
    static const VarintCodec varints[] = {{"varint_mqtt", VarintCodec::Form::Mqtt},
                                          {"varint_leb128", VarintCodec::Form::Leb128},
                                          {"varint_quic", VarintCodec::Form::Quic},
                                          {"varint_sdnv", VarintCodec::Form::Sdnv}};
    static const NetbiosNameCodec netbiosName;
    static const DecimalDigitsCodec bcd("bcd", false), tbcd("tbcd", true);
    static const TypeBitmapCodec typeBitmap;
    static const IpPrefixCodec prefix4("prefix_ipv4", 4), prefix6("prefix_ipv6", 16);
    static const FixedPointCodec ntpTime("ntp_time", 32, true), fixed16("fixed_16_16", 16, false);
    static const IsisIdCodec isisIds[] = {{"isis_system_id", IsisIdCodec::Form::System},
                                          {"isis_node_id", IsisIdCodec::Form::Node},
                                          {"isis_lsp_id", IsisIdCodec::Form::Message},
                                          {"isis_area_id", IsisIdCodec::Form::Area}};
    static const CoapOptionsCodec coapOptions;
    static const BerLengthCodec berLength;
    static const HeaderLinesCodec headerLines;
    static const WordCodec word;
    static const VerbCodec verb;
    static const ArgumentCodec argument;
    static const SyslogDataCodec syslogData;
    static const SyslogPriorityCodec syslogPriority;
    static const XorPortCodec xorPort;
    static const XorIpv4Codec xorIpv4;
    static const GapBlockCodec gapBlock;
    static const ClasslessRouteCodec classlessRoute;
    static const TelnetDataCodec telnetData(false), telnetNegotiation(true);
    for (const Codec* codec : std::initializer_list<const Codec*>{&dnsName, &countedString, &labels, &timeOfDay, &varints[0], &varints[1], &varints[2],
                                                                  &varints[3], &netbiosName, &bcd, &tbcd, &typeBitmap, &prefix4, &prefix6, &ntpTime, &fixed16,
                                                                  &coapOptions, &berLength, &headerLines, &word, &verb, &argument, &syslogData, &syslogPriority,
                                                                  &telnetData, &telnetNegotiation, &isisIds[0], &isisIds[1], &isisIds[2], &isisIds[3], &wholeDnsName, &xorPort, &xorIpv4,
                                                                  &gapBlock, &classlessRoute})
        if (codec->name() == name)
            return codec;
    return nullptr;
}

/// Those with an argument are made when a definition first asks for them, and stay.
const Codec* madeCodec(std::string_view name)
{
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<Codec>, std::less<>> made;
    const std::lock_guard lock(mutex);
    if (const auto found = made.find(name); found != made.end())
        return found->second.get();
    std::unique_ptr<Codec> codec = name.starts_with("header:") ? std::make_unique<HeaderCodec>(std::string(name)) : makeBerCodec(name);
    if (codec == nullptr)
        return nullptr;
    return made.emplace(std::string(name), std::move(codec)).first->second.get();
}

} // namespace

const Codec* findCodec(std::string_view name)
{
    const Codec* codec = plainCodec(name);
    const bool mayBeMade = name.starts_with("header:") || name.starts_with("ber_");
    return codec == nullptr && mayBeMade ? madeCodec(name) : codec;
}

} // namespace fw
