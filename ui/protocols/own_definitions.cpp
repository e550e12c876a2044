#include "ui/protocols/own_definitions.h"

#include <QFileInfo>
#include <QPlainTextDocumentLayout>
#include <QRegularExpression>

#include <algorithm>

namespace fw::ui {

OwnDefinitions::OwnDefinitions(Definitions& definitions, QObject* parent) : QObject(parent), m_definitions(definitions)
{
    connect(&definitions, &Definitions::changed, this, &OwnDefinitions::followFiles);
    followFiles();
}

OwnDefinition* OwnDefinitions::find(const QString& key) const
{
    const auto found = std::ranges::find_if(m_all, [&](const auto& each) { return each->key == key; });
    return found == m_all.end() ? nullptr : found->get();
}

OwnDefinition* OwnDefinitions::defining(const ProtocolDesc& protocol) const
{
    return find(QString::fromStdString(protocol.file));
}

OwnDefinition& OwnDefinitions::make(const QString& key, const QString& path, const QString& text)
{
    auto own = std::make_unique<OwnDefinition>(OwnDefinition{key, path, text, new QTextDocument(this)});
    own->document->setDocumentLayout(new QPlainTextDocumentLayout(own->document));
    own->document->setPlainText(text);
    connect(own->document, &QTextDocument::contentsChanged, this, [this, key] { emit edited(key); });
    return *m_all.emplace_back(std::move(own));
}

QString OwnDefinitions::add(const QString& text)
{
    const QString key = QStringLiteral("new %1").arg(++m_number);
    make(key, {}, text);
    emit changed();
    return key;
}

void OwnDefinitions::followFiles()
{
    for (const DefinitionSource& source : m_definitions.sources()) {
        const QString path = QString::fromStdString(source.name);
        const QString text = QString::fromStdString(source.text);
        OwnDefinition* const known = find(path);
        if (!known) {
            make(path, path, text);
        } else if (known->saved != text) {
            const bool follows = !known->isChanged();
            known->saved = text;
            if (follows)
                known->document->setPlainText(text);
        }
    }
    // A file that is gone leaves nothing behind, unless there is work in it that is nowhere else.
    std::erase_if(m_all, [this](const auto& each) {
        const bool isThere = std::ranges::any_of(m_definitions.sources(), [&](const DefinitionSource& source) { return each->key == QString::fromStdString(source.name); });
        if (each->path.isEmpty() || isThere || each->isChanged() || QFileInfo::exists(each->path))
            return false;
        each->document->deleteLater();
        return true;
    });
    emit changed();
}

QString OwnDefinitions::nameOf(const OwnDefinition& definition)
{
    // The first key below `protocols`; it is asked for too often to read the YAML for it.
    static const QRegularExpression first(QStringLiteral("^protocols:\\s*\\{?\\s*[\"']?([A-Za-z_][\\w.-]*)[\"']?:"), QRegularExpression::MultilineOption);
    if (const auto match = first.match(definition.text()); match.hasMatch())
        return match.captured(1);
    return definition.path.isEmpty() ? tr("Untitled") : QFileInfo(definition.path).fileName();
}

QString OwnDefinitions::freePath(const OwnDefinition& definition) const
{
    QString name = nameOf(definition).toLower();
    name.replace(QRegularExpression(QStringLiteral("[^a-z0-9_-]+")), QStringLiteral("_"));
    name = name.left(60);
    const QString folder = QString::fromStdString(m_definitions.folder().string());
    QString path = QStringLiteral("%1/%2.yaml").arg(folder, name);
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1/%2-%3.yaml").arg(folder, name).arg(number);
    return path;
}

std::optional<Error> OwnDefinitions::save(OwnDefinition& definition)
{
    if (m_definitions.folder().empty())
        return Error{Errc::Io, 0, tr("there is no folder for definitions: HOME is not set").toStdString()};
    const QString path = definition.path.isEmpty() ? freePath(definition) : definition.path;
    const QString text = definition.text();
    if (auto error = m_definitions.write(path.toStdString(), text.toStdString()))
        return error;
    if (definition.path.isEmpty()) {
        definition.key = definition.path = path;
        definition.document->disconnect(this);
        connect(definition.document, &QTextDocument::contentsChanged, this, [this, path] { emit edited(path); });
    }
    definition.saved = text;
    emit changed();
    return std::nullopt;
}

std::optional<Error> OwnDefinitions::remove(const QString& key)
{
    OwnDefinition* const gone = find(key);
    if (!gone)
        return std::nullopt;
    if (!gone->path.isEmpty() && QFileInfo::exists(gone->path))
        if (auto error = m_definitions.remove(gone->path.toStdString()))
            return error;
    gone->document->deleteLater();
    std::erase_if(m_all, [&](const auto& each) { return each.get() == gone; });
    emit changed();
    return std::nullopt;
}

std::vector<DefinitionError> OwnDefinitions::errorsOf(const OwnDefinition& definition) const
{
    std::vector<DefinitionError> errors;
    for (const DefinitionError& error : m_definitions.errors())
        if (error.file == definition.path.toStdString())
            errors.push_back(error);
    return errors;
}

std::vector<DefinitionSource> OwnDefinitions::othersOf(const OwnDefinition& definition) const
{
    std::vector<DefinitionSource> others = m_definitions.sources();
    std::erase_if(others, [&](const DefinitionSource& source) { return source.name == definition.path.toStdString(); });
    return others;
}

QVariantMap OwnDefinitions::drafts() const
{
    QVariantMap drafts;
    for (const auto& each : m_all)
        if (each->isChanged())
            drafts.insert(each->key, each->text());
    return drafts;
}

void OwnDefinitions::restore(const QVariantMap& drafts)
{
    for (auto draft = drafts.begin(); draft != drafts.end(); ++draft) {
        const QString text = draft.value().toString();
        if (!draft.key().startsWith(QLatin1Char('/'))) {
            add(text);
        } else if (OwnDefinition* const known = find(draft.key())) {
            known->document->setPlainText(text);
        } else {
            // The file is read later, if it is still there.
            make(draft.key(), draft.key(), {}).document->setPlainText(text);
        }
    }
    emit changed();
}

} // namespace fw::ui
