/// Tables whose items are read in when they are first asked for.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace fw {

/// While it is being made, a container like any other. A table that was postponed reads its items in one by one; any thread may ask.
template <class T, class Container = std::vector<T>>
class LazyItems {
public:
    using Fill = std::function<void(std::size_t index, T& item)>;

    /// `count` items that `fill` makes when they are asked for. Tables that share a mutex may ask for each other's items while filling.
    void postpone(std::size_t count, std::shared_ptr<std::recursive_mutex> mutex, Fill fill)
    {
        m_items.resize(count);
        m_isFilled = std::make_unique<std::atomic<bool>[]>(count);
        m_mutex = std::move(mutex);
        m_fill = std::move(fill);
    }

    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    [[nodiscard]] const T& operator[](std::size_t index) const
    {
        if (m_isFilled && !m_isFilled[index].load(std::memory_order_acquire))
            fillIn(index);
        return m_items[index];
    }

    // Of a table being made.
    [[nodiscard]] T& operator[](std::size_t index) { return m_items[index]; }
    template <class... Arguments>
    T& emplace_back(Arguments&&... arguments)
    {
        return m_items.emplace_back(std::forward<Arguments>(arguments)...);
    }
    void push_back(T item) { m_items.push_back(std::move(item)); }
    [[nodiscard]] auto begin() { return m_items.begin(); }
    [[nodiscard]] auto end() { return m_items.end(); }

private:
    void fillIn(std::size_t index) const
    {
        const std::lock_guard lock(*m_mutex);
        if (m_isFilled[index].load(std::memory_order_relaxed))
            return;
        m_fill(index, m_items[index]);
        m_isFilled[index].store(true, std::memory_order_release);
    }

    mutable Container m_items;
    mutable std::unique_ptr<std::atomic<bool>[]> m_isFilled;
    std::shared_ptr<std::recursive_mutex> m_mutex;
    Fill m_fill;
};

} // namespace fw
