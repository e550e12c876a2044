/// Short ways to captures for the tests of engine/files.
#pragma once

#include "engine/files/capture.h"

#include <QFile>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace fw {

inline std::filesystem::path dataFile(const char* name) { return std::filesystem::path(FW_TEST_DATA) / name; }

inline QByteArray contents(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeFile(const std::filesystem::path& path, const QByteArray& bytes)
{
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

inline CapturedPacket testPacket(std::int64_t time, std::size_t size, std::uint8_t fill = 0x5a)
{
    return {.time = std::chrono::nanoseconds(time), .linkType = link_type::Ethernet,
        .originalLength = static_cast<std::uint32_t>(size), .bytes = Buffer(size, fill)};
}

/// "1700000000.123456789 45/45 link 1" per packet: comparable with what tshark says.
inline QStringList describe(const Capture& capture)
{
    QStringList lines;
    const auto done = capture.read(0, capture.packetCount(), [&](std::size_t, const PacketView& packet) {
        lines << QStringLiteral("%1.%2 %3/%4 link %5")
                     .arg(packet.time.count() / 1'000'000'000)
                     .arg(packet.time.count() % 1'000'000'000, 9, 10, QLatin1Char('0'))
                     .arg(packet.bytes.size())
                     .arg(packet.originalLength)
                     .arg(packet.linkType);
        return true;
    });
    return done ? lines : QStringList{QString::fromStdString(done.error().detail)};
}

/// Files of this folder as somebody without rights sees them, also when root runs the tests.
class WithoutRights {
public:
    explicit WithoutRights(const std::filesystem::path& folder) : m_folder(folder), m_wasRoot(::geteuid() == 0)
    {
        ::chmod(m_folder.c_str(), 0555);
        if (m_wasRoot && ::seteuid(65'534) != 0)
            qFatal("cannot become nobody");
    }
    ~WithoutRights()
    {
        if (m_wasRoot && ::seteuid(0) != 0)
            qFatal("root did not come back");
        ::chmod(m_folder.c_str(), 0700);
    }

private:
    std::filesystem::path m_folder;
    bool m_wasRoot;
};

inline bool operator==(const CapturedPacket& a, const CapturedPacket& b)
{
    return a.time == b.time && a.linkType == b.linkType && a.originalLength == b.originalLength && a.bytes == b.bytes;
}

} // namespace fw
