#include "ui/shell/interface_chooser.h"

namespace fw::ui {

QString interfaceText(const Networks::Choice& choice)
{
    const InterfaceInfo& info = choice.interface;
    const QString name = QString::fromStdString(info.name);
    if (choice.practice)
        return InterfaceChooser::tr("%1 (simulated)").arg(name);
    if (!info.up)
        return InterfaceChooser::tr("%1 — down").arg(name);
    QStringList parts;
    for (const InterfaceInfo::Address& address : info.addresses)
        if (address.address.size() == 4 || parts.isEmpty())
            parts.append(QString::fromStdString(addressText(address.address)));
    return parts.isEmpty() ? name : name + QStringLiteral(" — ") + parts.mid(0, 2).join(QStringLiteral(", "));
}

InterfaceChooser::InterfaceChooser(Networks& networks, QWidget* parent) : QComboBox(parent), m_networks(networks)
{
    setObjectName(QStringLiteral("interfaceCombo"));
    setAccessibleName(tr("Interface"));
    setToolTip(tr("The interface to send on and to listen to"));
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(20);
    fill();
    choose(m_networks.systemRefusal() ? practiceInterface : std::string());
    connect(this, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0)
            emit chosenChanged();
    });
}

void InterfaceChooser::fill()
{
    addItem(tr("Automatic (by route)"), QString());
    for (const Networks::Choice& choice : m_networks.choices())
        addItem(interfaceText(choice), QString::fromStdString(choice.interface.name));
}

std::string InterfaceChooser::chosen() const
{
    return currentData().toString().toStdString();
}

std::string InterfaceChooser::chosenForCapture() const
{
    const std::string interface = chosen();
    return interface.empty() ? m_networks.defaultInterface() : interface;
}

bool InterfaceChooser::choose(const std::string& interface)
{
    const int index = findData(QString::fromStdString(interface));
    if (index >= 0)
        setCurrentIndex(index);
    return index >= 0;
}

void InterfaceChooser::showPopup()
{
    const std::string before = chosen();
    {
        const QSignalBlocker quiet(this);
        clear();
        fill();
        if (!choose(before))
            setCurrentIndex(0);
    }
    if (chosen() != before)
        emit chosenChanged();
    QComboBox::showPopup();
}

} // namespace fw::ui
