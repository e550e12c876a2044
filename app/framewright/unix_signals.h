#pragma once

#include <QObject>

#include <functional>

namespace fw::app {

/// SIGTERM, SIGINT and SIGHUP as one call on the GUI thread.
class UnixSignals final : public QObject {
public:
    explicit UnixSignals(std::function<void()> call);
    ~UnixSignals() override;

private:
    int m_ends[2] = {-1, -1};
};

} // namespace fw::app
