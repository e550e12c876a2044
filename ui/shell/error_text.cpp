#include "ui/shell/error_text.h"

#include <QCoreApplication>

namespace fw::ui {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ErrorText", text);
}

QString detailOf(const Error& error)
{
    return QString::fromStdString(error.detail);
}

QString whatHappened(const Error& error)
{
    const QString detail = detailOf(error);
    switch (error.code) {
    case Errc::Syntax: return tr("at position %1: %2").arg(error.offset + 1).arg(detail);
    case Errc::UnknownProtocol: return tr("there is no protocol called “%1”").arg(detail);
    case Errc::UnknownField: return tr("there is no field called “%1”").arg(detail);
    case Errc::BadValue: return tr("the value does not fit: %1").arg(detail);
    case Errc::NotACapture: return tr("“%1” is not a packet capture").arg(detail);
    case Errc::Truncated: return tr("“%1” ends too early, at byte %2").arg(detail).arg(error.offset);
    case Errc::Unsupported: return tr("this is not possible here: %1").arg(detail);
    case Errc::NoSuchDevice: return tr("there is no interface “%1”").arg(detail);
    case Errc::NoRoute: return tr("there is no route to %1").arg(detail);
    case Errc::NoSuchHost: return tr("no host is called “%1”").arg(detail);
    case Errc::NotPermitted: return tr("opening %1 is not allowed").arg(detail);
    case Errc::Io: return detail;
    case Errc::TimedOut: return tr("nothing answered in time (%1)").arg(detail);
    case Errc::Cancelled: return tr("it was cancelled");
    }
    return detail;
}

/// A file that may not be read and an interface that may not be opened need different help.
bool isAboutFile(const Error& error)
{
    return error.detail.find('/') != std::string::npos;
}

} // namespace

QString grantCommand()
{
    return QStringLiteral("sudo setcap cap_net_raw+ep '%1'").arg(QCoreApplication::applicationFilePath());
}

ErrorText errorText(const Error& error, const QString& doing)
{
    ErrorText text{tr("%1: %2.").arg(doing, whatHappened(error)), {}, ErrorText::Help::None};
    switch (error.code) {
    case Errc::NotPermitted:
        if (isAboutFile(error)) {
            text.remedy = tr("Check who may read and write it.");
            break;
        }
        text.remedy = tr("Grant the right once with “%1”, or use the practice network, which needs none.").arg(grantCommand());
        text.help = ErrorText::Help::GrantRights;
        break;
    case Errc::NoSuchDevice:
        text.remedy = tr("It may have been unplugged. Choose another interface.");
        text.help = ErrorText::Help::ChooseInterface;
        break;
    case Errc::NoRoute:
        text.remedy = tr("Check the destination, choose an interface that leads there, or write the link layer yourself.");
        break;
    case Errc::NoSuchHost: text.remedy = tr("Check the spelling, or write its address."); break;
    case Errc::NotACapture: text.remedy = tr("Files in the pcap and pcapng formats can be opened, also compressed with gzip."); break;
    case Errc::TimedOut: text.remedy = tr("The other side may be down, or out of reach from this interface."); break;
    default: break;
    }
    return text;
}

} // namespace fw::ui
