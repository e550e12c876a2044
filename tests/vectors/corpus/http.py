from .common import E, I, J, build

# scapy.contrib is not enough: HTTP is a layer that Scapy loads on demand.
CONTRIB = ["scapy.layers.http"]


def request(fields):
    return f"{I}/TCP(sport=40000, flags='PA')/HTTP()/HTTPRequest({fields})"


def response(fields):
    return f"{I}/TCP(dport=40000, flags='PA')/HTTP()/HTTPResponse({fields})"


def line(text):
    return text.encode("ascii").hex()


GET = "GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"
OK = ("HTTP/1.1 200 OK\r\nDate: Mon, 27 Jul 2009 12:28:53 GMT\r\nServer: Apache\r\nLast-Modified: Wed, 22 Jul 2009 19:15:56 GMT\r\n"
      "ETag: \"34aa387-d-1568eb00\"\r\nAccept-Ranges: bytes\r\nContent-Length: 51\r\nVary: Accept-Encoding\r\nContent-Type: text/plain\r\n\r\n"
      "Hello World! My content includes a trailing CRLF.\r\n")
ENTRIES = build(
    ("HTTP over TCP", f"{I}/TCP()/HTTP()"),
    ("request default", "HTTP()/HTTPRequest()"),
    ("request default over TCP", f"{I}/TCP()/HTTP()/HTTPRequest()"),
    ("request in Ethernet", f"{E}/{I}/TCP()/HTTP()/HTTPRequest(Host='example.com')"),
    ("request over IPv6", f"{J}/TCP()/HTTP()/HTTPRequest(Host='example.com')"),
    ("request to another port", f"{I}/TCP(sport=40000, dport=8080)/HTTP()/HTTPRequest()"),
    ("request POST with body", request("Method='POST', Path='/form', Content_Length='7', Content_Type='application/x-www-form-urlencoded'") + "/b'a=1&b=2'"),
    ("request HTTP/1.0", request("Http_Version='HTTP/1.0'")),
    ("request as bytes", request("Method=b'GET', Path=b'/', Host=b'example.com'")),
    ("request order of headers is fixed", request("Host='h', Accept='a', User_Agent='u', Cookie='c'")),
    ("request path with query", request("Path='/search?q=a%20b&lang=en#x'")),
    ("request proxy", request("Path='http://www.example.com/', Proxy_Connection='keep-alive', Proxy_Authorization='Basic dXNlcjpwYXNz'")),
    ("request CONNECT", request("Method='CONNECT', Path='www.example.com:443', Host='www.example.com:443'")),
    ("request of a browser", request("Host='www.example.com', User_Agent='Mozilla/5.0 (X11; Linux x86_64)', Accept='text/html', "
                                     "Accept_Language='en', Accept_Encoding='gzip, deflate', Connection='keep-alive', "
                                     "Upgrade_Insecure_Requests='1', Cache_Control='max-age=0', DNT='1'")),
    ("request conditional", request("If_None_Match='\"abc\"', If_Modified_Since='Sat, 29 Oct 1994 19:43:31 GMT', If_Range='\"abc\"', Range='bytes=0-99'")),
    ("request websocket", request("Host='a', Connection='Upgrade', Upgrade='websocket', Origin='http://a'")),
    ("request quotes", request("Referer='http://a/it\\'s'")),
    ("request not ASCII", request("Host=b'\\xff\\x00'")),
    ("response default", "HTTP()/HTTPResponse()"),
    ("response default over TCP", f"{I}/TCP()/HTTP()/HTTPResponse()"),
    ("response 404", response("Status_Code='404', Reason_Phrase='Not Found'")),
    ("response with body", response("Content_Length='5', Content_Type='text/plain', Server='x'") + "/b'hello'"),
    ("response redirect", response("Status_Code='301', Reason_Phrase='Moved Permanently', Location='https://www.example.com/'")),
    ("response cookies", response("Set_Cookie='id=1; Path=/; HttpOnly', Strict_Transport_Security='max-age=31536000'")),
    ("response asks to log in", response("Status_Code='401', Reason_Phrase='Unauthorized', WWW_Authenticate='Basic realm=\"x\"'")),
    ("response chunked", response("Transfer_Encoding='chunked'") + "/b'3\\r\\nabc\\r\\n0\\r\\n\\r\\n'"),
    ("response caching", response("Age='3', Expires='0', Vary='*', ETag='W/\"1\"', Last_Modified='Wed, 22 Jul 2009 19:15:56 GMT'")),
    ("response 100", response("Status_Code='100', Reason_Phrase='Continue'")),
) + [("build", f"request {method}", request(f"Method='{method}'")) for method in ("HEAD", "PUT", "DELETE", "OPTIONS", "TRACE")] + [
    ("build", f"response {code}", response(f"Status_Code='{code}', Reason_Phrase='{text}'"))
    for code, text in ((204, "No Content"), (206, "Partial Content"), (302, "Found"), (304, "Not Modified"), (400, "Bad Request"), (500, "Internal Server Error"))
] + [
    ("read", "request of curl", "HTTP", line(GET)),
    ("read", "response of RFC 9110", "HTTP", line(OK)),
    ("read", "request with headers in another order and case", "HTTP", line("GET / HTTP/1.1\r\nhost: x\r\nACCEPT: */*\r\nCookie:a=b\r\n\r\n")),
    ("read", "request with an unknown header", "HTTP", line("GET / HTTP/1.1\r\nX-Foo: 1\r\nHost: x\r\nX-Bar:2\r\n\r\nabc")),
    ("read", "request without empty line", "HTTP", line("GET / HTTP/1.1\r\nHost: a\r\n")),
    ("read", "request without end of line", "HTTP", line("GET / HTTP/1.1\r\nHost: a")),
    ("read", "request line alone", "HTTP", line("GET / HTTP/1.1\r\n")),
    ("read", "request with nothing after the colon", "HTTP", line("GET / HTTP/1.1\r\nHost:\r\n\r\n")),
    ("read", "request with a line twice", "HTTP", line("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")),
    ("read", "request without colon", "HTTP", line("GET / HTTP/1.1\r\nnocolon\r\nHost: x\r\n\r\n")),
    ("read", "request line cut", "HTTP", line("PUT /x")),
    ("read", "response without reason", "HTTP", line("HTTP/1.1 200 \r\n\r\n")),
    ("read", "response cut in the status", "HTTP", line("HTTP/1.1 20")),
    ("read", "response HTTP/1.0 not found", "HTTP", line("HTTP/1.0 404 Not Found\r\nServer: a\r\nContent-Type: text/html\r\n\r\n<h1>404</h1>")),
    ("read", "not HTTP", "HTTP", "1603010000"),
    ("read", "body that goes on", "HTTP", line("...the rest of a body\r\n\r\n")),
    ("cut", "request", request("Host='a', Accept='b'"), [40, 44, 55, 56, 58, 65, 67, 69, 73, 76]),
    ("cut", "response", response("Content_Length='3'") + "/b'abc'", [45, 57, 59, 70, 76, 78, 80, 82]),
]
