#pragma once

#include "engine/files/capture.h"
#include "engine/packet/build.h"
#include "engine/scapy/scapy.h"

#include <stdexcept>

/// Packets written as expressions, for tests.
inline fw::Buffer bytesOf(const std::string& expression)
{
    const auto draft = fw::scapy::parse(fw::Protocols::builtin(), expression);
    if (!draft)
        throw std::runtime_error("not an expression: " + expression);
    return fw::buildBytes(fw::Protocols::builtin(), *draft);
}

/// 429 packets: ARP, DNS, a TTL sweep with errors, a TCP stream with a retransmission and a reset, a wrong checksum, and
/// 400 echo packets with two sequences of IP ids. Number 4 is a DNS answer.
inline std::vector<std::string> demoExpressions()
{
    const std::string there = R"(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/IP(src="10.0.0.1", dst="10.0.0.53"))";
    const std::string back = R"(Ether(src="02:00:00:00:00:02", dst="02:00:00:00:00:01")/IP(src="10.0.0.53", dst="10.0.0.1"))";
    std::vector<std::string> all{
        R"(Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/ARP(op=1, hwsrc="02:00:00:00:00:01", psrc="10.0.0.1", pdst="10.0.0.53"))",
        R"(Ether(src="02:00:00:00:00:02", dst="02:00:00:00:00:01")/ARP(op=2, hwsrc="02:00:00:00:00:02", psrc="10.0.0.53", hwdst="02:00:00:00:00:01", pdst="10.0.0.1"))",
        there + R"(/UDP(sport=5353, dport=53)/DNS(id=7, rd=1, qd=DNSQR(qname="www.example.com")))",
        back + R"(/UDP(sport=53, dport=5353)/DNS(id=7, qr=1, rd=1, ra=1, qd=DNSQR(qname="www.example.com"), an=DNSRR(rrname="www.example.com", rdata="93.184.216.34")))",
    };
    for (int ttl = 1; ttl <= 6; ++ttl) {
        const std::string probe = R"(IP(src="10.0.0.1", dst="10.0.9.1", ttl=)" + std::to_string(ttl) + R"()/UDP(sport=4000, dport=33434))";
        all.push_back(R"(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")/)" + probe);
        all.push_back(R"(Ether(src="02:00:00:00:00:02", dst="02:00:00:00:00:01")/IP(src="10.9.)" + std::to_string(ttl)
                      + R"(.1", dst="10.0.0.1")/ICMP(type=11)/IPerror(src="10.0.0.1", dst="10.0.9.1", ttl=1)/UDPerror(sport=4000, dport=33434))");
    }
    for (const char* segment : {"S", "A", "PA", "PA", "A", "R"})
        all.push_back(there + "/TCP(sport=40000, dport=80, seq=100, flags=\"" + segment + "\")");
    all.push_back(back + "/TCP(sport=80, dport=40000, flags=\"SA\")");
    all.push_back(there + R"(/UDP(sport=1, dport=2, chksum=0xdead)/"wrong")");
    for (int i = 0; all.size() < 29; ++i)
        all.push_back(there + "/UDP(sport=" + std::to_string(6000 + i) + ", dport=9)/\"discard\"");
    for (int i = 0; i < 200; ++i) {
        all.push_back(there + "/ICMP(type=8, seq=" + std::to_string(i) + ")");
        all.push_back(back + "/ICMP(type=0, seq=" + std::to_string(i) + ")");
    }
    return all;
}

inline void writeDemoCapture(const std::filesystem::path& path)
{
    auto writer = fw::PcapWriter::create(path).value();
    std::chrono::nanoseconds time = std::chrono::seconds(1'700'000'000);
    for (const std::string& expression : demoExpressions()) {
        fw::CapturedPacket packet;
        packet.bytes = bytesOf(expression);
        packet.originalLength = static_cast<std::uint32_t>(packet.bytes.size());
        packet.time = time;
        time += std::chrono::milliseconds(10);
        if (!writer->write(packet))
            throw std::runtime_error("cannot write " + path.string());
    }
    if (!writer->finish())
        throw std::runtime_error("cannot finish " + path.string());
}
