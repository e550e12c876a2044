#include "ui/bridge/definitions.h"

#include <QFile>
#include <QSaveFile>

namespace fw::ui {
namespace {

std::shared_ptr<const Protocols> builtin()
{
    return {&Protocols::builtin(), [](const Protocols*) {}}; // It lasts as long as the program.
}

Error errorOf(const std::filesystem::path& file, const QFileDevice& device)
{
    const bool permission = device.error() == QFileDevice::PermissionsError || device.error() == QFileDevice::OpenError;
    return {permission ? Errc::NotPermitted : Errc::Io, 0, file.string() + (permission ? "" : ": " + device.errorString().toStdString())};
}

} // namespace

Definitions::Definitions(std::filesystem::path folder, QObject* parent) : QObject(parent), m_folder(std::move(folder)), m_protocols(builtin()) {}

void Definitions::reload()
{
    if (m_job) {
        m_again = true;
        return;
    }
    m_job = std::make_unique<LoadDefinitionsJob>(m_folder);
    connect(m_job.get(), &LoadDefinitionsJob::loaded, this, [this](const LoadedDefinitions& loaded) {
        m_protocols = loaded.protocols ? loaded.protocols : builtin();
        m_sources = loaded.sources;
        m_errors = loaded.errors;
        emit changed();
    });
    connect(m_job.get(), &Job::ended, this, [this] {
        m_job.release()->deleteLater();
        if (std::exchange(m_again, false))
            reload();
    });
    m_job->start();
}

std::optional<Error> Definitions::write(const std::filesystem::path& file, const std::string& text)
{
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error)
        return Error{Errc::Io, 0, file.parent_path().string() + ": " + error.message()};
    QSaveFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(text.data(), static_cast<qint64>(text.size())) < 0 || !out.commit())
        return errorOf(file, out);
    reload();
    return std::nullopt;
}

std::optional<Error> Definitions::remove(const std::filesystem::path& file)
{
    QFile gone(QString::fromStdString(file.string()));
    if (!gone.remove())
        return errorOf(file, gone);
    reload();
    return std::nullopt;
}

} // namespace fw::ui
