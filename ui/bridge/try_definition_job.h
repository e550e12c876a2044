#pragma once

#include "engine/packet/dissect.h"
#include "engine/protocol/definition_files.h"
#include "engine/protocol/definition_text.h"
#include "ui/bridge/job.h"

namespace fw::ui {

/// A definition that is being written, and what to try it with.
struct DefinitionTrial {
    std::vector<DefinitionSource> others; ///< A user's other files.
    DefinitionSource source;              ///< No name: nothing is written, the protocol is looked at as it is.
    std::string protocol;                 ///< Empty, or not in the text: its first one.
    std::string first;                    ///< What the sample begins with; empty: the protocol.
    Buffer sample;
    std::shared_ptr<const Protocols> known; ///< With nothing to load.
};

struct TrialResult {
    std::shared_ptr<const Protocols> protocols;
    std::string text;                    ///< Of the source.
    DefinitionOutline outline;           ///< Of that text.
    std::vector<DefinitionError> errors; ///< Of the source; its examples are tried too.
    bool isUsable = false;               ///< The source is part of `protocols`.
    std::vector<std::string> names;      ///< Of the protocols and structures in the source.
    ProtocolId protocol = noProtocol;
    Draft packet;                        ///< The protocol alone with everything at its default,
    Layout built;                        ///< and its bytes.
    std::optional<Dissection> read;      ///< Of the sample, if there is one.
};

/// Loads a definition, builds its default packet and reads a sample with it. All of that is bounded by the engine.
class TryDefinitionJob final : public QueueJob<TrialResult> {
    Q_OBJECT
public:
    explicit TryDefinitionJob(DefinitionTrial trial, QObject* parent = nullptr);
    void start() override;

signals:
    void tried(const fw::ui::TrialResult& result);

private:
    void deliver(std::vector<TrialResult>& results) override;

    DefinitionTrial m_trial;
};

} // namespace fw::ui
