#pragma once

#include "engine/packet/dissect.h"
#include "engine/packet/text.h"
#include "tests/support/demo_capture.h"

inline std::string fieldText(const fw::Layer& layer, const char* name)
{
    const fw::ProtocolDesc& protocol = fw::Protocols::builtin()[layer.protocol];
    const fw::FieldIndex field = protocol.find(name);
    return fw::valueText(fw::Protocols::builtin(), protocol, field, layer.fields[field].value, &layer);
}

/// The answer that a name server would give to a query number 9 for a.b from port 5353.
inline std::vector<fw::Buffer> answerTo(const fw::Buffer& frame)
{
    const fw::Draft draft = fw::dissect(fw::Protocols::builtin(), frame, fw::link_type::Ethernet).draft;
    const fw::Layer& ip = draft.layers.at(1);
    return {bytesOf(R"(Ether(src="02:00:00:00:00:02", dst="02:00:00:00:00:01")/IP(src=")" + fieldText(ip, "dst") + R"(", dst=")" + fieldText(ip, "src")
                    + R"(")/UDP(sport=53, dport=5353)/DNS(id=9, qr=1, qd=DNSQR(qname="a.b"), an=DNSRR(rrname="a.b", rdata="1.2.3.4")))")};
}
