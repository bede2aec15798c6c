package dev.shisa.server.platform.web;

import org.jspecify.annotations.Nullable;

/** A way back that came from outside: taken only if it stays on this server. */
public final class LocalPath {

    private static final int LENGTH_MAX = 2000;

    private LocalPath() {}

    /** The path, or {@code /} when it leads elsewhere or back to signing in. */
    public static String orHome(@Nullable String path) {
        if (path == null
                || path.length() > LENGTH_MAX
                || !path.startsWith("/")
                || path.startsWith("//")
                || path.startsWith("/sign-in")
                || path.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == '{' || c == '}' || c == 0x7f)) {
            return "/";
        }
        return path;
    }
}
