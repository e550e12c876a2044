#include "ui/bridge/try_definition_job.h"

#include "engine/packet/build.h"
#include "engine/packet/examples.h"
#include "engine/packet/captured_packet.h"

#include <algorithm>

namespace fw::ui {
namespace {

void load(const DefinitionTrial& trial, TrialResult& result)
{
    result.text = trial.source.text;
    result.outline = outlineOf(result.text);
    auto sources = trial.others;
    sources.push_back(trial.source);
    auto loaded = loadWithBuiltin(sources);
    result.protocols = std::move(loaded.protocols);
    for (DefinitionError& error : loaded.errors)
        if (error.file == trial.source.name)
            result.errors.push_back(std::move(error));
    result.isUsable = result.errors.empty();
    if (result.isUsable)
        result.errors = checkExamples(*result.protocols, trial.source.name).errors;
    for (std::size_t id = 0; id < result.protocols->size(); ++id)
        if (const ProtocolDesc& each = (*result.protocols)[static_cast<ProtocolId>(id)]; each.file == trial.source.name && !each.isQuotedForm())
            result.names.push_back(each.name);
}

ProtocolId shownProtocol(const DefinitionTrial& trial, const TrialResult& result)
{
    const bool isLoaded = trial.source.name.empty() || std::ranges::find(result.names, trial.protocol) != result.names.end();
    const auto* const named = isLoaded ? result.protocols->find(trial.protocol) : nullptr;
    if (named)
        return named->id;
    const auto* const first = result.names.empty() ? nullptr : result.protocols->find(result.names.front());
    return first ? first->id : noProtocol;
}

void buildAndRead(const DefinitionTrial& trial, TrialResult& result)
{
    const Protocols& protocols = *result.protocols;
    result.packet.layers.push_back(makeLayer(protocols, result.protocol));
    result.built = build(protocols, result.packet);
    if (trial.sample.empty())
        return;
    DissectOptions options;
    const auto* const first = trial.first.empty() ? nullptr : protocols.find(trial.first);
    options.first = first ? first->id : result.protocol;
    result.read = dissect(protocols, trial.sample, link_type::Ethernet, options);
    verify(protocols, result.read->draft, result.read->layout);
}

} // namespace

TryDefinitionJob::TryDefinitionJob(DefinitionTrial trial, QObject* parent) : QueueJob(tr("Try the definition"), parent), m_trial(std::move(trial)) {}

void TryDefinitionJob::start()
{
    run([trial = m_trial](const std::stop_token& stop, Queue& queue) -> Result<void> {
        TrialResult result;
        if (trial.source.name.empty())
            result.protocols = trial.known;
        else
            load(trial, result);
        result.protocol = shownProtocol(trial, result);
        if (result.protocol != noProtocol)
            buildAndRead(trial, result);
        queue.push(std::move(result), stop);
        return {};
    });
}

void TryDefinitionJob::deliver(std::vector<TrialResult>& results)
{
    emit tried(results.back());
}

} // namespace fw::ui
