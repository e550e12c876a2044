#pragma once

#include "ui/bridge/try_definition_job.h"
#include "ui/models/selection_model.h"
#include "ui/panes/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fw::ui {

class FieldsPane;
class HeaderDiagram;

/// What a definition makes: the drawing of its header, the bytes of its default packet, and a sample read with it.
class TrialPane final : public QWidget {
    Q_OBJECT
public:
    TrialPane(const Protocols& protocols, Theme& theme, QWidget* parent = nullptr);

    void show(const TrialResult& result);
    /// Nothing to try: the pane keeps the sample and shows nothing else.
    void clear();
    [[nodiscard]] HeaderDiagram& header() const { return *m_header; }
    [[nodiscard]] const Buffer& sample() const { return m_sample; }
    /// What the sample begins with; empty: the protocol itself.
    [[nodiscard]] std::string first() const;
    [[nodiscard]] QString sampleText() const;
    void setSampleText(const QString& text);

signals:
    void sampleChanged();

private:
    QWidget* makeDrawing();
    static QStringList carriers();
    QWidget* makeTrial(Theme& theme);
    void readSample();
    void showRead(const TrialResult& result);
    void exportDrawing();

    Theme& m_theme;
    SelectionModel m_selection; ///< Of the sample alone.
    HeaderDiagram* m_header;
    QLabel* m_title;
    QLabel* m_standing;
    QPushButton* m_export; ///< Of the drawing.
    QPlainTextEdit* m_built;
    QComboBox* m_first;
    QPlainTextEdit* m_hex;
    QLabel* m_hexError;
    FieldsPane* m_fields;
    Buffer m_sample;
};

} // namespace fw::ui
