#pragma once

#include "ui/protocols/own_definitions.h"

#include <QWidget>

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace fw::ui {

/// The user's own definitions, then what is built in by group; found by a part of the name or title.
class ProtocolList final : public QWidget {
    Q_OBJECT
public:
    explicit ProtocolList(OwnDefinitions& own, QWidget* parent = nullptr);

    void setProtocols(const Protocols& protocols);
    /// The own ones anew: names, marks of what is not saved or has errors.
    void refreshOwn();
    void selectOwn(const QString& key);
    void selectProtocol(const QString& name);
    [[nodiscard]] QTreeWidget& tree() const { return *m_tree; }

signals:
    void ownChosen(const QString& key);
    void protocolChosen(const QString& name);

private:
    void search(const QString& text);
    void choose(const QTreeWidgetItem* item);
    [[nodiscard]] QTreeWidgetItem* find(int role, const QString& value) const;

    OwnDefinitions& m_own;
    QLineEdit* m_search;
    QTreeWidget* m_tree;
    QTreeWidgetItem* m_yours;
    bool m_filling = false;
};

} // namespace fw::ui
