#pragma once

#include "engine/protocol/protocols.h"
#include "ui/models/recipe_text.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;

namespace fw::ui {

/// What to plot: a recipe, or quantities and fields of one's own.
class PlotControls final : public QWidget {
    Q_OBJECT
public:
    explicit PlotControls(QWidget* parent = nullptr);

    [[nodiscard]] QString x() const;
    [[nodiscard]] QString y() const;
    [[nodiscard]] QString key() const;
    [[nodiscard]] QString filter() const;
    [[nodiscard]] QString recipe() const; ///< Its id: "ipid".
    [[nodiscard]] QString style() const;  ///< "line", "points" or "steps"
    [[nodiscard]] bool readsExchanges() const;
    void chooseRecipe(const QString& id);
    void chooseExchanges(bool exchanges);
    /// Fields and layers to complete what is typed.
    void offerNames(const Protocols& protocols);
    /// Of the captures and exchanges there are.
    void nameSources(const QString& capture, const QString& exchanges);

signals:
    /// Something else is to be plotted; not at every letter that is typed.
    void changed();

private:
    QComboBox* makeQuantity(const QString& name, const QString& accessibleName, const QStringList& words);
    void makeRows();
    void takeRecipe(int index);
    void typed();
    void offer(QLineEdit& edit, const QStringList& names);

    std::vector<RecipeText> m_recipes;
    QString m_style;
    QTimer m_typing;
    QComboBox* m_recipe;
    QComboBox* m_source;
    QComboBox* m_x;
    QComboBox* m_y;
    QLineEdit* m_key;
    QLineEdit* m_filter;
};

} // namespace fw::ui
