#pragma once

#include <QSettings>
#include <QStringList>

#include <memory>

namespace fw::ui {

/// What the program remembers from one start to the next.
class Settings {
public:
    static constexpr int mostRecentFiles = 10;

    /// An empty path: the user's own file. Without session, the layout and the work are neither restored nor kept.
    explicit Settings(const QString& path = {}, bool session = true);

    [[nodiscard]] bool keepsSession() const { return m_session; }
    /// The file was unreadable; it is kept beside as ".bad", and everything is at its default.
    [[nodiscard]] bool wasCorrupt() const { return m_corrupt; }
    [[nodiscard]] QString path() const { return m_file->fileName(); }

    [[nodiscard]] QVariant value(const QString& key, const QVariant& otherwise = {}) const { return m_file->value(key, otherwise); }
    void set(const QString& key, const QVariant& value) { m_file->setValue(key, value); }
    void remove(const QString& key) { m_file->remove(key); }
    void sync() { m_file->sync(); }

    [[nodiscard]] QStringList recentFiles() const;
    void addRecentFile(const QString& path);

private:
    std::unique_ptr<QSettings> m_file;
    bool m_session;
    bool m_corrupt = false;
};

} // namespace fw::ui
