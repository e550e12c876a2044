/// The Craft workspace with its expression bar, as the window puts them together.
#pragma once

#include "ui/craft/craft_workspace.h"
#include "ui/craft/expression_bar.h"
#include "ui/craft/stack_tree.h"
#include "ui/craft/stack_tree_model.h"
#include "ui/panes/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

namespace fw::ui {

class CraftFixture {
public:
    CraftFixture()
        : selection(Protocols::builtin())
        , document(selection)
        , bar(new ExpressionBar(document, theme))
        , workspace(new CraftWorkspace(document, theme))
    {
        auto* column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(bar);
        column->addWidget(workspace, 1);
        window.resize(1280, 800);
        window.show();
        QApplication::setActiveWindow(&window);
        window.activateWindow();
    }

    template <class T>
    [[nodiscard]] T* find(const char* name) const
    {
        return window.findChild<T*>(QLatin1String(name));
    }

    [[nodiscard]] QLineEdit& expression() const { return *find<QLineEdit>("exprEdit"); }
    [[nodiscard]] StackTree& tree() const { return *find<StackTree>("stackTree"); }
    [[nodiscard]] StackTreeModel& model() const { return tree().stack(); }
    [[nodiscard]] QString count() const { return find<QLabel>("exprCount")->text(); }
    [[nodiscard]] Buffer bytes() const { return document.layout().bytes; }

    /// As a person would: all of it is replaced, then Enter.
    void type(const QString& text) const
    {
        expression().setFocus();
        expression().selectAll();
        QTest::keyClick(&expression(), Qt::Key_Delete);
        QTest::keyClicks(&expression(), text);
        QTest::keyClick(&expression(), Qt::Key_Escape);
        QTest::keyClick(&expression(), Qt::Key_Return);
    }

    /// "IP.ttl"; invalid if there is no such row.
    [[nodiscard]] QModelIndex cell(const char* path, int column = StackTreeModel::ValueColumn) const
    {
        const auto parsed = parsePath(document.protocols(), document.draft(), path);
        return parsed ? model().indexOfPath(*parsed, column) : QModelIndex();
    }
    [[nodiscard]] QModelIndex layer(std::size_t number) const { return model().layerIndex(number); }

    [[nodiscard]] QStringList layers() const
    {
        QStringList names;
        for (int row = 0; row < model().rowCount(); ++row)
            names << model().index(row, StackTreeModel::NameColumn).data().toString();
        return names;
    }

    /// F2, the text, Enter.
    void editCell(const char* path, const QString& text) const
    {
        tree().setFocus();
        tree().setCurrentIndex(cell(path));
        QTest::keyClick(&tree(), Qt::Key_F2);
        auto* edit = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        if (auto* combo = qobject_cast<QComboBox*>(QApplication::focusWidget()))
            edit = combo->lineEdit();
        QVERIFY2(edit != nullptr, path);
        edit->selectAll();
        QTest::keyClicks(edit, text);
        pressReturn();
    }
    /// In an open editor. A delegate takes the value over only after the key has been dealt with.
    static void pressReturn()
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCoreApplication::processEvents();
    }

    SelectionModel selection;
    CraftDocument document;
    Theme theme;
    QWidget window;
    ExpressionBar* bar;
    CraftWorkspace* workspace;
};

} // namespace fw::ui
