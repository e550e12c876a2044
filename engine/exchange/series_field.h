#pragma once

#include "engine/packet/varying_field.h"

namespace fw {

/// A field that differs between packets that are alike otherwise.
struct SeriesField {
    std::size_t layer = 0;
    FieldIndex field = noField;
    VaryingField place;
};

} // namespace fw
