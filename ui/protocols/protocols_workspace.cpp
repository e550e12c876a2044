#include "ui/protocols/protocols_workspace.h"

#include "ui/protocols/definition_editor.h"
#include "ui/protocols/definition_presets.h"
#include "ui/protocols/header_diagram.h"
#include "ui/protocols/protocol_list.h"
#include "ui/protocols/protocol_words.h"
#include "ui/protocols/trial_pane.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSaveFile>
#include <QSplitter>
#include <QTabWidget>
#include <QTextBrowser>
#include <QToolButton>

#include <algorithm>

namespace fw::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 largestImport = 1 << 20;

QAction* makeAction(QObject* parent, const QString& name, const QString& text, const QString& tip)
{
    auto* action = new QAction(text, parent);
    action->setObjectName(name);
    action->setToolTip(tip);
    return action;
}

} // namespace

ProtocolsWorkspace::ProtocolsWorkspace(Definitions& definitions, Theme& theme, QWidget* parent)
    : QWidget(parent), m_definitions(definitions), m_theme(theme), m_own(definitions), m_list(new ProtocolList(m_own)), m_tabs(new QTabWidget),
      m_editor(new DefinitionEditor(theme)), m_reference(new QTextBrowser), m_trial(new TrialPane(definitions.protocols(), theme)), m_standing(new QLabel),
      m_newMenu(new QMenu(tr("&New protocol"), this))
{
    setObjectName(u"protocolsWorkspace"_s);
    makeActions();
    auto* splitter = new QSplitter;
    splitter->setObjectName(u"protocolsSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(makeCentre());
    splitter->addWidget(m_trial);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({210, 560, 430});
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(0);
    all->addLayout(makeBar());
    all->addWidget(splitter, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(200ms);
    connect(&m_typing, &QTimer::timeout, this, &ProtocolsWorkspace::tryNow);
    connect(m_list, &ProtocolList::ownChosen, this, &ProtocolsWorkspace::showOwn);
    connect(m_list, &ProtocolList::protocolChosen, this, &ProtocolsWorkspace::showProtocol);
    connect(&m_own, &OwnDefinitions::edited, this, [this](const QString& key) {
        if (key == m_key)
            tryLater();
        refresh();
        emit changed();
    });
    connect(&m_own, &OwnDefinitions::changed, this, [this] {
        const OwnDefinition* const shown = m_editor->definition();
        if (shown && std::ranges::none_of(m_own.all(), [&](const auto& each) { return each.get() == shown; }))
            showNone();
    });
    connect(m_editor, &DefinitionEditor::protocolChanged, this, &ProtocolsWorkspace::tryNow);
    connect(m_editor, &DefinitionEditor::fieldChosen, &m_trial->header(), &HeaderDiagram::setCurrentField);
    connect(m_editor, &DefinitionEditor::refused, this, &ProtocolsWorkspace::refused);
    connect(&m_trial->header(), &HeaderDiagram::fieldChosen, m_editor, &DefinitionEditor::selectField);
    connect(m_trial, &TrialPane::sampleChanged, this, [this] {
        tryLater();
        emit changed();
    });
    connect(&definitions, &Definitions::changed, this, &ProtocolsWorkspace::useDefinitions);
    refresh();
}

ProtocolsWorkspace::~ProtocolsWorkspace()
{
    m_editor->edit(nullptr); // Before the documents go that it shows.
}

void ProtocolsWorkspace::makeActions()
{
    m_newMenu->setObjectName(u"newDefinitionMenu"_s);
    for (const DefinitionPreset& preset : definitionPresets()) {
        QAction* const action = makeAction(this, u"newDefinition_"_s + preset.key, preset.title, tr("Begin a definition of your own with this"));
        connect(action, &QAction::triggered, this, [this, text = preset.text] { m_list->selectOwn(m_own.add(text)); });
        m_newMenu->addAction(action);
    }
    m_save = makeAction(this, u"saveDefinitionAct"_s, tr("&Save and use"), tr("Save it in your folder; it is used everywhere at once"));
    connect(m_save, &QAction::triggered, this, &ProtocolsWorkspace::save);
    m_undo = makeAction(this, u"undoDefinitionAct"_s, tr("&Undo edit"), tr("Undo the last edit of the definition (Ctrl+Z in it)"));
    connect(m_undo, &QAction::triggered, m_editor, &DefinitionEditor::undo);
    m_redo = makeAction(this, u"redoDefinitionAct"_s, tr("Re&do edit"), tr("Do the edit again (Ctrl+Shift+Z in it)"));
    connect(m_redo, &QAction::triggered, m_editor, &DefinitionEditor::redo);
    m_import = makeAction(this, u"importDefinitionAct"_s, tr("&Import…"), tr("Take a definition from a .fwproto or .yaml file as a draft"));
    connect(m_import, &QAction::triggered, this, &ProtocolsWorkspace::askForImport);
    m_export = makeAction(this, u"exportDefinitionAct"_s, tr("&Export…"), tr("Write the definition into a file, to share it"));
    connect(m_export, &QAction::triggered, this, &ProtocolsWorkspace::askForExport);
    m_remove = makeAction(this, u"removeDefinitionAct"_s, tr("&Remove"), tr("Remove the definition and its file; it can be brought back"));
    connect(m_remove, &QAction::triggered, this, &ProtocolsWorkspace::remove);
}

QList<QAction*> ProtocolsWorkspace::commands() const
{
    return {m_save, m_undo, m_redo, m_import, m_export, m_remove};
}

QLayout* ProtocolsWorkspace::makeBar()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 2);
    row->setSpacing(4);
    auto* begin = new QToolButton;
    begin->setObjectName(u"newDefinitionBtn"_s);
    begin->setText(tr("New protocol"));
    begin->setAccessibleName(tr("New protocol"));
    begin->setToolTip(tr("Begin a definition of your own"));
    begin->setMenu(m_newMenu);
    begin->setPopupMode(QToolButton::InstantPopup);
    begin->setMinimumHeight(28);
    row->addWidget(begin);
    for (QAction* action : commands()) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setObjectName(QString(action->objectName()).replace(u"Act"_s, u"Btn"_s));
        button->setAccessibleName(QString(action->text()).remove(u'&'));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setMinimumHeight(28);
        row->addWidget(button);
    }
    m_standing->setObjectName(u"protocolsStanding"_s);
    m_standing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_standing->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addSpacing(8);
    row->addWidget(m_standing, 1);
    return row;
}

