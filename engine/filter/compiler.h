/// From the tree of a filter to its program: names are looked up, constants read as their fields hold them.
#pragma once

#include "engine/filter/display_filter.h"
#include "engine/filter/names.h"

namespace fw::filter {

/// What an operand's values are.
struct Shape {
    enum class Kind : std::uint8_t { Number, Real, Time, Ipv4, Ipv6, Mac, Octets, Text, DomainName, Other };
    Kind kind = Kind::Other;
    std::vector<Names::Field> fields; ///< Whose names (enumerations, flags) a text may be.
    bool existsBare = true;           ///< By itself it asks whether there is a value, rather than whether that is not zero.
    bool plainNames = false;
};

struct Typed {
    Operand operand;
    Shape shape;
};

/// Bytes that constants of a program point at.
[[nodiscard]] Bytes kept(Program& program, Buffer bytes);

/// What a name means.
class NameReader {
public:
    NameReader(const Names& names, Program& program) : m_names(names), m_protocols(names.protocols()), m_program(program) {}

    /// UnknownProtocol or UnknownField with the part of the name that is wrong, and near names.
    [[nodiscard]] Checked<Typed> read(const Syntax& name);
    /// Whether it is anything at all.
    [[nodiscard]] bool isKnown(const std::string& name) const;

private:
    [[nodiscard]] Checked<Typed> scapyName(const Syntax& name, const ProtocolDesc& protocol);
    [[nodiscard]] Checked<Typed> wiresharkName(const Syntax& name);
    [[nodiscard]] Checked<Typed> aliased(const Syntax& name, const Alias& alias);
    [[nodiscard]] Typed source(Source source, Shape shape);
    [[nodiscard]] Checked<Typed> followed(const Syntax& name, Target target, std::size_t from);
    [[nodiscard]] FilterError unknownWord(const Syntax& name) const;

    const Names& m_names;
    const Protocols& m_protocols;
    Program& m_program;
};

/// A target, with the fixed place of its field if it has one.
[[nodiscard]] Target targetOf(const Protocols& protocols, Names::Field field);
[[nodiscard]] Shape::Kind shapeOf(const Protocols& protocols, const FieldDesc& field);

/// Constants, as what they are compared with holds them.
class ConstantReader {
public:
    ConstantReader(const Names& names, Program& program, const HostLookup& lookUp) : m_protocols(names.protocols()), m_program(program), m_lookUp(lookUp) {}

    /// Several for a host with several addresses; from the first to the last of a network.
    [[nodiscard]] Checked<std::vector<Range>> read(const Syntax& constant, const Shape& shape);
    /// Whether a word is one of the names that the shape's fields have for their values.
    [[nodiscard]] bool isValueName(const std::string& word, const Shape& shape) const;

private:
    [[nodiscard]] Checked<std::vector<Range>> number(const Syntax& constant, Wide number, const Shape& shape);
    [[nodiscard]] Checked<std::vector<Range>> address(const Syntax& constant, const Shape& shape);
    [[nodiscard]] Checked<std::vector<Range>> text(const Syntax& constant, const Shape& shape);
    [[nodiscard]] Checked<std::vector<Range>> word(const Syntax& constant, const Shape& shape);
    [[nodiscard]] Checked<std::vector<Range>> addressText(const Syntax& constant, const Shape& shape);
    [[nodiscard]] Checked<std::vector<Range>> named(const Syntax& constant, const Shape& shape);
    [[nodiscard]] std::vector<Range> octets(Buffer bytes);
    [[nodiscard]] std::optional<std::vector<Range>> network(std::string_view text, std::size_t size);

    const Protocols& m_protocols;
    Program& m_program;
    const HostLookup& m_lookUp;
};

/// What could stand where a constant for this shape may: "0-255", "an IPv4 address or network", "a name: tcp, udp, …".
[[nodiscard]] std::string expectedFor(const Protocols& protocols, const Shape& shape, std::string_view found);
/// The names that values of the shape's fields have.
[[nodiscard]] std::vector<std::string> valueNames(const Protocols& protocols, const Shape& shape);

class Compiler {
public:
    Compiler(const Names& names, Program& program, const HostLookup& lookUp)
        : m_program(program), m_names(names), m_nameReader(names, program), m_constants(names, program, lookUp) {}

    [[nodiscard]] Checked<Test> test(const Syntax& syntax);
    [[nodiscard]] Checked<Typed> operand(const Syntax& syntax);

private:
    [[nodiscard]] Checked<Test> several(const Syntax& syntax);
    [[nodiscard]] Checked<Test> bare(const Syntax& syntax);
    [[nodiscard]] Checked<Test> comparison(const Syntax& syntax);
    [[nodiscard]] Checked<Test> membership(const Syntax& syntax);
    [[nodiscard]] Checked<Test> isIn(const Syntax& part, const Syntax& whole);
    [[nodiscard]] Checked<Test> contains(const Syntax& whole, const Syntax& part);
    [[nodiscard]] Checked<Test> matches(const Syntax& syntax);
    [[nodiscard]] Checked<Test> withConstant(const Syntax& syntax, Typed operand, const Syntax& constant, Comparison comparison);
    [[nodiscard]] Checked<Typed> calculation(const Syntax& syntax);
    [[nodiscard]] Checked<Typed> call(const Syntax& syntax);
    [[nodiscard]] Checked<Typed> slice(const Syntax& syntax);
    [[nodiscard]] bool isConstant(const Syntax& syntax, const Shape* other) const;
    [[nodiscard]] Test ranged(Typed operand, std::vector<Range> ranges, const Syntax& comparison) const;
    [[nodiscard]] std::uint8_t costOf(const Operand& operand) const;
    [[nodiscard]] bool isNumeric(const Operand& operand) const;

    Program& m_program;
    const Names& m_names;
    NameReader m_nameReader;
    ConstantReader m_constants;
};

} // namespace fw::filter
