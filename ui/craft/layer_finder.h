#pragma once

#include "ui/craft/layer_catalog.h"

#include <QFrame>

class QLineEdit;
class QTreeWidget;

namespace fw::ui {

/// Type a part of a protocol's name, press Enter. Lies over the window; Esc or a click elsewhere closes it.
class LayerFinder final : public QFrame {
    Q_OBJECT
public:
    LayerFinder(const Protocols& protocols, QWidget* window);

    /// `lower` is what the layer will stand on: what is tied to it comes first.
    void open(QPoint at, ProtocolId lower);

signals:
    void chosen(fw::ProtocolId protocol);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showMatches();
    void choose();
    void close();

    const Protocols& m_protocols;
    ProtocolId m_lower = noProtocol;
    QLineEdit* m_edit;
    QTreeWidget* m_list;
    std::vector<CatalogEntry> m_matches;
};

} // namespace fw::ui
