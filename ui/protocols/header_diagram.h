/// The fields of a protocol as RFCs draw them: rows of 32 bits under a ruler.
#pragma once

#include "engine/protocol/protocols.h"
#include "ui/panes/theme.h"

#include <QWidget>

namespace fw::ui {

/// A piece of one field in one row.
struct HeaderCell {
    FieldIndex field = noField; ///< noField: the payload, before fields that stand after it.
    int row = 0;
    int firstBit = 0; ///< 0–31
    int bits = 0;
    bool goesOn = false;    ///< The field has more rows than are drawn.
    bool isFirst = true;    ///< Of the field's cells: the one with its name.
    bool isVariable = false;
    bool isOptional = false; ///< There only under a condition.
};

/// Long fields of a fixed size take two rows and say how long they are; fields of no fixed size take the rest of their row, or one of
/// their own. Fields that are never on the wire are left out.
[[nodiscard]] std::vector<HeaderCell> headerCells(const Protocols& protocols, const ProtocolDesc& protocol);

/// Paints it. Names that are too wide for their cell are written upwards in it.
class HeaderPainter {
public:
    HeaderPainter(const Protocols& protocols, const ProtocolDesc& protocol, const Theme& theme, const QFont& font, qreal width);
    [[nodiscard]] QSizeF size() const { return {m_width, m_tops.back()}; }
    /// `current` is emphasised.
    void paint(QPainter& painter, FieldIndex current = noField) const;
    /// noField: none.
    [[nodiscard]] FieldIndex fieldAt(QPointF point) const;
    [[nodiscard]] QRectF cellRect(const HeaderCell& cell) const;
    [[nodiscard]] const std::vector<HeaderCell>& cells() const { return m_cells; }
    [[nodiscard]] QString nameOf(const HeaderCell& cell) const;

private:
    [[nodiscard]] bool isUpright(const HeaderCell& cell) const;
    void paintRuler(QPainter& painter) const;
    void paintCell(QPainter& painter, const HeaderCell& cell, bool current) const;

    const ProtocolDesc& m_protocol;
    const Theme& m_theme;
    QFont m_font;
    QFont m_small;
    qreal m_width;
    qreal m_ruler; ///< Height of the ruler.
    std::vector<HeaderCell> m_cells;
    std::vector<qreal> m_tops; ///< Of each row, and the end of the last.
    QColor m_fill;
};

/// By the name's ending: .svg, .png or .pdf. False if it is another one, or the file cannot be written.
[[nodiscard]] bool exportHeader(const Protocols& protocols, const ProtocolDesc& protocol, const Theme& theme, const QString& path);

/// The drawing in a pane. A click or the arrow keys choose a field.
class HeaderDiagram final : public QWidget {
    Q_OBJECT
public:
    explicit HeaderDiagram(const Theme& theme, QWidget* parent = nullptr);
    /// Null: nothing. What the protocol belongs to is held.
    void show(std::shared_ptr<const Protocols> protocols, const ProtocolDesc* protocol);
    [[nodiscard]] const ProtocolDesc* protocol() const { return m_protocol; }
    [[nodiscard]] const std::shared_ptr<const Protocols>& protocols() const { return m_protocols; }
    void setCurrentField(const QString& name);
    [[nodiscard]] QString currentField() const;
    [[nodiscard]] QSize sizeHint() const override { return {360, heightForWidth(360)}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void fieldChosen(const QString& name);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(FieldIndex field);
    [[nodiscard]] HeaderPainter painter(qreal width) const { return {*m_protocols, *m_protocol, m_theme, font(), width}; }

    const Theme& m_theme;
    std::shared_ptr<const Protocols> m_protocols;
    const ProtocolDesc* m_protocol = nullptr;
    FieldIndex m_current = noField;
};

} // namespace fw::ui
