/// Names of one kind in the definition files, and whose they are.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

namespace fw {

/// A user's file finds what users' files define before what is built in; a built-in file finds only what is built in, so that a user's
/// enumeration never changes what a built-in protocol means by its name.
template <class T>
class ScopedNames {
public:
    struct Entry {
        T value{};
        std::size_t source = 0; ///< And where in it.
        std::size_t line = 0;
        std::size_t column = 0;
    };

    /// The new entry, or the one that has the name already.
    std::pair<Entry&, bool> add(bool user, const std::string& name, Entry entry)
    {
        const auto [found, isNew] = m_names[user].try_emplace(name, std::move(entry));
        return {found->second, isNew};
    }
    /// Null if there is none.
    [[nodiscard]] const T* find(bool user, const std::string& name) const
    {
        for (bool scope : {user, false})
            if (const auto found = m_names[scope].find(name); found != m_names[scope].end())
                return &found->second.value;
        return nullptr;
    }

private:
    std::unordered_map<std::string, Entry> m_names[2]; ///< Built in, the users'.
};

} // namespace fw
