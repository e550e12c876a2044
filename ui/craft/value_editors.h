/// Editors for one value, chosen by what the field's description says it holds. All of them take any text that the field
/// takes (ranges, lists, names), and say at once whether it fits.
#pragma once

#include "engine/protocol/description.h"

#include <QComboBox>
#include <QLineEdit>

#include <functional>

class QToolButton;

namespace fw::ui {

class Theme;

/// Why a text does not fit; empty if it does.
using ValueCheck = std::function<QString(const QString& text)>;
/// The other way to write a text: decimal or hexadecimal, characters or hexadecimal bytes. Null: there is none.
using ValueSwitch = std::function<QString(const QString& text)>;

/// 31 to 0x1f and back; what is no number stays.
[[nodiscard]] QString switchedNumber(const QString& text);

class ValueEdit final : public QLineEdit {
    Q_OBJECT
public:
    ValueEdit(ValueCheck check, const Theme& theme, ValueSwitch hexSwitch, QWidget* parent);
    void switchHex();

private:
    void showCheck(const QString& text);

    ValueCheck m_check;
    const Theme& m_theme;
    ValueSwitch m_switch;
    QAction* m_mark = nullptr;
};

/// Names with their numbers to choose from, or anything typed.
class EnumEdit final : public QComboBox {
    Q_OBJECT
public:
    EnumEdit(const EnumDesc& names, ValueCheck check, const Theme& theme, QWidget* parent);
    void setValueText(const QString& text);
    /// What was typed, or the number of the chosen name.
    [[nodiscard]] QString valueText() const { return valueOf(currentText()); }
    [[nodiscard]] bool isModified() const { return currentText() != m_start; }

private:
    [[nodiscard]] QString valueOf(const QString& text) const;

    QString m_start;
};

/// A chip for each flag beside the text of them all.
class FlagEdit final : public QWidget {
    Q_OBJECT
public:
    FlagEdit(const FlagSetDesc& flags, ValueCheck check, const Theme& theme, QWidget* parent);
    [[nodiscard]] ValueEdit& edit() { return *m_edit; }

signals:
    /// A chip was switched.
    void changed();
    /// The focus went elsewhere and the editor is still open.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showChips(const QString& text);
    void takeChips();

    const FlagSetDesc& m_flags;
    ValueEdit* m_edit;
    std::vector<std::pair<QToolButton*, unsigned>> m_chips; ///< And the bit of each.
};

} // namespace fw::ui
