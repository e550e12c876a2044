#pragma once

#include "ui/shell/message.h"

#include <QWidget>

class QTreeWidget;

namespace fw::ui {

/// Every message of this run, newest last.
class LogPane final : public QWidget {
    Q_OBJECT
public:
    static constexpr int mostEntries = 2000;
    explicit LogPane(QWidget* parent = nullptr);
    void add(const Message& message);
    [[nodiscard]] int count() const;

private:
    void copy();

    QTreeWidget* m_list;
};

} // namespace fw::ui
