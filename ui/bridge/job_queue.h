#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace fw::ui {

struct JobProgress {
    std::uint64_t done = 0;
    std::uint64_t total = 0; ///< 0: not known.
};

/// From one working thread to the GUI thread: items, how far the work is, what was lost, and the end, in that order.
/// Bounded: a worker that is faster than the screen waits, or loses items and says how many.
template <class Item>
class JobQueue {
public:
    explicit JobQueue(std::size_t capacity) : m_capacity(capacity) {}

    /// Waits for room. After a stop request an item that has no room is counted as lost instead.
    void push(Item item, std::stop_token stop)
    {
        std::unique_lock lock(m_mutex);
        if (!m_room.wait(lock, std::move(stop), [this] { return m_pending.items.size() < m_capacity; }))
            ++m_pending.lost;
        else
            m_pending.items.push_back(std::move(item));
    }
    /// Never waits.
    void offer(Item item)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_pending.items.size() >= m_capacity)
            ++m_pending.lost;
        else
            m_pending.items.push_back(std::move(item));
    }
    void report(JobProgress progress)
    {
        const std::scoped_lock lock(m_mutex);
        m_pending.progress = progress;
    }
    void close(std::optional<Error> error)
    {
        const std::scoped_lock lock(m_mutex);
        m_pending.closed = m_closed = true;
        m_pending.error = std::move(error);
        m_ended.notify_all();
    }

    struct Batch {
        std::vector<Item> items;
        std::optional<JobProgress> progress; ///< Nothing: as before.
        std::uint64_t lost = 0;              ///< Since the last take().
        bool closed = false;
        std::optional<Error> error; ///< Why it closed; nothing when the work was done.
    };
    [[nodiscard]] Batch take()
    {
        const std::scoped_lock lock(m_mutex);
        m_room.notify_all();
        return std::exchange(m_pending, {});
    }
    /// False if the worker has not ended by then.
    [[nodiscard]] bool waitClosed(std::chrono::milliseconds limit)
    {
        std::unique_lock lock(m_mutex);
        return m_ended.wait_for(lock, limit, [this] { return m_closed; });
    }

private:
    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::condition_variable_any m_room;
    std::condition_variable m_ended;
    bool m_closed = false;
    Batch m_pending;
};

} // namespace fw::ui