QWidget* ProtocolsWorkspace::makeCentre()
{
    m_reference->setObjectName(u"protocolReference"_s);
    m_reference->setAccessibleName(tr("Reference of the protocol"));
    m_reference->setOpenExternalLinks(true);
    m_reference->setHtml(u"<p>%1</p>"_s.arg(tr("Choose a protocol on the left to read about it, or begin one of your own with “New protocol”.")));
    m_tabs->setObjectName(u"protocolTabs"_s);
    m_tabs->setAccessibleName(tr("Definition and reference"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_editor, tr("Definition"));
    m_tabs->addTab(m_reference, tr("Reference"));
    m_tabs->setTabVisible(0, false);
    return m_tabs;
}

void ProtocolsWorkspace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_filled) {
        m_filled = true;
        useDefinitions();
    }
}

void ProtocolsWorkspace::useDefinitions()
{
    if (!m_filled)
        return;
    m_list->setProtocols(m_definitions.protocols());
    m_editor->setTables(m_definitions.protocols());
    refresh();
    tryNow();
}

void ProtocolsWorkspace::showOwn(const QString& key)
{
    m_key = key;
    m_protocol.clear();
    m_editor->edit(current());
    m_tabs->setTabVisible(0, true);
    m_tabs->setCurrentIndex(0);
    m_trial->clear();
    refresh();
    tryNow();
    emit changed();
}

void ProtocolsWorkspace::showProtocol(const QString& name)
{
    m_list->selectProtocol(name);
    m_key.clear();
    m_protocol = name;
    m_editor->edit(nullptr);
    m_tabs->setCurrentIndex(1);
    m_tabs->setTabVisible(0, false);
    refresh();
    tryNow();
    emit changed();
}

void ProtocolsWorkspace::showNone()
{
    m_key.clear();
    m_editor->edit(nullptr);
    m_tabs->setTabVisible(0, false);
    m_trial->clear();
    refresh();
}

void ProtocolsWorkspace::tryLater()
{
    m_typing.start();
}

void ProtocolsWorkspace::tryNow()
{
    m_typing.stop();
    if (m_job) {
        m_again = true;
        return;
    }
    DefinitionTrial trial;
    trial.first = m_trial->first();
    trial.sample = m_trial->sample();
    trial.known = m_definitions.snapshot();
    trial.protocol = m_protocol.toStdString();
    if (const OwnDefinition* own = current()) {
        trial.others = m_own.othersOf(*own);
        trial.source = {own->key.toStdString(), own->text().toStdString(), true};
        trial.protocol = m_editor->protocolName().toStdString();
    } else if (m_protocol.isEmpty()) {
        return;
    }
    m_job = std::make_unique<TryDefinitionJob>(std::move(trial));
    connect(m_job.get(), &TryDefinitionJob::tried, this, [this, key = m_key, protocol = m_protocol](const TrialResult& result) {
        if (key == m_key && protocol == m_protocol) // Else something else is shown by now.
            showResult(result);
    });
    connect(m_job.get(), &Job::ended, this, [this] {
        m_job.release()->deleteLater();
        if (std::exchange(m_again, false))
            tryNow();
    });
    m_job->start();
}

