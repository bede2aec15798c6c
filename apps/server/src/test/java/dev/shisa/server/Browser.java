package dev.shisa.server;

import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** One browser: keeps cookies, sends the CSRF token of its pages with every change, and comes from its own address. */
public final class Browser {

    static final String CSRF_COOKIE = "__Host-shisa-csrf";

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final MockMvc mvc;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final int address = ADDRESSES.incrementAndGet();
    private String language = "ja";

    Browser(MockMvc mvc) {
        this.mvc = mvc;
        // The server takes the token that the cookie repeats, so the browser can make both.
        cookies.put(CSRF_COOKIE, UUID.randomUUID().toString());
    }

    public Browser english() {
        language = "en";
        cookies.put("lang", "en");
        return this;
    }

    public Browser cookie(String name, @Nullable String value) {
        if (value == null) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
        return this;
    }

    public @Nullable String cookie(String name) {
        return cookies.get(name);
    }

    public Page get(String path) {
        return send(request(HttpMethod.GET, path));
    }

    /** A GET with one more header, e.g. {@code Accept} or {@code HX-Request}. */
    public Page get(String path, String header, String value) {
        return send(request(HttpMethod.GET, path).header(header, value));
    }

    /** Posts a form: names and values in turn; a name may come again. */
    public Page post(String path, String... fields) {
        return send(form(request(HttpMethod.POST, path), true, fields));
    }

    /** Posts a form as a page from elsewhere would: without the token. */
    public Page postWithoutToken(String path, String... fields) {
        return send(form(request(HttpMethod.POST, path), false, fields));
    }

    /** Posts a form with one file in the field {@code field}. */
    public Page upload(String path, String field, String fileName, byte[] content, String... fields) {
        var request = MockMvcRequestBuilders.multipart(uri(path));
        request.file(new MockMultipartFile(field, fileName, "application/octet-stream", content));
        prepare(request);
        // In the address, as on our pages: what is in the body is read only afterwards.
        request.queryParam("_csrf", maskedToken());
        request.with(r -> {
            // So that it says how long it is, as a browser's does.
            r.setContent(content);
            return r;
        });
        return send(form(request, false, fields));
    }

    /** Posts a form with several files in one field: name and content in turn. */
    public Page uploadAll(String path, String field, Map<String, byte[]> files, String... fields) {
        var request = MockMvcRequestBuilders.multipart(uri(path));
        files.forEach((name, content) ->
                request.file(new MockMultipartFile(field, name, "application/octet-stream", content)));
        prepare(request);
        request.queryParam("_csrf", maskedToken());
        request.with(r -> {
            r.setContent(new byte[] {0});
            return r;
        });
        return send(form(request, false, fields));
    }

    /** Where a redirect leads. */
    public Page follow(Page redirect) {
        if (redirect.location().isEmpty()) {
            throw new AssertionError("not a redirect: " + redirect);
        }
        return get(redirect.location());
    }

    /** As a browser's address line: what is encoded stays so, the rest is encoded where it must be. */
    private static URI uri(String path) {
        return URI.create(path.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D"));
    }

    private AbstractMockHttpServletRequestBuilder<?> request(HttpMethod method, String path) {
        var request = MockMvcRequestBuilders.request(method, uri(path));
        prepare(request);
        return request;
    }

    private void prepare(AbstractMockHttpServletRequestBuilder<?> request) {
        request.secure(true).header("Accept-Language", language).header("User-Agent", "Browser/1 (test)");
        request.with(r -> {
            r.setScheme("https");
            r.setServerPort(443);
            r.setRemoteAddr("10." + address / 65_536 + "." + address / 256 % 256 + "." + address % 256);
            return r;
        });
        cookies.forEach((name, value) -> request.cookie(new Cookie(name, value)));
    }

    private AbstractMockHttpServletRequestBuilder<?> form(
            AbstractMockHttpServletRequestBuilder<?> request, boolean withToken, String... fields) {
        if (fields.length % 2 != 0) {
            throw new IllegalArgumentException("names and values in turn");
        }
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        if (withToken) {
            request.param("_csrf", maskedToken());
        }
        return request;
    }

    /** Spring masks the token with random bytes in front; zeros are as good. */
    private String maskedToken() {
        byte[] token = cookies.getOrDefault(CSRF_COOKIE, "").getBytes(StandardCharsets.UTF_8);
        byte[] masked = new byte[token.length * 2];
        System.arraycopy(token, 0, masked, token.length, token.length);
        return Base64.getUrlEncoder().encodeToString(masked);
    }

    private Page send(AbstractMockHttpServletRequestBuilder<?> request) {
        try {
            Page page = new Page(mvc.perform(request).andReturn().getResponse());
            for (Cookie cookie : page.response().getCookies()) {
                if (cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
            // Signing in takes the old token away, and the next page would bring a new one.
            cookies.putIfAbsent(CSRF_COOKIE, UUID.randomUUID().toString());
            return page;
        } catch (Exception e) {
            throw new AssertionError("the request failed outside of the server's error page", e);
        }
    }
}
