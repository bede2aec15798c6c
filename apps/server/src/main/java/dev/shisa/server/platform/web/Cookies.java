package dev.shisa.server.platform.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** Cookies that only this server sees: over TLS alone, from no other site's forms, and hidden from script. */
public final class Cookies {

    /** A secret has 43 characters; anything much longer is not looked up. */
    private static final int LENGTH_MAX = 64;

    private Cookies() {}

    /** What a request brings under a name; empty if nothing, or nothing of ours. */
    public static Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty() && value.length() <= LENGTH_MAX)
                        .findFirst();
    }

    /**
     * Gives the browser a cookie.
     *
     * @param life how long the browser keeps it; zero: it forgets it
     */
    public static void set(HttpServletResponse response, String name, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
