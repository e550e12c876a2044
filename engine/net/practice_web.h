/// The practice network's web servers.
#pragma once

#include "engine/net/practice_description.h"

namespace fw::practice {

/// HTTP/1.1 (RFC 9112): the whole answer to a request, after which the connection ends; nothing while the request's head is not whole.
[[nodiscard]] std::optional<Buffer> answerHttp(const Host& host, Bytes request);

} // namespace fw::practice
