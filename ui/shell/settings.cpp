#include "ui/shell/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace fw::ui {
namespace {

QString ownFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/Framewright/framewright.ini");
}

} // namespace

Settings::Settings(const QString& path, bool session) : m_session(session)
{
    const QString file = path.isEmpty() ? ownFile() : path;
    m_file = std::make_unique<QSettings>(file, QSettings::IniFormat);
    if (m_file->status() != QSettings::FormatError)
        return;
    m_corrupt = true;
    m_file.reset();
    QFile::remove(file + QStringLiteral(".bad"));
    QFile::rename(file, file + QStringLiteral(".bad"));
    m_file = std::make_unique<QSettings>(file, QSettings::IniFormat);
}

QStringList Settings::recentFiles() const
{
    return m_file->value(QStringLiteral("recent/files")).toStringList();
}

void Settings::addRecentFile(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(absolute);
    files.prepend(absolute);
    m_file->setValue(QStringLiteral("recent/files"), files.mid(0, mostRecentFiles));
}

} // namespace fw::ui