void ProtocolsWorkspace::showResult(const TrialResult& result)
{
    if (current())
        m_editor->showResult(result);
    m_trial->show(result);
    m_trial->header().setCurrentField(m_trial->header().currentField());
    if (result.protocol == noProtocol)
        return;
    const QString page = referencePage(*result.protocols, (*result.protocols)[result.protocol]);
    if (m_reference->toHtml() != page)
        m_reference->setHtml(page);
    m_list->refreshOwn();
}

bool ProtocolsWorkspace::canSave() const
{
    return current() && current()->isChanged();
}

void ProtocolsWorkspace::save()
{
    OwnDefinition* const own = current();
    if (!own)
        return;
    if (const auto error = m_own.save(*own)) {
        emit failed(*error, tr("Cannot save the definition"));
        return;
    }
    m_key = own->key;
    m_list->refreshOwn();
    m_list->selectOwn(m_key);
    refresh();
    emit saved(own->path);
    emit changed();
}

void ProtocolsWorkspace::askForImport()
{
    auto* dialog = new QFileDialog(this, tr("Import a definition"), {}, tr("Definitions (*.fwproto *.yaml *.yml);;All files (*)"));
    dialog->setObjectName(u"importDefinitionDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ProtocolsWorkspace::importFile);
    dialog->open();
}

void ProtocolsWorkspace::importFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        emit failed({Errc::Io, 0, (path + u": "_s + file.errorString()).toStdString()}, tr("Cannot import the definition"));
    else if (file.size() > largestImport)
        emit failed({Errc::Io, 0, tr("%1: too large for a definition").arg(path).toStdString()}, tr("Cannot import the definition"));
    else
        m_list->selectOwn(m_own.add(QString::fromUtf8(file.readAll())));
}

void ProtocolsWorkspace::askForExport()
{
    const OwnDefinition* const own = current();
    if (!own)
        return;
    auto* dialog = new QFileDialog(this, tr("Export the definition"), OwnDefinitions::nameOf(*own) + u".fwproto"_s, tr("Definitions (*.fwproto *.yaml)"));
    dialog->setObjectName(u"exportDefinitionDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"fwproto"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, text = own->text().toUtf8()](const QString& path) {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            emit failed({Errc::Io, 0, (path + u": "_s + file.errorString()).toStdString()}, tr("Cannot export the definition"));
    });
    dialog->open();
}

void ProtocolsWorkspace::remove()
{
    const OwnDefinition* const own = current();
    if (!own)
        return;
    const QString name = OwnDefinitions::nameOf(*own);
    const QString text = own->text();
    m_editor->edit(nullptr);
    if (const auto error = m_own.remove(m_key)) {
        m_editor->edit(current());
        emit failed(*error, tr("Cannot remove the definition"));
        return;
    }
    m_removedText = text;
    showNone();
    emit removed(name);
    emit changed();
}

void ProtocolsWorkspace::restoreRemoved()
{
    if (!m_removedText.isEmpty())
        m_list->selectOwn(m_own.add(std::exchange(m_removedText, {})));
}

void ProtocolsWorkspace::refresh()
{
    const OwnDefinition* const own = current();
    m_save->setEnabled(canSave());
    m_export->setEnabled(own != nullptr);
    m_remove->setEnabled(own != nullptr);
    m_undo->setEnabled(own && own->document->isUndoAvailable());
    m_redo->setEnabled(own && own->document->isRedoAvailable());
    QString standing;
    if (own && own->isChanged())
        standing = own->path.isEmpty() ? tr("A draft: in no file yet") : tr("Changed since it was saved");
    else if (own)
        standing = m_own.errorsOf(*own).empty() ? tr("In use: %1").arg(own->path) : tr("Has errors, so it is not used: %1").arg(own->path);
    m_standing->setText(standing);
    m_standing->setToolTip(standing);
}

QVariantMap ProtocolsWorkspace::state() const
{
    return {{u"drafts"_s, m_own.drafts()}, {u"sample"_s, m_trial->sampleText()}};
}

void ProtocolsWorkspace::restore(const QVariantMap& state)
{
    m_trial->setSampleText(state.value(u"sample"_s).toString());
    m_own.restore(state.value(u"drafts"_s).toMap());
}

} // namespace fw::ui
