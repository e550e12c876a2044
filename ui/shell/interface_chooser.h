#pragma once

#include "ui/bridge/networks.h"

#include <QComboBox>

namespace fw::ui {

/// The interface to send on and to listen to. "Automatic" goes by route.
class InterfaceChooser final : public QComboBox {
    Q_OBJECT
public:
    explicit InterfaceChooser(Networks& networks, QWidget* parent = nullptr);

    /// Empty: automatic.
    [[nodiscard]] std::string chosen() const;
    /// The one to listen to: automatic is the one that most packets leave by.
    [[nodiscard]] std::string chosenForCapture() const;
    [[nodiscard]] bool isPractice() const { return m_networks.isPractice(chosen()); }
    /// False if there is no such interface; nothing is changed then.
    bool choose(const std::string& interface);

    void showPopup() override; ///< Looks which interfaces there are now.

signals:
    void chosenChanged();

private:
    void fill();

    Networks& m_networks;
};

/// "eth0 — 10.0.0.5, up"; what a person knows an interface by.
[[nodiscard]] QString interfaceText(const Networks::Choice& choice);

} // namespace fw::ui
