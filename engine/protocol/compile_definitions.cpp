// Runs while the project is built: compiles the definition files and writes their tables as a C++ file.
// compile_definitions OUT.cpp
#include "engine/protocol/snapshot.h"
#include "resources/embedded.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

namespace {

std::vector<fw::DefinitionSource> sources()
{
    std::vector<fw::DefinitionSource> out;
    for (const fw::resources::File& file : fw::resources::files())
        if (file.path.starts_with("protocols/"))
            out.push_back({std::string(file.path), std::string(file.text), false});
    return out;
}

/// In octal, which ends after three digits whatever follows.
std::string literal(const fw::Buffer& bytes)
{
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 64 == 0)
            out += "\"\n    \"";
        out += fmt::format("\\{:03o}", bytes[i]);
    }
    return out;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const fw::Protocols::Loaded loaded = fw::Protocols::load(sources());
    for (const fw::DefinitionError& error : loaded.errors)
        fmt::print(stderr, "{}:{}:{}: {}: {}\n", error.file, error.line, error.column, error.path, error.message);
    if (!loaded.errors.empty())
        return 1;
    const fw::Buffer bytes = fw::saveSnapshot(*loaded.protocols);
    std::ofstream out(argv[1], std::ios::binary);
    out << "#include \"engine/protocol/builtin_snapshot.h\"\n\nnamespace fw {\nnamespace {\n\nconstexpr std::string_view snapshot(\"" << literal(bytes) << "\", "
        << bytes.size() << ");\n\n} // namespace\n\nBytes builtinSnapshot()\n{\n"
        << "    return {reinterpret_cast<const std::uint8_t*>(snapshot.data()), snapshot.size()};\n}\n\n} // namespace fw\n";
    return out.flush() ? 0 : 1;
}
