#pragma once

#include "engine/net/network.h"
#include "ui/bridge/job.h"

namespace fw::ui {

struct ResolvedName {
    std::string name;
    std::vector<Buffer> addresses;
};

/// Looks host names up, one after the other. A name that is not found is delivered without addresses.
class ResolveJob final : public QueueJob<ResolvedName> {
    Q_OBJECT
public:
    ResolveJob(std::shared_ptr<Network> network, std::vector<std::string> names, QObject* parent = nullptr);
    void start() override;

signals:
    void resolved(const fw::ui::ResolvedName& name);

private:
    void deliver(std::vector<ResolvedName>& names) override;

    std::shared_ptr<Network> m_network;
    std::vector<std::string> m_names;
};

} // namespace fw::ui
