#include "engine/net/practice_web.h"

namespace fw::practice {
namespace {

struct Status {
    const char* line;
    std::string body;
};

std::string pageOf(const Host& host)
{
    if (!host.page.empty())
        return toString(host.page);
    const std::string name = host.names.empty() ? addressText(host.addresses.front()) : host.names.front();
    return "<!doctype html>\n<title>" + name + "</title>\n<p>This is " + name + " of the practice network.</p>\n";
}

Status statusFor(const Host& host, std::string_view method, std::string_view target, std::string_view version)
{
    if (!version.starts_with("HTTP/1."))
        return {"400 Bad Request", "What is that?\n"};
    if (method != "GET" && method != "HEAD")
        return {"501 Not Implemented", "Only GET and HEAD.\n"};
    if (target != "/" && target != "/index.html")
        return {"404 Not Found", "There is nothing here.\n"};
    return {"200 OK", pageOf(host)};
}

std::string_view takeWord(std::string_view& text)
{
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

} // namespace

std::optional<Buffer> answerHttp(const Host& host, Bytes request)
{
    constexpr std::size_t longestHead = 8192;
    const std::string text = toString(request);
    if (text.find("\r\n\r\n") == std::string::npos && text.size() < longestHead)
        return std::nullopt;
    std::string_view line = std::string_view(text).substr(0, text.find("\r\n"));
    const std::string_view method = takeWord(line);
    const std::string_view target = takeWord(line);
    const Status status = statusFor(host, method, target, line);
    std::string answer = std::string("HTTP/1.1 ") + status.line + "\r\nServer: practice\r\nContent-Type: " +
                         (status.body.starts_with('<') ? "text/html" : "text/plain") + "; charset=utf-8\r\nContent-Length: " +
                         std::to_string(status.body.size()) + "\r\nConnection: close\r\n\r\n";
    if (method != "HEAD")
        answer += status.body;
    return toBuffer(answer);
}

} // namespace fw::practice
